#pragma once

#include "absl/strings/string_view.h"
#include "absl/types/optional.h"
#include "absl/types/span.h"

namespace docshare {

// An attribute whose values an affinity domain may restrict.
enum class CodedAttribute {
  kClassCode,
  kTypeCode,
  kFormatCode,
  kConfidentialityCode,
  kEventCodeList,
  kHealthcareFacilityTypeCode,
  kPracticeSettingCode,
  kContentTypeCode,
  kFolderCodeList,
  kAssociationDocumentation,
  // Of an author's role or specialty only the coded form can be restricted.
  kAuthorRole,
  kAuthorSpecialty,
  // The media type stands as the code; there is no code system.
  kMimeType,
  // The OID of patientId's assigning authority stands as the code; there is no code system.
  kPatientIdAuthority,
};

// Every value, each once, in the order above.
absl::Span<const CodedAttribute> AllCodedAttributes();

// The name in settings, files and messages: that of the standard ("classCode"), but
// "folderCodeList", "associationDocumentation" and "patientIdAuthority".
absl::string_view ToString(CodedAttribute attribute);

// Nullopt for any other name.
absl::optional<CodedAttribute> ParseCodedAttribute(absl::string_view name);

// Whether values of the attribute have a code system.
bool HasCodeSystem(CodedAttribute attribute);

}  // namespace docshare
