#include "admin/client/reconciliation.h"

#include <algorithm>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/ascii.h"
#include "absl/time/clock.h"

namespace docshare::admin {
namespace {

constexpr size_t kMostAtOnce = 1000;

// What is known of one document at one end.
struct Facts {
  uint64_t size = 0;
  std::string hash;

  friend bool operator==(const Facts&, const Facts&) = default;
};
using FactsById = absl::flat_hash_map<std::string, Facts>;

template <typename Documents>
FactsById FactsOf(const Documents& documents) {
  FactsById facts;
  for (const auto& document : documents) {
    facts[document.unique_id()] = {document.size(), absl::AsciiStrToLower(document.hash())};
  }
  return facts;
}

// Compares the two ends.
class Comparison {
 public:
  Comparison(RegistryAdmin& registry, RepositoryAdmin& repository,
             const std::string& repository_unique_id)
      : registry_(registry), repository_(repository), id_(repository_unique_id) {}

  // Adds what is wrong with documents that the registry lists.
  absl::Status CheckRegistered(const FactsById& registered, Disagreement& found) {
    const absl::StatusOr<FactsById> stored = Stored(registered);
    if (!stored.ok()) return stored.status();
    for (const auto& [unique_id, facts] : registered) {
      const auto at = stored->find(unique_id);
      if (at == stored->end()) {
        found.without_bytes.push_back(unique_id);
      } else if (!(at->second == facts)) {
        found.other_bytes.push_back(unique_id);
      }
    }
    return absl::OkStatus();
  }

  // Adds those of the stored documents that are not registered.
  absl::Status CheckStored(const FactsById& stored, Disagreement& found) {
    const absl::StatusOr<FactsById> registered = Registered(stored);
    if (!registered.ok()) return registered.status();
    for (const auto& [unique_id, facts] : stored) {
      if (!registered->contains(unique_id)) found.unregistered.push_back(unique_id);
    }
    return absl::OkStatus();
  }

  // What of it is still so.
  absl::StatusOr<Disagreement> LookAgain(const Disagreement& before) {
    Disagreement now;
    for (const auto* ids : {&before.without_bytes, &before.other_bytes}) {
      absl::Status status = InParts(*ids, [&](const FactsById& part) {
        const absl::StatusOr<FactsById> registered = Registered(part);
        if (!registered.ok()) return registered.status();
        return CheckRegistered(*registered, now);
      });
      if (!status.ok()) return status;
    }
    absl::Status status = InParts(before.unregistered, [&](const FactsById& part) {
      const absl::StatusOr<FactsById> stored = Stored(part);
      if (!stored.ok()) return stored.status();
      return CheckStored(*stored, now);
    });
    if (!status.ok()) return status;
    for (auto* ids : {&now.without_bytes, &now.other_bytes, &now.unregistered}) {
      std::sort(ids->begin(), ids->end());
      ids->erase(std::unique(ids->begin(), ids->end()), ids->end());
    }
    return now;
  }

 private:
  static absl::Status InParts(const std::vector<std::string>& ids,
                              const std::function<absl::Status(const FactsById&)>& check) {
    for (size_t begin = 0; begin < ids.size(); begin += kMostAtOnce) {
      FactsById part;
      for (size_t i = begin; i < std::min(ids.size(), begin + kMostAtOnce); ++i) part[ids[i]];
      if (absl::Status checked = check(part); !checked.ok()) return checked;
    }
    return absl::OkStatus();
  }

  absl::StatusOr<FactsById> Stored(const FactsById& ids) {
    v1::LookUpStoredDocumentsRequest request;
    for (const auto& [unique_id, facts] : ids) request.add_unique_ids(unique_id);
    const auto response = repository_.LookUpStoredDocuments(request);
    if (!response.ok()) return response.status();
    return FactsOf(response->documents());
  }

  absl::StatusOr<FactsById> Registered(const FactsById& ids) {
    v1::LookUpRegisteredDocumentsRequest request;
    request.set_repository_unique_id(id_);
    for (const auto& [unique_id, facts] : ids) request.add_unique_ids(unique_id);
    const auto response = registry_.LookUpRegisteredDocuments(request);
    if (!response.ok()) return response.status();
    return FactsOf(response->documents());
  }

  RegistryAdmin& registry_;
  RepositoryAdmin& repository_;
  const std::string& id_;
};

}  // namespace

absl::StatusOr<Disagreement> Reconcile(RegistryAdmin& registry, RepositoryAdmin& repository,
                                       const std::string& repository_unique_id,
                                       absl::Duration grace, const ReconciliationProgress& progress,
                                       const StopCheck& stop) {
  Comparison comparison(registry, repository, repository_unique_id);
  Disagreement suspected;
  uint64_t documents = 0;
  v1::ListRegisteredDocumentsRequest request;
  request.set_repository_unique_id(repository_unique_id);
  absl::Status status = registry.ListRegisteredDocuments(
      request,
      [&](const v1::ListRegisteredDocumentsResponse& response) {
        documents += static_cast<uint64_t>(response.documents_size());
        absl::Status checked = comparison.CheckRegistered(FactsOf(response.documents()), suspected);
        return checked.ok() ? progress("registered documents", documents) : checked;
      },
      stop);
  if (!status.ok()) return status;
  documents = 0;
  status = repository.ListStoredDocuments(
      [&](const v1::ListStoredDocumentsResponse& response) {
        documents += static_cast<uint64_t>(response.documents_size());
        absl::Status checked = comparison.CheckStored(FactsOf(response.documents()), suspected);
        return checked.ok() ? progress("stored documents", documents) : checked;
      },
      stop);
  if (!status.ok()) return status;
  if (suspected.empty()) return suspected;
  absl::SleepFor(grace);
  return comparison.LookAgain(suspected);
}

}  // namespace docshare::admin
