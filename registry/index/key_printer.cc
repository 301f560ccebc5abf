#include "registry/index/key_printer.h"

#include <cstdint>

#include "absl/status/status.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "domain/ids/entry_uuid.h"
#include "registry/index/key_codec.h"

namespace docshare::registry {
namespace {

std::string Urn(KeyReader& key) { return EntryUuid::FromBytes(key.Uuid()).ToString(); }

std::string Time(int64_t seconds) {
  return absl::FormatTime("%Y-%m-%dT%H:%M:%SZ", absl::FromUnixSeconds(seconds),
                          absl::UTCTimeZone());
}

std::string OfPatient(KeyReader& key, absl::string_view time_name) {
  const uint64_t patient = key.U64();
  const int64_t seconds = key.NewestFirst();
  return absl::StrCat("patient=", patient, " ", time_name, "=", Time(seconds), " ", Urn(key));
}

std::string Parts(KeySpace space, KeyReader& key) {
  switch (space) {
    case KeySpace::kMeta:
      return key.Text();
    case KeySpace::kPatientByIdentifier: {
      const std::string authority = key.Text();
      return absl::StrCat("authority=", authority, " id=(", key.Text().size(), " bytes)");
    }
    case KeySpace::kPatient:
    case KeySpace::kPatientReordering:
      return absl::StrCat("patient=", key.U64());
    case KeySpace::kTermByText: {
      const int kind = key.U8();
      return absl::StrCat("kind=", kind, " '", absl::Utf8SafeCHexEscape(key.Text()), "'");
    }
    case KeySpace::kTerm:
      return absl::StrCat("term=", key.U32());
    case KeySpace::kDocumentFilter:
    case KeySpace::kDocumentEntry:
      return OfPatient(key, "created");
    case KeySpace::kObjectByUuid:
    case KeySpace::kAssociation:
      return Urn(key);
    case KeySpace::kObjectByUniqueId: {
      const std::string unique_id = absl::Utf8SafeCHexEscape(key.Text());
      return absl::StrCat("'", unique_id, "' ", Urn(key));
    }
    case KeySpace::kObjectByLogicalId: {
      const std::string logical_id = Urn(key);
      const uint32_t version = key.U32();
      return absl::StrCat("logical=", logical_id, " version=", version, " ", Urn(key));
    }
    case KeySpace::kSubmissionSet:
      return OfPatient(key, "submitted");
    case KeySpace::kAssociationByEnd: {
      const std::string end = Urn(key);
      const int direction = key.U8();
      return absl::StrCat(direction == 1 ? "source=" : "target=", end, " ", Urn(key));
    }
    case KeySpace::kFolder: {
      const uint64_t patient = key.U64();
      return absl::StrCat("patient=", patient, " ", Urn(key));
    }
    case KeySpace::kDocumentChange: {
      const uint64_t position = key.U64();
      return absl::StrCat("position=", position, " number=", key.U32());
    }
    case KeySpace::kObjectHistory: {
      const std::string urn = Urn(key);
      const uint64_t position = key.U64();
      return absl::StrCat(urn, " position=", position, " number=", key.U32());
    }
  }
  return "";
}

}  // namespace

std::string PrintKey(absl::string_view key) {
  if (key.empty()) return "malformed (empty)";
  const auto space = static_cast<KeySpace>(key[0]);
  KeyReader reader(space, key);
  std::string parts = Parts(space, reader);
  if (!reader.Finish().ok()) {
    return absl::StrCat("malformed ", KeySpaceName(static_cast<uint8_t>(key[0])), " ",
                        absl::BytesToHexString(key));
  }
  return absl::StrCat(KeySpaceName(static_cast<uint8_t>(key[0])), " ", parts);
}

}  // namespace docshare::registry
