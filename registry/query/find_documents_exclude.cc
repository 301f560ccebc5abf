#include "registry/query/find_documents_exclude.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "registry/query/document_filter.h"
#include "registry/query/document_scan.h"
#include "registry/query/parameter_reader.h"
#include "registry/query/query_page.h"
#include "registry/query/reference_id_groups.h"

namespace docshare::registry {
namespace {

void CheckNotBoth(const v1::FindDocumentsExcludeRequest& request, ParameterReader& read) {
  const struct {
    const char* name;
    bool asked_for;
    bool excluded;
  } parameters[] = {
      {"class_codes", !request.class_codes().empty(), !request.excluded_class_codes().empty()},
      {"type_codes", !request.type_codes().empty(), !request.excluded_type_codes().empty()},
      {"practice_setting_codes", !request.practice_setting_codes().empty(),
       !request.excluded_practice_setting_codes().empty()},
      {"healthcare_facility_type_codes", !request.healthcare_facility_type_codes().empty(),
       !request.excluded_healthcare_facility_type_codes().empty()},
      {"format_codes", !request.format_codes().empty(), !request.excluded_format_codes().empty()},
      {"event_codes", !request.event_codes().empty(), !request.excluded_event_codes().empty()},
      {"confidentiality_codes", !request.confidentiality_codes().empty(),
       !request.excluded_confidentiality_codes().empty()},
      {"author_person_patterns", !request.author_person_patterns().empty(),
       !request.excluded_author_person_patterns().empty()},
      {"object_types", !request.object_types().empty(), !request.excluded_object_types().empty()},
      {"reference_ids", !request.reference_ids().empty(),
       !request.excluded_reference_ids().empty()},
  };
  for (const auto& parameter : parameters) {
    if (parameter.asked_for && parameter.excluded) {
      read.WrongNumber(absl::StrCat("excluded_", parameter.name),
                       absl::StrCat("give either ", parameter.name, " or excluded_", parameter.name,
                                    ", not both"));
    }
  }
}

DocumentCriteria Unwanted(const v1::FindDocumentsExcludeRequest& request,
                          const platform::KvReader* store, ParameterReader& read) {
  using Row = storage::v1::DocumentFilterRow;
  DocumentCriteria unwanted(store);
  unwanted.AddCode(&Row::class_code,
                   read.Codes(request.excluded_class_codes(), "excluded_class_codes"));
  unwanted.AddCode(&Row::type_code,
                   read.Codes(request.excluded_type_codes(), "excluded_type_codes"));
  unwanted.AddCode(
      &Row::practice_setting_code,
      read.Codes(request.excluded_practice_setting_codes(), "excluded_practice_setting_codes"));
  unwanted.AddCode(&Row::healthcare_facility_type_code,
                   read.Codes(request.excluded_healthcare_facility_type_codes(),
                              "excluded_healthcare_facility_type_codes"));
  unwanted.AddCode(&Row::format_code,
                   read.Codes(request.excluded_format_codes(), "excluded_format_codes"));
  unwanted.AddCodeList(&Row::event_codes,
                       read.CodeGroups(request.excluded_event_codes(), "excluded_event_codes"));
  unwanted.AddCodeList(
      &Row::confidentiality_codes,
      read.CodeGroups(request.excluded_confidentiality_codes(), "excluded_confidentiality_codes"));
  unwanted.AddAuthors(
      read.Patterns(request.excluded_author_person_patterns(), "excluded_author_person_patterns"));
  unwanted.AddReferenceIds(
      ReferenceIdGroups(request.excluded_reference_ids(), "excluded_reference_ids", read));
  return unwanted;
}

}  // namespace

absl::StatusOr<std::string> FindDocumentsExclude(const v1::FindDocumentsExcludeRequest& request,
                                                 const RegistryStore& store) {
  ParameterReader read;
  auto page = QueryPage::Open(request, store, read);
  if (!page.ok()) return page.status();
  const auto patient = read.Patient(request.has_patient_id(), request.patient_id(), "patient_id",
                                    "$XDSDocumentEntryPatientId");
  CheckNotBoth(request, read);
  read.CheckMetadataLevel(request.metadata_level());
  auto filter = DocumentFilter::Compile(SearchCriteria(request), &page->snapshot(), read);
  if (!filter.ok()) return filter.status();
  if (!request.excluded_object_types().empty()) {
    filter->set_object_types(~ParameterReader::Bits(request.excluded_object_types()));
  }
  DocumentCriteria wanted(&page->snapshot());
  wanted.AddReferenceIds(ReferenceIdGroups(request.reference_ids(), "reference_ids", read));
  DocumentCriteria unwanted = Unwanted(request, &page->snapshot(), read);
  if (absl::Status faults = read.ToStatus(); !faults.ok()) return faults;

  absl::Status status = filter->Require(std::move(wanted));
  if (status.ok()) status = filter->Exclude(std::move(unwanted));
  if (status.ok()) status = WriteDocumentsOf(*patient, *filter, *page);
  if (!status.ok()) return status;
  return page->Finish();
}

}  // namespace docshare::registry
