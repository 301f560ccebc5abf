#include "repository/content/content_keys.h"

#include "absl/status/status.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"

namespace docshare::repository {
namespace {

std::string KeyOf(char space, const ContentId& id) {
  return absl::StrCat(ContentSpaceBegin(space), id.bytes());
}

}  // namespace

std::string ContentKey(const ContentId& id) { return KeyOf(kContentSpace, id); }

std::string UnclaimedContentKey(const ContentId& id) { return KeyOf(kUnclaimedContentSpace, id); }

std::string DocumentKeyKey(const ContentId& id) { return KeyOf(kDocumentKeySpace, id); }

std::string KeyToDestroyKey(const ContentId& id) { return KeyOf(kKeyToDestroySpace, id); }

std::string ContentSpaceBegin(char space) { return std::string(1, space); }

std::string ContentSpaceEnd(char space) { return std::string(1, static_cast<char>(space + 1)); }

absl::StatusOr<ContentId> DecodeContentKey(char space, absl::string_view key) {
  if (key.empty() || key[0] != space || key.size() != 1 + ContentId::kSizeBytes) {
    return absl::DataLossError(absl::StrCat("not a content key: ", absl::BytesToHexString(key)));
  }
  return ContentId::FromBytes(key.substr(1));
}

}  // namespace docshare::repository
