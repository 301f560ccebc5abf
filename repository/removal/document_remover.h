#pragma once

#include "absl/status/statusor.h"
#include "docshare/repository/v1/repository_service.pb.h"
#include "domain/ids/repository_unique_id.h"
#include "platform/operations/operational_log.h"
#include "repository/provide/settlement.h"

namespace docshare::repository {

// Most documents of one removal.
inline constexpr int kMaxRemovedDocuments = 1000;

// The work of RemoveDocuments [ITI-86]. Thread-safe.
class DocumentRemover {
 public:
  // The pointers must outlive this object.
  DocumentRemover(RepositoryUniqueId repository_unique_id, Settlement* settlement,
                  platform::OperationalLog* log);

  // Removes every document asked for that can be; the others are faults of the response. On return
  // the removed ones are gone for good, their keys destroyed.
  //
  // When none was removed, returns all faults: kNotFound when no document is known here, else the
  // code of the first other trouble. kInvalidArgument for nothing or too much asked for.
  absl::StatusOr<v1::RemoveDocumentsResponse> Remove(
      const v1::RemoveDocumentsRequest& request) const;

 private:
  absl::Status RemoveOne(const v1::DocumentRequest& document) const;

  const RepositoryUniqueId repository_unique_id_;
  Settlement* const settlement_;
  platform::OperationalLog* const log_;
};

}  // namespace docshare::repository
