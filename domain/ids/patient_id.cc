#include "domain/ids/patient_id.h"

#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "domain/hl7v2/delimiters.h"
#include "domain/text/unicode_text.h"

namespace docshare {
namespace {

constexpr size_t kMaxCxCharacters = 256;

}  // namespace

absl::StatusOr<PatientId> PatientId::Create(absl::string_view id, Oid assigning_authority) {
  if (id.empty()) return absl::InvalidArgumentError("a patient identifier has no id (CX.1)");
  if (!IsValidUtf8(id)) return absl::InvalidArgumentError("the id (CX.1) is not UTF-8");
  if (HasControlCharacter(id)) {
    return absl::InvalidArgumentError("the id (CX.1) has a control character");
  }
  PatientId patient(id, std::move(assigning_authority));
  if (CodePointCount(patient.ToCx()) > kMaxCxCharacters) {
    return absl::InvalidArgumentError("the CX text is longer than 256 characters");
  }
  return patient;
}

absl::StatusOr<PatientId> PatientId::FromCx(absl::string_view cx) {
  const std::vector<absl::string_view> components = absl::StrSplit(cx, '^');
  if (components.size() != 4 || !components[1].empty() || !components[2].empty()) {
    return absl::InvalidArgumentError("CX is not of the form id^^^&OID&ISO");
  }
  const std::vector<absl::string_view> authority = absl::StrSplit(components[3], '&');
  if (authority.size() != 3 || !authority[0].empty() || authority[2] != "ISO") {
    return absl::InvalidArgumentError("the assigning authority (CX.4) is not of the form &OID&ISO");
  }
  absl::StatusOr<std::string> id = UnescapeHl7(components[0]);
  if (!id.ok()) return id.status();
  absl::StatusOr<Oid> oid = Oid::Parse(authority[1]);
  if (!oid.ok()) return oid.status();
  return Create(*id, *std::move(oid));
}

absl::StatusOr<PatientId> PatientId::FromProto(const metadata::v1::PatientIdentifier& proto) {
  absl::StatusOr<Oid> oid = Oid::Parse(proto.assigning_authority());
  if (!oid.ok()) return oid.status();
  return Create(proto.id(), *std::move(oid));
}

std::string PatientId::ToCx() const {
  return absl::StrCat(EscapeHl7(id_), "^^^&", assigning_authority_.ToString(), "&ISO");
}

metadata::v1::PatientIdentifier PatientId::ToProto() const {
  metadata::v1::PatientIdentifier proto;
  proto.set_id(id_);
  proto.set_assigning_authority(assigning_authority_.ToString());
  return proto;
}

}  // namespace docshare
