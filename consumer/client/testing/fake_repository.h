#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <string>

#include "consumer/client/testing/fake_registry.h"
#include "consumer/client/testing/scripted_failures.h"
#include "docshare/repository/v1/repository_service.grpc.pb.h"

namespace docshare::consumer {

// What a FakeRepository does wrong when it delivers a document.
enum class RetrievalDamage {
  kNone,
  kFlippedByte,      // One byte differs; header and length are right.
  kWrongHeader,      // The header tells another hash than the entry.
  kExtraByte,        // A byte more than announced.
  kCutShort,         // The stream ends well, but half-way.
  kUnavailableHalf,  // UNAVAILABLE half-way.
  kUnavailableEnd,   // UNAVAILABLE after the last piece.
  kFault,            // A fault half-way.
  kSilence,          // Nothing comes after the first half, until the client gives up.
  kTrickle,          // The second half comes a byte at a time, until the client gives up.
};

// A repository in memory, for tests: takes submissions, registers them with a FakeRegistry in the
// same process, and delivers documents, damaged on demand. Thread-safe.
class FakeRepository : public docshare::repository::v1::RepositoryService::Service {
 public:
  // `registry` has to outlive the repository.
  FakeRepository(std::string repository_unique_id, FakeRegistry* registry);

  grpc::Status ProvideDocumentSet(
      grpc::ServerContext* context,
      grpc::ServerReader<docshare::repository::v1::ProvideDocumentSetRequest>* reader,
      docshare::repository::v1::ProvideDocumentSetResponse* response) override;
  grpc::Status RetrieveDocumentSet(
      grpc::ServerContext* context,
      const docshare::repository::v1::RetrieveDocumentSetRequest* request,
      grpc::ServerWriter<docshare::repository::v1::RetrieveDocumentSetResponse>* writer) override;

  // Stores a document without a call.
  void Put(const std::string& unique_id, std::string bytes);
  // Bytes of the document; empty when there is none.
  std::string Content(const std::string& unique_id) const;

  // How the next calls of any kind fail, before anything is read or written.
  ScriptedFailures& failures() { return failures_; }
  // Fails the next submissions after everything was taken and registered.
  ScriptedFailures& late_failures() { return late_failures_; }
  void set_damage(RetrievalDamage damage);
  // Refuses submissions with `status` once so many bytes of documents came; does not read on.
  void RefuseAfter(uint64_t bytes, absl::Status status);
  // Stops reading submissions after the metadata until the client gives up.
  void set_stall_uploads(bool stall);

 private:
  struct Script {
    RetrievalDamage damage = RetrievalDamage::kNone;
    uint64_t refuse_after_bytes = UINT64_MAX;
    absl::Status refusal;
    bool stall_uploads = false;
  };
  Script script() const;

  const std::string repository_unique_id_;
  FakeRegistry* const registry_;
  ScriptedFailures failures_;
  ScriptedFailures late_failures_;
  mutable std::mutex mutex_;
  Script script_;                                // Guarded by mutex_.
  std::map<std::string, std::string> contents_;  // By unique id. Guarded by mutex_.
};

}  // namespace docshare::consumer
