#include "domain/codes/coded_attribute.h"

#include <cstddef>
#include <iterator>

namespace docshare {
namespace {

constexpr CodedAttribute kAttributes[] = {
    CodedAttribute::kClassCode,
    CodedAttribute::kTypeCode,
    CodedAttribute::kFormatCode,
    CodedAttribute::kConfidentialityCode,
    CodedAttribute::kEventCodeList,
    CodedAttribute::kHealthcareFacilityTypeCode,
    CodedAttribute::kPracticeSettingCode,
    CodedAttribute::kContentTypeCode,
    CodedAttribute::kFolderCodeList,
    CodedAttribute::kAssociationDocumentation,
    CodedAttribute::kAuthorRole,
    CodedAttribute::kAuthorSpecialty,
    CodedAttribute::kMimeType,
    CodedAttribute::kPatientIdAuthority,
};

constexpr absl::string_view kNames[] = {
    "classCode",
    "typeCode",
    "formatCode",
    "confidentialityCode",
    "eventCodeList",
    "healthcareFacilityTypeCode",
    "practiceSettingCode",
    "contentTypeCode",
    "folderCodeList",
    "associationDocumentation",
    "authorRole",
    "authorSpecialty",
    "mimeType",
    "patientIdAuthority",
};
static_assert(std::size(kNames) == std::size(kAttributes));

}  // namespace

absl::Span<const CodedAttribute> AllCodedAttributes() { return kAttributes; }

absl::string_view ToString(CodedAttribute attribute) {
  return kNames[static_cast<size_t>(attribute)];
}

absl::optional<CodedAttribute> ParseCodedAttribute(absl::string_view name) {
  for (const CodedAttribute attribute : kAttributes) {
    if (ToString(attribute) == name) return attribute;
  }
  return absl::nullopt;
}

bool HasCodeSystem(CodedAttribute attribute) {
  return attribute != CodedAttribute::kMimeType && attribute != CodedAttribute::kPatientIdAuthority;
}

}  // namespace docshare
