#pragma once

#include <compare>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "docshare/metadata/v1/identifier.pb.h"
#include "domain/ids/oid.h"

namespace docshare {

// A patient identifier: a number or name, and the OID of who gave it.
//
// Its HL7 form is CX, id^^^&authority&ISO, with the delimiters in `id` escaped; that form has at
// most 256 Unicode characters. `id` is not empty and has no control characters.
// The error messages of this class never quote `id`.
//
// Source: ITI TF-3:4.2.3.1.7 (CX), ITI TF-3:4.2.3.2.16 (patientId).
class PatientId {
 public:
  // Returns kInvalidArgument for an id that breaks the rules above.
  static absl::StatusOr<PatientId> Create(absl::string_view id, Oid assigning_authority);

  // Parses the CX form. Returns kInvalidArgument unless it has exactly the two parts: CX.2, CX.3
  // and the namespace empty, a universal id that is an OID, type "ISO", nothing after CX.4.
  static absl::StatusOr<PatientId> FromCx(absl::string_view cx);
  // As FromCx(): the common name of the domain's types.
  static absl::StatusOr<PatientId> Parse(absl::string_view cx) { return FromCx(cx); }

  // Returns kInvalidArgument as Create(), and for an authority that is not an OID.
  static absl::StatusOr<PatientId> FromProto(const metadata::v1::PatientIdentifier& proto);

  // The one CX text of this identifier: equal identifiers have equal texts.
  std::string ToCx() const;
  metadata::v1::PatientIdentifier ToProto() const;

  // Not escaped.
  const std::string& id() const { return id_; }
  const Oid& assigning_authority() const { return assigning_authority_; }

  friend bool operator==(const PatientId&, const PatientId&) = default;
  friend auto operator<=>(const PatientId&, const PatientId&) = default;
  template <typename H>
  friend H AbslHashValue(H h, const PatientId& patient) {
    return H::combine(std::move(h), patient.id_, patient.assigning_authority_);
  }

 private:
  PatientId(absl::string_view id, Oid assigning_authority)
      : id_(id), assigning_authority_(std::move(assigning_authority)) {}

  std::string id_;
  Oid assigning_authority_;
};

}  // namespace docshare
