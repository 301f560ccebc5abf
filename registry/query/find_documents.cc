#include "registry/query/find_documents.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/types/optional.h"
#include "domain/errors/xds_error.h"
#include "domain/ids/patient_id.h"
#include "registry/index/document.h"
#include "registry/index/key_codec.h"
#include "registry/index/patient.h"
#include "registry/index/row.h"
#include "registry/query/document_filter.h"
#include "registry/query/page_token.h"
#include "registry/query/query_parameters.h"
#include "registry/query/reply_writer.h"

namespace docshare::registry {
namespace {

constexpr uint32_t kDefaultPageSize = 100;
constexpr uint32_t kMaxPageSize = 1000;
// A page ends early when it holds this much, well below a client's default receive limit.
constexpr size_t kPageBytes = 2 << 20;

// Bytes of a filter key after space and patient number: time and UUID.
constexpr size_t kSuffixBytes = 24;

PageToken TokenFor(const v1::FindDocumentsRequest& request, const RegistryStore& store) {
  v1::FindDocumentsRequest query = request;
  query.clear_page_size();
  query.clear_page_token();
  query.clear_min_commit_position();
  return PageToken(store.cursor_key(), EncodeRow(query));
}

// Hits of one patient, from a snapshot.
class DocumentScan {
 public:
  DocumentScan(const platform::KvReader& snapshot, uint64_t patient_number, DocumentFilter* filter)
      : snapshot_(snapshot), filter_(filter), prefix_(DocumentFilterPrefix(patient_number)) {
    std::string lower = prefix_;
    std::string upper = PrefixEnd(prefix_);
    // Newest first: the end of the range comes first.
    const TimeRange range = filter->scan_range();
    if (range.to_s()) lower = DocumentFilterLowerBound(patient_number, *range.to_s() - 1);
    if (range.from_s()) {
      upper = PrefixEnd(DocumentFilterLowerBound(patient_number, *range.from_s()));
    }
    if (lower < upper) rows_ = snapshot.Scan(lower, upper);
  }

  // Continues after the row whose key ends in `suffix`.
  void SkipTo(absl::string_view suffix) {
    if (!rows_) return;
    const std::string key = absl::StrCat(prefix_, suffix);
    rows_->Seek(key);
    if (rows_->Valid() && rows_->key() == key) rows_->Next();
  }

  // Moves to the next hit; false at the end.
  absl::StatusOr<bool> Next() {
    if (!rows_) return false;
    if (stands_on_hit_) rows_->Next();
    stands_on_hit_ = false;
    for (; rows_->Valid(); rows_->Next()) {
      if (absl::Status status = DecodeRow(rows_->value(), row_); !status.ok()) return status;
      auto hit = filter_->Matches(row_);
      if (!hit.ok()) return hit.status();
      if (*hit) {
        stands_on_hit_ = true;
        return true;
      }
    }
    if (!rows_->status().ok()) return rows_->status();
    return false;
  }

  // Require that Next() said true.
  absl::string_view suffix() const { return rows_->key().substr(prefix_.size()); }

  absl::StatusOr<std::string> EntryUrn() const {
    auto key = DecodeDocumentFilterKey(rows_->key());
    if (!key.ok()) return key.status();
    return key->uuid.ToString();
  }

  // The hit's entry. Neighbouring hits are neighbours in the entry space too, so the second
  // iterator mostly steps instead of seeking. The view lives until the next call.
  absl::StatusOr<absl::string_view> Entry() {
    const std::string key = DocumentEntryKeyOf(rows_->key());
    if (!entries_) {
      entries_ = snapshot_.Scan(key, PrefixEnd(key.substr(0, key.size() - kSuffixBytes)));
    } else {
      if (entries_->Valid()) entries_->Next();
      if (!entries_->Valid() || entries_->key() != key) entries_->Seek(key);
    }
    if (!entries_->status().ok()) return entries_->status();
    if (!entries_->Valid() || entries_->key() != key) {
      return absl::DataLossError("a filter row has no entry");
    }
    return entries_->value();
  }

 private:
  const platform::KvReader& snapshot_;
  DocumentFilter* const filter_;
  const std::string prefix_;
  std::unique_ptr<platform::KvIterator> rows_;
  std::unique_ptr<platform::KvIterator> entries_;
  storage::v1::DocumentFilterRow row_;
  bool stands_on_hit_ = false;
};

absl::Status WritePage(const v1::FindDocumentsRequest& request, const PageToken& token,
                       DocumentScan& scan, ReplyWriter& reply) {
  const uint32_t page_size =
      request.page_size() == 0 ? kDefaultPageSize : std::min(request.page_size(), kMaxPageSize);
  std::string last_suffix;
  for (uint32_t hits = 0;; ++hits) {
    auto found = scan.Next();
    if (!found.ok()) return found.status();
    if (!*found) return absl::OkStatus();
    if (hits == page_size || reply.size_bytes() >= kPageBytes) {
      reply.AddBytes(v1::FindDocumentsResponse::kNextPageTokenFieldNumber, token.Seal(last_suffix));
      return absl::OkStatus();
    }
    if (request.return_type() == v1::RETURN_TYPE_LEAF_CLASS) {
      auto entry = scan.Entry();
      if (!entry.ok()) return entry.status();
      reply.AddBytes(v1::FindDocumentsResponse::kDocumentEntriesFieldNumber, *entry);
    } else {
      auto urn = scan.EntryUrn();
      if (!urn.ok()) return urn.status();
      reply.AddBytes(v1::FindDocumentsResponse::kEntryUuidsFieldNumber, *urn);
    }
    last_suffix = std::string(scan.suffix());
  }
}

}  // namespace

absl::StatusOr<std::string> FindDocuments(const v1::FindDocumentsRequest& request,
                                          const RegistryStore& store) {
  absl::Status ready = CheckStateIsNewEnough(request.min_commit_position(), store);
  if (!ready.ok()) return ready;
  if (absl::Status status = CheckReturnType(request.return_type()); !status.ok()) return status;
  if (!request.has_patient_id()) {
    return XdsError(XdsErrorCode::kStoredQueryMissingParam, "patient_id",
                    "$XDSDocumentEntryPatientId: name the patient");
  }
  auto patient = PatientId::FromProto(request.patient_id());
  if (!patient.ok()) return MalformedParameter("patient_id", patient.status().message());

  const uint64_t position = store.commit_position();
  const std::shared_ptr<const platform::KvReader> snapshot = store.Snapshot();
  auto filter = DocumentFilter::Compile(request, snapshot.get());
  if (!filter.ok()) return filter.status();
  const PageToken token = TokenFor(request, store);
  std::string suffix;
  if (!request.page_token().empty()) {
    auto opened = token.Open(request.page_token());
    if (!opened.ok()) return MalformedParameter("page_token", opened.status().message());
    suffix = *std::move(opened);
  }

  ReplyWriter reply;
  auto patient_number = FindPatientNumber(*snapshot, *patient);
  if (!patient_number.ok()) return patient_number.status();
  if (patient_number->has_value() && !filter->matches_nothing()) {
    DocumentScan scan(*snapshot, **patient_number, &*filter);
    if (!suffix.empty()) scan.SkipTo(suffix);
    absl::Status written = WritePage(request, token, scan, reply);
    if (!written.ok()) return written;
  }
  reply.AddUint64(v1::FindDocumentsResponse::kCommitPositionFieldNumber, position);
  return reply.Take();
}

}  // namespace docshare::registry
