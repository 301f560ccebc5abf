#include "repository/catalogue/key_printer.h"

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "repository/catalogue/document_key.h"
#include "repository/catalogue/key_space.h"
#include "repository/catalogue/meta_keys.h"
#include "repository/catalogue/pending_key.h"
#include "repository/content/content_keys.h"

namespace docshare::repository {

std::string PrintKey(absl::string_view key) {
  const KeySpace space = key.empty() ? KeySpace{0} : KeySpace{static_cast<uint8_t>(key[0])};
  switch (space) {
    case KeySpace::kMeta:
      if (!DecodeMetaKey(key).ok()) break;
      return absl::StrCat("meta/", key.substr(1));
    case KeySpace::kDocuments:
      if (!DecodeDocumentKey(key).ok()) break;
      return absl::StrCat("document/", key.substr(1));
    case KeySpace::kPending:
      if (!DecodePendingKey(key).ok()) break;
      return absl::StrCat("pending/", absl::BytesToHexString(key.substr(1)));
    case KeySpace::kContent:
      if (!DecodeContentKey(kContentSpace, key).ok()) break;
      return absl::StrCat("content/", absl::BytesToHexString(key.substr(1)));
    case KeySpace::kUnclaimedContent:
      if (!DecodeContentKey(kUnclaimedContentSpace, key).ok()) break;
      return absl::StrCat("unclaimed/", absl::BytesToHexString(key.substr(1)));
    case KeySpace::kDocumentKeys:
      if (!DecodeContentKey(kDocumentKeySpace, key).ok()) break;
      return absl::StrCat("document-key/", absl::BytesToHexString(key.substr(1)));
    case KeySpace::kKeysToDestroy:
      if (!DecodeContentKey(kKeyToDestroySpace, key).ok()) break;
      return absl::StrCat("key-to-destroy/", absl::BytesToHexString(key.substr(1)));
  }
  return absl::StrCat("unknown/", absl::BytesToHexString(key));
}

}  // namespace docshare::repository
