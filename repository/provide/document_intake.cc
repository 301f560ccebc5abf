#include "repository/provide/document_intake.h"

#include <cassert>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "domain/errors/xds_error.h"
#include "domain/text/quoted_value.h"
#include "repository/provide/provide_limits.h"

namespace docshare::repository {
namespace {

absl::Status Malformed(absl::string_view location, absl::string_view context) {
  return XdsErrorWithStatus(absl::StatusCode::kInvalidArgument, XdsErrorCode::kRepositoryError,
                            location, context);
}

std::string ClassCodeOf(const metadata::v1::DocumentEntry& entry) {
  if (!entry.has_class_code()) return "";
  return absl::StrCat(entry.class_code().code(), "^^", entry.class_code().code_system());
}

}  // namespace

DocumentIntake::DocumentIntake(const registry::v1::RegisterDocumentSetRequest& metadata,
                               const Catalogue* catalogue, ContentStore* content,
                               ContentCheck* check)
    : catalogue_(catalogue), content_(content), check_(check) {
  documents_.reserve(metadata.document_entries_size());
  for (const metadata::v1::DocumentEntry& entry : metadata.document_entries()) {
    absl::StatusOr<UniqueId> unique_id = UniqueId::Parse(entry.unique_id());
    assert(unique_id.ok());
    index_.emplace(entry.entry_uuid(), documents_.size());
    documents_.push_back(Expected{.unique_id = *std::move(unique_id),
                                  .mime_type = entry.mime_type(),
                                  .class_code = ClassCodeOf(entry),
                                  .claimed_size = entry.has_size()
                                                      ? absl::make_optional(entry.size())
                                                      : absl::optional<uint64_t>(),
                                  .claimed_hash = absl::AsciiStrToLower(entry.hash())});
  }
}

DocumentIntake::~DocumentIntake() {
  if (handed_over_) return;
  for (const Expected& document : documents_) {
    // What cannot be removed is nobody's; the next start removes it.
    if (document.stored) content_->Remove(document.stored->content.id).IgnoreError();
  }
}

absl::Status DocumentIntake::TakeChunk(const v1::DocumentChunk& chunk) {
  if (chunk.data().size() > kMaxChunkBytes) {
    return Malformed("chunk.data", absl::StrCat("a chunk of ", chunk.data().size(),
                                                " bytes; at most ", kMaxChunkBytes));
  }
  if (writer_ == nullptr) {
    if (absl::Status begun = Begin(chunk.entry_uuid()); !begun.ok()) return begun;
  } else if (!chunk.entry_uuid().empty() && chunk.entry_uuid() != current_entry_uuid_) {
    return Malformed(Location(),
                     "cut short: chunks of another document follow, and none of its "
                     "own was marked as the last");
  }
  const Expected& expected = documents_[current_];
  current_bytes_ += chunk.data().size();
  received_bytes_ += chunk.data().size();
  if (current_bytes_ > kMaxDocumentBytes) {
    return XdsError(XdsErrorCode::kRepositoryOutOfResources, Location(),
                    absl::StrCat("more than ", kMaxDocumentBytes, " bytes"));
  }
  if (expected.claimed_size.has_value() && current_bytes_ > *expected.claimed_size) {
    return XdsError(
        XdsErrorCode::kRepositoryMetadataError, Location("size"),
        absl::StrCat("the metadata says ", *expected.claimed_size, " bytes, but more have come"));
  }
  if (document_check_ != nullptr) {
    if (absl::Status good = document_check_->Update(chunk.data()); !good.ok()) return Refused(good);
  }
  if (absl::Status appended = writer_->Append(chunk.data()); !appended.ok()) return appended;
  return chunk.last() ? End() : absl::OkStatus();
}

absl::Status DocumentIntake::Begin(const std::string& entry_uuid) {
  if (entry_uuid.empty()) {
    return Malformed("chunk.entry_uuid",
                     "the first chunk of a document must say which document it belongs to");
  }
  auto found = index_.find(entry_uuid);
  if (found == index_.end()) {
    return XdsError(XdsErrorCode::kMissingDocumentMetadata, "chunk.entry_uuid",
                    absl::StrCat("no document entry of the submission is ", Quote(entry_uuid)));
  }
  current_ = found->second;
  current_entry_uuid_ = entry_uuid;
  current_bytes_ = 0;
  const Expected& expected = documents_[current_];
  if (expected.stored.has_value()) {
    return Malformed(Location(), "the document has been sent already");
  }
  if (check_ != nullptr) {
    absl::StatusOr<std::unique_ptr<DocumentCheck>> check = check_->Begin(expected.mime_type);
    if (!check.ok()) return Refused(check.status());
    document_check_ = *std::move(check);
  }
  absl::StatusOr<std::unique_ptr<ContentWriter>> writer =
      content_->NewDocument(expected.claimed_size.value_or(0));
  if (!writer.ok()) return writer.status();
  writer_ = *std::move(writer);
  return absl::OkStatus();
}

absl::Status DocumentIntake::End() {
  Expected& expected = documents_[current_];
  if (document_check_ != nullptr) {
    const absl::Status good = document_check_->Finish();
    document_check_.reset();
    if (!good.ok()) return Refused(good);
  }
  absl::StatusOr<StoredContent> content = writer_->Finish();
  writer_.reset();
  if (!content.ok()) return content.status();
  expected.stored =
      StoredDocument{expected.unique_id, *content, expected.mime_type, expected.class_code};
  if (absl::Status checked = CheckClaims(*content); !checked.ok()) return checked;

  absl::StatusOr<absl::optional<StoredDocument>> available =
      catalogue_->FindDocument(expected.unique_id);
  if (!available.ok()) return available.status();
  if (!available->has_value()) return absl::OkStatus();
  return CheckAgainstAvailable(*content, (*available)->content);
}

absl::Status DocumentIntake::Refused(const absl::Status& verdict) const {
  return XdsErrorWithStatus(verdict.code(), XdsErrorCode::kRepositoryError, Location(),
                            absl::StrCat("the content of the document: ", verdict.message()));
}

absl::Status DocumentIntake::CheckClaims(const StoredContent& content) const {
  const Expected& expected = documents_[current_];
  RegistryErrors errors;
  if (expected.claimed_size.has_value() && *expected.claimed_size != content.size_bytes) {
    errors.Add(XdsErrorCode::kRepositoryMetadataError, Location("size"),
               absl::StrCat("the metadata says ", *expected.claimed_size, " bytes, ",
                            content.size_bytes, " have come"));
  }
  if (!expected.claimed_hash.empty() && expected.claimed_hash != content.Sha1Hex()) {
    errors.Add(XdsErrorCode::kRepositoryMetadataError, Location("hash"),
               absl::StrCat("the metadata says ", expected.claimed_hash, ", the bytes have ",
                            content.Sha1Hex()));
  }
  return errors.ToStatus();
}

absl::Status DocumentIntake::CheckAgainstAvailable(const StoredContent& content,
                                                   const StoredContent& available) {
  if (content.sha256 == available.sha256) return absl::OkStatus();
  const std::string context =
      absl::StrCat("the repository has other bytes as ", documents_[current_].unique_id.ToString());
  RegistryErrors errors;
  errors.Add(XdsErrorCode::kNonIdenticalHash, Location("hash"), context);
  if (content.size_bytes != available.size_bytes) {
    errors.Add(XdsErrorCode::kNonIdenticalSize, Location("size"), context);
  }
  return errors.ToStatus();
}

absl::Status DocumentIntake::CheckComplete() const {
  if (writer_ != nullptr) {
    return Malformed(Location(), absl::StrCat("cut short: the stream ended after ", current_bytes_,
                                              " bytes, and no chunk was marked as the last"));
  }
  RegistryErrors errors;
  for (size_t i = 0; i < documents_.size() && !errors.full(); ++i) {
    if (documents_[i].stored.has_value()) continue;
    errors.Add(
        XdsErrorCode::kMissingDocument, absl::StrCat("document_entries[", i, "]"),
        absl::StrCat("the document of ", documents_[i].unique_id.ToString(), " has not been sent"));
  }
  return errors.ToStatus();
}

std::vector<StoredDocument> DocumentIntake::documents() const {
  std::vector<StoredDocument> documents;
  documents.reserve(documents_.size());
  for (const Expected& document : documents_) documents.push_back(*document.stored);
  return documents;
}

std::string DocumentIntake::Location(absl::string_view attribute) const {
  std::string location = absl::StrCat("document_entries[", current_, "]");
  if (!attribute.empty()) absl::StrAppend(&location, ".", attribute);
  return location;
}

}  // namespace docshare::repository
