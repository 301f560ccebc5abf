#include "domain/codes/code_membership.h"

#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "domain/metadata/rules/location.h"
#include "domain/text/quoted_value.h"

namespace docshare {
namespace {

using metadata::v1::Author;
using metadata::v1::CodedValue;
using metadata::v1::DocumentEntry;
using metadata::v1::PatientIdentifier;
using registry::v1::RegisterDocumentSetRequest;

class MembershipCheck {
 public:
  MembershipCheck(const ValueSets& sets, const UnknownCodePolicy& policy, Findings& findings)
      : sets_(sets), policy_(policy), findings_(findings) {}

  bool full() const { return findings_.full(); }

  void Check(CodedAttribute attribute, const CodedValue& code, const Location& location) {
    Check(attribute, code.code_system(), code.code(), location);
  }

  template <typename Codes>
  void CheckList(CodedAttribute attribute, const Codes& codes, const Location& owner,
                 absl::string_view field) {
    for (int i = 0; i < codes.size() && !full(); ++i) {
      Check(attribute, codes[i], owner.Element(field, i));
    }
  }

  void CheckAuthors(const google::protobuf::RepeatedPtrField<Author>& authors,
                    const Location& owner) {
    for (int a = 0; a < authors.size() && !full(); ++a) {
      const Location author = owner.Element("authors", a);
      for (int i = 0; i < authors[a].roles_size() && !full(); ++i) {
        const auto& role = authors[a].roles(i);
        Check(CodedAttribute::kAuthorRole, role.code_system(), role.text(),
              author.Element("roles", i));
      }
      for (int i = 0; i < authors[a].specialties_size() && !full(); ++i) {
        const auto& specialty = authors[a].specialties(i);
        Check(CodedAttribute::kAuthorSpecialty, specialty.code_system(), specialty.text(),
              author.Element("specialties", i));
      }
    }
  }

  // Upper and lower case are the same in a media type. Its parameters are part of it.
  void CheckMimeType(const std::string& mime_type, const Location& location) {
    if (mime_type.empty() ||
        Allows(CodedAttribute::kMimeType, "", absl::AsciiStrToLower(mime_type)))
      return;
    Report(CodedAttribute::kMimeType, XdsErrorCode::kRegistryMetadataError, location,
           absl::StrCat("mimeType ", Quote(mime_type), " is not in use in this affinity domain"));
  }

  void CheckPatient(const PatientIdentifier& patient, const Location& location) {
    const std::string& authority = patient.assigning_authority();
    if (authority.empty() || Allows(CodedAttribute::kPatientIdAuthority, "", authority)) return;
    Report(CodedAttribute::kPatientIdAuthority, XdsErrorCode::kUnknownPatientId,
           location.Field("assigning_authority"),
           absl::StrCat("patient identifiers of authority ", Quote(authority),
                        " are not in use in this affinity domain"));
  }

 private:
  bool Allows(CodedAttribute attribute, const std::string& code_system,
              const std::string& code) const {
    return policy_.For(attribute) == Enforcement::kOff || !sets_.Restricts(attribute) ||
           sets_.Contains(attribute, code_system, code);
  }

  void Check(CodedAttribute attribute, const std::string& code_system, const std::string& code,
             const Location& location) {
    if (code.empty() || code_system.empty() || Allows(attribute, code_system, code)) return;
    Report(attribute, XdsErrorCode::kRegistryMetadataError, location,
           absl::StrCat(ToString(attribute), " ", Quote(code), " of code system ",
                        Quote(code_system), " is not in the value set of this affinity domain"));
  }

  void Report(CodedAttribute attribute, XdsErrorCode code, const Location& location,
              absl::string_view context) {
    findings_.Add(policy_.For(attribute), code, location.ToString(), context);
  }

  const ValueSets& sets_;
  const UnknownCodePolicy& policy_;
  Findings& findings_;
};

void CheckEntry(const DocumentEntry& entry, const Location& location, MembershipCheck& check) {
  check.CheckPatient(entry.patient_id(), location.Field("patient_id"));
  check.CheckMimeType(entry.mime_type(), location.Field("mime_type"));
  check.Check(CodedAttribute::kClassCode, entry.class_code(), location.Field("class_code"));
  check.Check(CodedAttribute::kTypeCode, entry.type_code(), location.Field("type_code"));
  check.Check(CodedAttribute::kFormatCode, entry.format_code(), location.Field("format_code"));
  check.CheckList(CodedAttribute::kConfidentialityCode, entry.confidentiality_codes(), location,
                  "confidentiality_codes");
  check.CheckList(CodedAttribute::kEventCodeList, entry.event_codes(), location, "event_codes");
  check.Check(CodedAttribute::kHealthcareFacilityTypeCode, entry.healthcare_facility_type_code(),
              location.Field("healthcare_facility_type_code"));
  check.Check(CodedAttribute::kPracticeSettingCode, entry.practice_setting_code(),
              location.Field("practice_setting_code"));
  check.CheckAuthors(entry.authors(), location);
}

}  // namespace

void CheckCodeMembership(const RegisterDocumentSetRequest& request, const ValueSets& sets,
                         const UnknownCodePolicy& policy, Findings& findings) {
  MembershipCheck check(sets, policy, findings);
  const auto& set = request.submission_set();
  const Location of_set = SubmissionSetLocation();
  check.CheckPatient(set.patient_id(), of_set.Field("patient_id"));
  check.Check(CodedAttribute::kContentTypeCode, set.content_type_code(),
              of_set.Field("content_type_code"));
  check.CheckAuthors(set.authors(), of_set);
  for (int i = 0; i < request.document_entries_size() && !check.full(); ++i) {
    CheckEntry(request.document_entries(i), EntryLocation(i), check);
  }
  for (int i = 0; i < request.folders_size() && !check.full(); ++i) {
    check.CheckPatient(request.folders(i).patient_id(), FolderLocation(i).Field("patient_id"));
    check.CheckList(CodedAttribute::kFolderCodeList, request.folders(i).codes(), FolderLocation(i),
                    "codes");
  }
  for (int i = 0; i < request.associations_size() && !check.full(); ++i) {
    check.Check(CodedAttribute::kAssociationDocumentation, request.associations(i).documentation(),
                AssociationLocation(i).Field("documentation"));
  }
}

}  // namespace docshare
