#pragma once

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "docshare/repository/v1/repository_service.pb.h"
#include "domain/ids/repository_unique_id.h"
#include "platform/operations/operational_log.h"
#include "repository/catalogue/catalogue.h"
#include "repository/content/content_store.h"
#include "repository/on_demand/on_demand_documents.h"

namespace docshare::repository {

// Most documents of one retrieval.
inline constexpr int kMaxRequestedDocuments = 1000;

// The work of RetrieveDocumentSet [ITI-43]. Thread-safe.
class DocumentRetriever {
 public:
  // Takes one message of the answer; false when nobody is there any more to take the rest. The
  // message is used again for the next one.
  using Send = absl::FunctionRef<bool(const v1::RetrieveDocumentSetResponse&)>;

  // The pointers must outlive this object. `on_demand` may be null: then nothing is made.
  DocumentRetriever(RepositoryUniqueId repository_unique_id, const Catalogue* catalogue,
                    const ContentStore* content, platform::OperationalLog* log,
                    OnDemandDocuments* on_demand = nullptr);

  // Sends every document asked for, in that order: a header and its bytes, or a fault; bytes have
  // passed their checksum, and end in a fault when the rest is damaged. Ok when at least one was
  // delivered whole.
  //
  // Else returns all faults: kNotFound when no document is known here, and for other troubles the
  // code of the first, kDataLoss for damage. kInvalidArgument for nothing or too much asked for,
  // kCancelled when Send() gave up.
  absl::Status Retrieve(const v1::RetrieveDocumentSetRequest& request, Send send) const;

 private:
  class Answer;

  // Delivers a document to `answer`, or its fault. False when the receiver is gone.
  bool Deliver(const v1::DocumentRequest& wanted, Answer& answer) const;

  // The document, its reader and its first piece; or why it cannot be delivered.
  struct Opened;
  absl::StatusOr<Opened> Open(const v1::DocumentRequest& wanted, Answer& answer) const;
  absl::StatusOr<Opened> OpenStored(const StoredDocument& document,
                                    const v1::DocumentRequest& wanted) const;
  absl::StatusOr<Opened> OpenMade(const UniqueId& unique_id, const v1::DocumentRequest& wanted,
                                  Answer& answer) const;

  const RepositoryUniqueId repository_unique_id_;
  const Catalogue* const catalogue_;
  const ContentStore* const content_;
  platform::OperationalLog* const log_;
  OnDemandDocuments* const on_demand_;
};

}  // namespace docshare::repository
