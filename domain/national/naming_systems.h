#pragma once

#include "absl/strings/string_view.h"

// OIDs of Norwegian identifiers and code systems, as XDS writes them.
//
// Source: the OID tree of the Norwegian health sector, 2.16.578.1.12.4.1 (Helsedirektoratet).
namespace docshare {

// Fødselsnummer, D-nummer and hjelpenummer: 11 digits each.
inline constexpr absl::string_view kFodselsnummerOid = "2.16.578.1.12.4.1.4.1";
inline constexpr absl::string_view kDNummerOid = "2.16.578.1.12.4.1.4.2";
inline constexpr absl::string_view kHjelpenummerOid = "2.16.578.1.12.4.1.4.3";

// HPR number of health personnel, up to 9 digits.
inline constexpr absl::string_view kHprNumberOid = "2.16.578.1.12.4.1.4.4";

// Organisation number of Enhetsregisteret, 9 digits.
inline constexpr absl::string_view kOrganisationNumberOid = "2.16.578.1.12.4.1.4.101";

// Departments: RESH, and the second system that is met beside it.
inline constexpr absl::string_view kReshOid = "2.16.578.1.12.4.1.4.102";
inline constexpr absl::string_view kDepartmentOid = "2.16.578.1.12.4.5.390";

// Code list n of FinnKode (formerly Volven) is this and n.
inline constexpr absl::string_view kFinnKodeOidPrefix = "2.16.578.1.12.4.1.1.";

// HL7 v3 Confidentiality.
inline constexpr absl::string_view kHl7ConfidentialityOid = "2.16.840.1.113883.5.25";

}  // namespace docshare
