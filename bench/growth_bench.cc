// What a query costs as the registry grows and the patient's own rows do not. Started by
// tools/bench --growth, which starts the server.

#include <grpcpp/grpcpp.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "bench/load.h"
#include "bench/server.h"
#include "bench/submissions.h"
#include "docshare/registry/v1/registry_service.pb.h"

namespace docshare::bench {
namespace {

using registry::v1::FindDocumentsResponse;
using registry::v1::GetAllRequest;
using registry::v1::GetAllResponse;

constexpr int kLoaders = 16;
// As many patients as 100 thousand entries have: what is asked about stays as large as the
// registry grows, and lies spread over all of it.
constexpr int kActivePatients = 2'000;

// Gives the patients from `first` to before `end` a submission of kDocumentsPerPatient each.
int Load(Server& registry, int first, int end) {
  std::atomic<int> next{first};
  std::atomic<bool> failed{false};
  std::vector<std::thread> threads;
  for (int caller = 0; caller < kLoaders; ++caller) {
    threads.emplace_back([&, caller] {
      for (int patient = next++; patient < end && !failed; patient = next++) {
        registry::v1::RegisterDocumentSetResponse registered;
        if (!Feed(registry, caller, patient) ||
            !Register(registry, caller, Submission(patient, patient, kDocumentsPerPatient),
                      registered)) {
          failed = true;
        }
      }
    });
  }
  const absl::Time begin = absl::Now();
  while (isatty(STDERR_FILENO) && next < end && !failed) {
    absl::SleepFor(absl::Seconds(1));
    const double share = static_cast<double>(next - first) / (end - first);
    std::fprintf(stderr, "\rloading %3.0f %%, %s left   ", share * 100,
                 absl::FormatDuration(
                     absl::Floor((absl::Now() - begin) * ((1 - share) / share), absl::Seconds(1)))
                     .c_str());
  }
  for (std::thread& thread : threads) thread.join();
  if (isatty(STDERR_FILENO)) std::fprintf(stderr, "\r%40s\r", "");
  if (failed) return EXIT_FAILURE;
  const double seconds = absl::ToDoubleSeconds(absl::Now() - begin);
  std::printf("  loaded %d entries of %d patients in %.0f s\n",
              (end - first) * kDocumentsPerPatient, end - first, seconds);
  return EXIT_SUCCESS;
}

// Every object of the patient: 50 entries, their submission set and 50 associations.
bool GetAll(Server& server, int caller, int patient) {
  GetAllRequest request;
  *request.mutable_patient_id() = Patient(patient);
  request.add_document_statuses(metadata::v1::AVAILABILITY_STATUS_APPROVED);
  request.add_submission_set_statuses(metadata::v1::AVAILABILITY_STATUS_APPROVED);
  request.add_folder_statuses(metadata::v1::AVAILABILITY_STATUS_APPROVED);
  request.set_return_type(registry::v1::RETURN_TYPE_LEAF_CLASS);
  request.set_page_size(1'000);
  GetAllResponse response;
  grpc::ClientContext context;
  return Check(server.stub(caller).GetAll(&context, request, &response)) &&
         response.document_entries_size() == kDocumentsPerPatient &&
         response.submission_sets_size() == 1 &&
         response.associations_size() == kDocumentsPerPatient;
}

bool Find(Server& server, int caller, int patient) {
  FindDocumentsResponse response;
  grpc::ClientContext context;
  return Check(server.stub(caller).FindDocuments(&context, Query(patient), &response)) &&
         response.document_entries_size() == kDocumentsPerPatient;
}

void PrintRow(const char* call, const char* patients, const LoadResult& result) {
  std::printf("  %-14s %-28s %7.0f/s   p50 %6.0f us   p99 %6.0f us\n", call, patients,
              result.per_second, result.p50_us, result.p99_us);
}

// One caller, so that the time of a call is the time of the query and not of a queue.
int Measure(Server& registry, int patients, int rounds, absl::Duration duration) {
  std::mt19937 random(20'240'101);
  const int stride = std::max(1, patients / kActivePatients);
  const auto active = [&] { return static_cast<int>(random() % kActivePatients) * stride; };
  const auto any = [&] { return static_cast<int>(random() % patients); };
  // Each once, so that the first round does not pay for a cold cache alone.
  for (int i = 0; i < kActivePatients; ++i) {
    if (!Find(registry, 0, i * stride) || !GetAll(registry, 0, i * stride)) {
      Die("a query missed objects");
    }
  }
  std::vector<LoadResult> find_active, get_all_active, find_any, get_all_any;
  for (int round = 0; round < rounds; ++round) {
    const auto run = [&](std::vector<LoadResult>& results, auto query, auto pick) {
      results.push_back(
          RunLoad(1, duration, [&](int caller) { return query(registry, caller, pick()); }));
    };
    run(find_active, Find, active);
    run(get_all_active, GetAll, active);
    run(find_any, Find, any);
    run(get_all_any, GetAll, any);
  }
  std::printf("%lld entries of %d patients\n",
              static_cast<long long>(patients) * kDocumentsPerPatient, patients);
  PrintRow("FindDocuments", "the same 2000 patients", Median(find_active));
  PrintRow("FindDocuments", "any patient", Median(find_any));
  PrintRow("GetAll", "the same 2000 patients", Median(get_all_active));
  PrintRow("GetAll", "any patient", Median(get_all_any));
  std::fflush(stdout);
  return EXIT_SUCCESS;
}

}  // namespace
}  // namespace docshare::bench

int main(int argc, char** argv) {
  using docshare::bench::Server;
  const std::vector<std::string> args(argv + 1, argv + argc);
  int first = 0, end = 0, patients = 0, rounds = 0;
  double seconds = 0;
  if (args.size() == 5 && args[0] == "load" && absl::SimpleAtoi(args[3], &first) &&
      absl::SimpleAtoi(args[4], &end) && first >= 0 && first < end) {
    Server registry(args[1], args[2]);
    return docshare::bench::Load(registry, first, end);
  }
  if (args.size() == 6 && args[0] == "measure" && absl::SimpleAtoi(args[3], &patients) &&
      absl::SimpleAtoi(args[4], &rounds) && absl::SimpleAtod(args[5], &seconds) &&
      patients >= docshare::bench::kActivePatients && rounds > 0 && seconds > 0) {
    Server registry(args[1], args[2]);
    return docshare::bench::Measure(registry, patients, rounds, absl::Seconds(seconds));
  }
  std::fprintf(stderr,
               "usage: growth_bench load REGISTRY CERTIFICATES FIRST_PATIENT END_PATIENT\n"
               "       growth_bench measure REGISTRY CERTIFICATES PATIENTS ROUNDS SECONDS\n"
               "Run tools/bench --growth, which starts the server and calls both.\n");
  return 2;
}
