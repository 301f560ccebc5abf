// Rates of the real registry server beside the machine's own limits in the same run.
// Started by tools/bench, which starts the servers.

#include <grpcpp/grpcpp.h>

#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "bench/load.h"
#include "bench/raw_rocksdb.h"
#include "bench/server.h"
#include "bench/submissions.h"
#include "docshare/registry/v1/registry_service.pb.h"

namespace docshare::bench {
namespace {

using registry::v1::FindDocumentsRequest;
using registry::v1::FindDocumentsResponse;
using registry::v1::RegisterDocumentSetRequest;
using registry::v1::RegisterDocumentSetResponse;

bool Find(Server& server, int caller, uint64_t number, FindDocumentsResponse& response) {
  grpc::ClientContext context;
  return Check(server.stub(caller).FindDocuments(
      &context, Query(static_cast<int>(number % kPatients)), &response));
}

void WriteFile(const std::string& path, const std::string& bytes) {
  std::ofstream out(path, std::ios::binary);
  out << bytes;
  if (!out.flush()) Die(absl::StrCat("cannot write ", path));
}

// Fills the registry and writes the replies that the echo server gives.
int Prepare(const std::string& address, const std::string& certificates,
            const std::string& folder) {
  Server registry(address, certificates);
  RegisterDocumentSetResponse registered;
  for (int patient = 0; patient < kPatients; ++patient) {
    if (!Feed(registry, 0, patient)) return EXIT_FAILURE;
    const auto request = Submission(patient, patient, kDocumentsPerPatient);
    if (!Register(registry, 0, request, registered)) return EXIT_FAILURE;
  }
  FindDocumentsResponse found;
  if (!Find(registry, 0, 0, found)) return EXIT_FAILURE;
  if (found.document_entries_size() != kDocumentsPerPatient) Die("the query missed documents");
  if (!Register(registry, 0, Submission(0, 999'999, 1), registered)) return EXIT_FAILURE;
  WriteFile(absl::StrCat(folder, "/find_reply"), found.SerializeAsString());
  WriteFile(absl::StrCat(folder, "/register_reply"), registered.SerializeAsString());
  std::printf(
      "FindDocuments reply: %d documents, %zu bytes; RegisterDocumentSet request: %zu bytes\n",
      found.document_entries_size(), found.ByteSizeLong(),
      Submission(0, 999'999, 1).ByteSizeLong());
  return EXIT_SUCCESS;
}

struct Figures {
  LoadResult echo;
  LoadResult registry;
};

LoadResult LoadFind(Server& server, int callers, absl::Duration duration) {
  std::atomic<uint64_t> number{0};
  return RunLoad(callers, duration, [&](int caller) {
    FindDocumentsResponse response;
    return Find(server, caller, number++, response) &&
           response.document_entries_size() == kDocumentsPerPatient;
  });
}

// Every request is new to the registry: `first_number` moves on from run to run.
LoadResult LoadRegister(Server& server, int callers, absl::Duration duration,
                        std::atomic<uint64_t>& number) {
  // One message is copied and renumbered a call, so that building it costs the same for both.
  const RegisterDocumentSetRequest model = Submission(0, 0, 1);
  return RunLoad(callers, duration, [&](int caller) {
    const uint64_t n = number++;
    RegisterDocumentSetRequest request = model;
    const metadata::v1::PatientIdentifier patient = Patient(static_cast<int>(n % kPatients));
    request.mutable_submission_set()->set_unique_id(absl::StrCat("2.999.80.", n));
    *request.mutable_submission_set()->mutable_patient_id() = patient;
    request.mutable_document_entries(0)->set_unique_id(absl::StrCat("2.999.81.", n));
    *request.mutable_document_entries(0)->mutable_patient_id() = patient;
    RegisterDocumentSetResponse response;
    return Register(server, caller, request, response);
  });
}

// Rounds alternate between the two servers, so that both meet the same moods of the machine.
template <typename Load>
Figures Compare(Server& echo, Server& registry, int rounds, Load load) {
  std::vector<LoadResult> of_echo, of_registry;
  for (int round = 0; round < rounds; ++round) {
    of_echo.push_back(load(echo));
    of_registry.push_back(load(registry));
  }
  return {Median(of_echo), Median(of_registry)};
}

void PrintRow(const std::string& name, const LoadResult& result, const std::string& ratio) {
  std::printf("  %-44s %10.0f/s   p50 %7.0f us   p99 %7.0f us   %s\n", name.c_str(),
              result.per_second, result.p50_us, result.p99_us, ratio.c_str());
}

std::string Ratio(const LoadResult& ours, const LoadResult& limit, const std::string& name) {
  return absl::StrFormat("%.2f of %s", ours.per_second / limit.per_second, name);
}

int Measure(const std::string& registry_address, const std::string& echo_address,
            const std::string& certificates, const std::string& folder, int rounds,
            absl::Duration duration) {
  Server registry(registry_address, certificates);
  Server echo(echo_address, certificates);
  auto raw = MeasureRawRocksDb(absl::StrCat(folder, "/raw"), duration);
  if (!raw.ok()) Die(raw.status().ToString());

  std::atomic<uint64_t> number{0};
  for (int callers : {1, 64}) {
    const Figures find = Compare(echo, registry, rounds, [&](Server& server) {
      return LoadFind(server, callers, duration);
    });
    const LoadResult& scan = callers == 1 ? raw->scan_1 : raw->scan_2;
    std::printf("\nFindDocuments, %d entries a reply, %d caller%s\n", kDocumentsPerPatient, callers,
                callers == 1 ? "" : "s");
    PrintRow("echo RPC of the same sizes", find.echo, "");
    PrintRow(callers == 1 ? "raw RocksDB, the same rows, 1 thread"
                          : "raw RocksDB, the same rows, 2 threads",
             scan, "");
    PrintRow("registry", find.registry,
             absl::StrCat(Ratio(find.registry, find.echo, "echo"), ", ",
                          Ratio(find.registry, scan, "raw")));

    const Figures write = Compare(echo, registry, rounds, [&](Server& server) {
      return LoadRegister(server, callers, duration, number);
    });
    const LoadResult& raw_write = callers == 1 ? raw->write_1 : raw->write_64;
    std::printf("\nRegisterDocumentSet, 1 entry, durable, %d caller%s\n", callers,
                callers == 1 ? "" : "s");
    PrintRow("echo RPC of the same sizes", write.echo, "");
    PrintRow(absl::StrFormat("raw RocksDB, the same rows, synced, %d thread%s", callers,
                             callers == 1 ? "" : "s"),
             raw_write, "");
    PrintRow("registry", write.registry,
             absl::StrCat(Ratio(write.registry, write.echo, "echo"), ", ",
                          Ratio(write.registry, raw_write, "raw")));
  }
  return EXIT_SUCCESS;
}

}  // namespace
}  // namespace docshare::bench

int main(int argc, char** argv) {
  const std::vector<std::string> args(argv + 1, argv + argc);
  if (args.size() == 4 && args[0] == "prepare") {
    return docshare::bench::Prepare(args[1], args[2], args[3]);
  }
  int rounds = 0;
  double seconds = 0;
  if (args.size() == 7 && args[0] == "measure" && absl::SimpleAtoi(args[5], &rounds) &&
      absl::SimpleAtod(args[6], &seconds) && rounds > 0 && seconds > 0) {
    return docshare::bench::Measure(args[1], args[2], args[3], args[4], rounds,
                                    absl::Seconds(seconds));
  }
  std::fprintf(stderr,
               "usage: registry_bench prepare REGISTRY CERTIFICATES FOLDER\n"
               "       registry_bench measure REGISTRY ECHO CERTIFICATES FOLDER ROUNDS SECONDS\n"
               "Run tools/bench, which starts the servers and calls both.\n");
  return 2;
}
