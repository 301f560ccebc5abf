#pragma once

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "platform/metrics/histogram.h"

namespace docshare::platform {

// What one process tells a monitoring system about itself: named numbers, asked for when somebody
// reads them, so that nothing is kept twice.
//
// Names are of Prometheus: "docshare_free_disk_bytes", with the unit, and "_total" at the end of
// what only grows. Never holds a patient identifier, the id of a document, the name of a system or
// any other text that came from outside: labels are "method" and "code", whose values are fixed
// when the process is built.
//
// Add everything before the first Read(), which is thread-safe.
class Metrics {
 public:
  enum class Type { kCounter, kGauge, kHistogram };

  // One number of a family.
  struct Sample {
    // Name and value.
    std::vector<std::pair<std::string, std::string>> labels;
    // Of a counter or a gauge.
    double value = 0;
    // Of a histogram.
    Histogram::Reading histogram;
  };

  // All numbers of one name.
  struct Family {
    Type type;
    std::string name;
    // One sentence: what it counts, and the unit.
    std::string help;
    std::vector<Sample> samples;
  };

  using ReadSamples = std::function<std::vector<Sample>()>;

  // What the functions and `histogram` refer to must outlive the last Read(). They are called by
  // any thread.
  void AddCounter(std::string name, std::string help, std::function<double()> value);
  void AddGauge(std::string name, std::string help, std::function<double()> value);
  void AddHistogram(std::string name, std::string help, const Histogram* histogram);
  // Several numbers of one name, told apart by their labels.
  void AddFamily(Type type, std::string name, std::string help, ReadSamples samples);

  std::vector<Family> Read() const;

 private:
  struct Source {
    Type type;
    std::string name;
    std::string help;
    ReadSamples samples;
  };

  std::vector<Source> sources_;
};

}  // namespace docshare::platform
