#pragma once

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/optional.h"
#include "docshare/registry/v1/registry_service.pb.h"
#include "platform/clock/fake_clock.h"
#include "platform/kv/kv_store.h"
#include "platform/operations/operational_log.h"
#include "platform/random/random_uuid_source.h"
#include "repository/catalogue/catalogue.h"
#include "repository/content/content_hasher.h"
#include "repository/content/content_store.h"
#include "repository/provide/pending_ledger.h"
#include "repository/provide/pending_recovery.h"
#include "repository/provide/provide_session.h"
#include "repository/provide/settlement.h"
#include "repository/provide/testing/provision.h"
#include "repository/registry_client/fake_registry_client.h"

namespace docshare::repository {

inline constexpr char kTestRepositoryUniqueId[] = "2.999.30.7";

// A repository without transport, for tests: everything between construction and destruction is the
// life of one process; another one over the same KvStore and folder is its restart. Recovery runs
// only when a test says so.
class RepositoryProcess {
 public:
  // The pointers must outlive this object. Documents are in `folder`, as in a real repository, or,
  // when it is empty, all in the KvStore. Does what a start does: takes on pending submissions,
  // then removes orphans and destroys noted keys. A start that fails ends the test program.
  RepositoryProcess(platform::KvStore* kv, FakeRegistryClient* registry, platform::FakeClock* clock,
                    const std::string& folder = "");

  ProvideSession NewSession() const { return ProvideSession(&collaborators_); }

  // A whole call: TakeMetadata, TakeChunk, Finish, until one fails.
  absl::StatusOr<registry::v1::RegisterDocumentSetResponse> Provide(
      const Provision& provision) const;
  absl::StatusOr<registry::v1::RegisterDocumentSetResponse> ProvideStream(
      const std::vector<v1::ProvideDocumentSetRequest>& stream) const;

  // Recovery until nothing is due, now and, a while later, when refusals decide.
  void Recover();

  // The bytes that can be retrieved under the unique id; nullopt when there is no such document.
  // Damage and other errors end the test program.
  absl::optional<std::string> BytesOf(const std::string& unique_id) const;
  // The same, and what reading it meets.
  absl::StatusOr<absl::optional<std::string>> Read(const std::string& unique_id) const;

  size_t PendingRows() const;
  // All content, claimed or not; and what is nobody's.
  size_t ContentRows() const;
  size_t Orphans() const;

  // What sessions share.
  const ProvideSession::Collaborators* collaborators() const { return &collaborators_; }
  Catalogue* catalogue() const { return catalogue_.get(); }
  ContentStore* content() { return content_.get(); }
  Settlement* settlement() { return settlement_.get(); }
  PendingRecovery* recovery() { return recovery_.get(); }
  const std::string& log_text() const { return log_text_; }

 private:
  platform::KvStore* const kv_;
  platform::FakeClock* const clock_;
  platform::RandomUuidSource uuids_;
  std::string log_text_;
  platform::OperationalLog log_;
  const HashAlgorithms hash_algorithms_;
  std::unique_ptr<ContentStore> content_;
  std::unique_ptr<Catalogue> catalogue_;
  std::unique_ptr<Settlement> settlement_;
  PendingLedger ledger_;
  std::unique_ptr<PendingRecovery> recovery_;
  ProvideSession::Collaborators collaborators_;
};

// The names of the errors a refusal carries, in order; and where they are.
std::vector<std::string> CodesOf(const absl::Status& status);
std::vector<std::string> LocationsOf(const absl::Status& status);

}  // namespace docshare::repository
