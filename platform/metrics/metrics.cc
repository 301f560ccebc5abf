#include "platform/metrics/metrics.h"

namespace docshare::platform {
namespace {

Metrics::ReadSamples OneSample(std::function<double()> value) {
  return [value = std::move(value)] { return std::vector<Metrics::Sample>{{.value = value()}}; };
}

}  // namespace

void Metrics::AddCounter(std::string name, std::string help, std::function<double()> value) {
  AddFamily(Type::kCounter, std::move(name), std::move(help), OneSample(std::move(value)));
}

void Metrics::AddGauge(std::string name, std::string help, std::function<double()> value) {
  AddFamily(Type::kGauge, std::move(name), std::move(help), OneSample(std::move(value)));
}

void Metrics::AddHistogram(std::string name, std::string help, const Histogram* histogram) {
  AddFamily(Type::kHistogram, std::move(name), std::move(help),
            [histogram] { return std::vector<Sample>{{.histogram = histogram->Read()}}; });
}

void Metrics::AddFamily(Type type, std::string name, std::string help, ReadSamples samples) {
  sources_.push_back({type, std::move(name), std::move(help), std::move(samples)});
}

std::vector<Metrics::Family> Metrics::Read() const {
  std::vector<Family> families;
  families.reserve(sources_.size());
  for (const Source& source : sources_) {
    families.push_back({source.type, source.name, source.help, source.samples()});
  }
  return families;
}

}  // namespace docshare::platform
