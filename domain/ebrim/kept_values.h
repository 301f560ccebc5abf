#pragma once

#include "absl/strings/string_view.h"
#include "absl/types/optional.h"
#include "docshare/metadata/v1/identifier.pb.h"
#include "docshare/metadata/v1/submission_set.pb.h"

// HL7 values of slots as messages, whether they are well formed or not: a malformed one is kept so
// that writing it gives the same text, and the rules say what is wrong with it. Other registries'
// answers, which no rule judges, lose nothing either.
namespace docshare {

// XCN; a malformed text is in `verbatim`.
metadata::v1::Person KeepPerson(absl::string_view text);

// XON; a malformed text is in `verbatim`.
metadata::v1::Organization KeepOrganization(absl::string_view text);

// CXi; a malformed text is in `verbatim`.
metadata::v1::ReferenceId KeepReferenceId(absl::string_view text);

// Role or specialty; a malformed text is in `text`.
metadata::v1::CodedText KeepCodedText(absl::string_view text);

// XON|XCN|XTN, each part as above. Nullopt for more than three parts: they have no place. Bars at
// the end say nothing and are dropped.
absl::optional<metadata::v1::IntendedRecipient> KeepIntendedRecipient(absl::string_view text);

// PID-n|value, split at the first bar. Nullopt when there is no bar.
absl::optional<metadata::v1::PidField> KeepPidField(absl::string_view text);

}  // namespace docshare
