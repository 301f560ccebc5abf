#include "repository/catalogue/document_key.h"

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "repository/catalogue/key_space.h"

namespace docshare::repository {
namespace {

constexpr char kSpace = static_cast<char>(KeySpace::kDocuments);

}  // namespace

std::string EncodeDocumentKey(const UniqueId& unique_id) {
  return absl::StrCat(absl::string_view(&kSpace, 1), unique_id.ToString());
}

absl::StatusOr<UniqueId> DecodeDocumentKey(absl::string_view bytes) {
  if (bytes.empty() || bytes[0] != kSpace) return absl::DataLossError("not the key of a document");
  absl::StatusOr<UniqueId> unique_id = UniqueId::Parse(bytes.substr(1));
  // The reason would quote the unique id.
  if (!unique_id.ok()) return absl::DataLossError("the key of a document holds no unique id");
  return unique_id;
}

std::string FirstDocumentKey() { return std::string(1, kSpace); }

std::string DocumentKeysEnd() { return std::string(1, kSpace + 1); }

}  // namespace docshare::repository
