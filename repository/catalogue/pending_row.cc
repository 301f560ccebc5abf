#include "repository/catalogue/pending_row.h"

#include <utility>

#include "absl/status/status.h"
#include "docshare/storage/v1/repository_rows.pb.h"

namespace docshare::repository {

std::string EncodePendingRow(const PendingSubmission& pending) {
  storage::v1::PendingSubmission row;
  *row.mutable_registration() = pending.registration;
  for (const StoredDocument& document : pending.documents) {
    *row.add_documents() = ToRow(document);
  }
  row.set_stored_s(absl::ToUnixSeconds(pending.stored));
  return row.SerializeAsString();
}

absl::StatusOr<PendingSubmission> DecodePendingRow(absl::string_view bytes) {
  storage::v1::PendingSubmission row;
  if (!row.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) {
    return absl::DataLossError("the row of a pending submission is no PendingSubmission");
  }
  PendingSubmission pending;
  pending.registration = std::move(*row.mutable_registration());
  pending.stored = absl::FromUnixSeconds(row.stored_s());
  for (const storage::v1::DocumentRow& document_row : row.documents()) {
    absl::StatusOr<StoredDocument> document = FromRow(document_row);
    if (!document.ok()) return document.status();
    pending.documents.push_back(*std::move(document));
  }
  const auto& entries = pending.registration.document_entries();
  bool correspond = static_cast<size_t>(entries.size()) == pending.documents.size();
  for (int i = 0; correspond && i < entries.size(); ++i) {
    correspond = entries[i].unique_id() == pending.documents[i].unique_id.ToString();
  }
  if (!correspond) {
    return absl::DataLossError("a pending submission has other documents than document entries");
  }
  return pending;
}

}  // namespace docshare::repository
