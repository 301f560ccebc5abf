// What documents cost a repository, and how fast they come and go beside a server that only does
// the same work on their bytes. Started by tools/bench --documents, which starts the servers.

#include <sys/types.h>

#include <cstdio>
#include <cstdlib>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/time.h"
#include "bench/document_costs.h"
#include "bench/documents.h"
#include "bench/load.h"
#include "bench/server.h"

namespace docshare::bench {
namespace {

void PrintRow(const std::string& name, const LoadResult& result, size_t size_bytes,
              const std::string& ratio) {
  std::printf("  %-12s %9.1f/s %8.1f MiB/s   p50 %8.2f ms   p99 %8.2f ms   %s\n", name.c_str(),
              result.per_second, result.per_second * static_cast<double>(size_bytes) / (1 << 20),
              result.p50_us / 1e3, result.p99_us / 1e3, ratio.c_str());
}

void PrintFigures(const std::string& what, std::vector<LoadResult> sink,
                  std::vector<LoadResult> ours, size_t size_bytes) {
  const LoadResult limit = Median(std::move(sink));
  const LoadResult repository = Median(std::move(ours));
  std::printf("%s\n", what.c_str());
  PrintRow("sink", limit, size_bytes, "");
  PrintRow("repository", repository, size_bytes,
           absl::StrFormat("%.2f of sink", repository.per_second / limit.per_second));
  std::fflush(stdout);
}

int Measure(const std::string& registry_address, const std::string& repository_address,
            const std::string& sink_address, const std::string& certificates,
            pid_t repository_process, int rounds, absl::Duration duration) {
  Server registry(registry_address, certificates);
  for (int patient = 0; patient < kDocumentPatients; ++patient) {
    if (!Feed(registry, 0, patient)) Die("cannot feed patients");
  }
  Documents sink(sink_address, certificates);
  Documents ours(repository_address, certificates);
  MeasureDocumentCosts(ours, repository_process);
  for (const size_t size : {size_t{64} << 10, size_t{1} << 20, size_t{100} << 20}) {
    const std::string bytes = DocumentOf(size);
    for (const int callers : {1, 16}) {
      std::vector<LoadResult> published[2], fetched[2];
      for (int round = 0; round < rounds; ++round) {
        int i = 0;
        for (Documents* server : {&sink, &ours}) {
          published[i].push_back(RunLoad(
              callers, duration, [&](int caller) { return server->Publish(caller, bytes); }));
          fetched[i].push_back(
              RunLoad(callers, duration, [&](int caller) { return server->Fetch(caller, size); }));
          server->Clear();
          ++i;
        }
      }
      const std::string by =
          absl::StrCat(SizeName(size), ", ", callers, callers == 1 ? " caller" : " callers");
      PrintFigures(absl::StrCat("\npublish, ", by), published[0], published[1], size);
      PrintFigures(absl::StrCat("fetch, ", by), fetched[0], fetched[1], size);
    }
  }
  return EXIT_SUCCESS;
}

}  // namespace
}  // namespace docshare::bench

int main(int argc, char** argv) {
  const std::vector<std::string> args(argv + 1, argv + argc);
  pid_t process = 0;
  int rounds = 0;
  double seconds = 0;
  if (args.size() == 7 && absl::SimpleAtoi(args[4], &process) &&
      absl::SimpleAtoi(args[5], &rounds) && absl::SimpleAtod(args[6], &seconds) && rounds > 0 &&
      seconds > 0) {
    return docshare::bench::Measure(args[0], args[1], args[2], args[3], process, rounds,
                                    absl::Seconds(seconds));
  }
  std::fprintf(stderr,
               "usage: repository_bench REGISTRY REPOSITORY SINK CERTIFICATES PID ROUNDS SECONDS\n"
               "Run tools/bench --documents, which starts the servers.\n");
  return 2;
}
