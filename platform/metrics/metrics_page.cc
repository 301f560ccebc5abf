#include "platform/metrics/metrics_page.h"

#include <prometheus/collectable.h>
#include <prometheus/exposer.h>
#include <prometheus/metric_family.h>

#include <exception>
#include <limits>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"

namespace docshare::platform {
namespace {

prometheus::MetricType TypeOf(Metrics::Type type) {
  switch (type) {
    case Metrics::Type::kCounter:
      return prometheus::MetricType::Counter;
    case Metrics::Type::kGauge:
      return prometheus::MetricType::Gauge;
    case Metrics::Type::kHistogram:
      return prometheus::MetricType::Histogram;
  }
  return prometheus::MetricType::Untyped;
}

prometheus::ClientMetric::Histogram HistogramOf(const Histogram::Reading& reading) {
  prometheus::ClientMetric::Histogram histogram;
  histogram.sample_sum = reading.sum;
  for (size_t i = 0; i < reading.counts.size(); ++i) {
    histogram.sample_count += reading.counts[i];
    histogram.bucket.push_back(
        {histogram.sample_count, i < reading.upper_bounds.size()
                                     ? reading.upper_bounds[i]
                                     : std::numeric_limits<double>::infinity()});
  }
  return histogram;
}

prometheus::ClientMetric MetricOf(Metrics::Type type, const Metrics::Sample& sample) {
  prometheus::ClientMetric metric;
  for (const auto& [name, value] : sample.labels) metric.label.push_back({name, value});
  switch (type) {
    case Metrics::Type::kCounter:
      metric.counter.value = sample.value;
      break;
    case Metrics::Type::kGauge:
      metric.gauge.value = sample.value;
      break;
    case Metrics::Type::kHistogram:
      metric.histogram = HistogramOf(sample.histogram);
      break;
  }
  return metric;
}

class MetricsReader final : public prometheus::Collectable {
 public:
  explicit MetricsReader(const Metrics* metrics) : metrics_(metrics) {}

  std::vector<prometheus::MetricFamily> Collect() const override {
    std::vector<prometheus::MetricFamily> families;
    for (const Metrics::Family& family : metrics_->Read()) {
      prometheus::MetricFamily& told = families.emplace_back();
      told.name = family.name;
      told.help = family.help;
      told.type = TypeOf(family.type);
      for (const Metrics::Sample& sample : family.samples) {
        told.metric.push_back(MetricOf(family.type, sample));
      }
    }
    return families;
  }

 private:
  const Metrics* const metrics_;
};

}  // namespace

struct MetricsPage::Server {
  std::shared_ptr<MetricsReader> reader;
  // Destroyed first: no thread of it reads any more then.
  std::unique_ptr<prometheus::Exposer> exposer;
};

MetricsPage::MetricsPage() : server_(std::make_unique<Server>()) {}

MetricsPage::~MetricsPage() = default;

absl::StatusOr<std::unique_ptr<MetricsPage>> MetricsPage::Start(const std::string& address,
                                                                const Metrics* metrics,
                                                                OperationalLog* log) {
  // Not make_unique: the constructor is private.
  std::unique_ptr<MetricsPage> page(new MetricsPage);
  page->server_->reader = std::make_shared<MetricsReader>(metrics);
  const std::vector<std::string> options = {
      "listening_ports",       address, "num_threads",       "4",  "request_timeout_ms", "2000",
      "keep_alive_timeout_ms", "500",   "linger_timeout_ms", "100"};
  try {
    page->server_->exposer = std::make_unique<prometheus::Exposer>(options);
    page->server_->exposer->RegisterCollectable(page->server_->reader);
    page->port_ = page->server_->exposer->GetListeningPorts().at(0);
  } catch (const std::exception&) {
    // The library does not say why.
    return absl::UnavailableError(
        absl::StrCat("cannot serve metrics on ", address,
                     ": another process listens there, or it is no address of this machine"));
  }
  log->Info("metrics_page_started", {{"port", page->port_}});
  return page;
}

}  // namespace docshare::platform
