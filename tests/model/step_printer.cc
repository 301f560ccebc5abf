#include "tests/model/step_printer.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "tests/model/registry_model.h"

namespace docshare::tests {
namespace {

class QueryText {
 public:
  explicit QueryText(const StoredQuery& query) : query_(query) {}

  std::string Print() {
    text_ = absl::StrCat(ToString(query_.kind), query_.object_refs ? " ObjectRef" : " LeafClass",
                         " level=", query_.metadata_level, " page_size=", query_.page_size);
    for (const auto& patient : query_.patients)
      absl::StrAppend(&text_, " patient=", KeyOf(patient));
    Numbers("statuses", query_.document_statuses);
    Numbers("set_statuses", query_.submission_set_statuses);
    Numbers("folder_statuses", query_.folder_statuses);
    Numbers("association_statuses", query_.association_statuses);
    Numbers("types", query_.types);
    Numbers("excluded_types", query_.excluded_types);
    Parameters("", query_.documents);
    Parameters("excluded_", query_.excluded);
    for (const auto& group : query_.reference_ids) Texts("reference_ids", group);
    Texts("source_ids", query_.source_ids);
    Span("submission_time", query_.submission_time);
    if (!query_.author_pattern.empty()) Texts("author", {query_.author_pattern});
    Codes("content_type", query_.content_type_codes);
    Span("last_update_time", query_.last_update_time);
    for (const auto& group : query_.folder_codes) Codes("folder_codes", group);
    Texts("uuids", query_.uuids);
    Texts("unique_ids", query_.unique_ids);
    Texts("logical_ids", query_.logical_ids);
    Texts("association_types", query_.association_types);
    return text_;
  }

 private:
  template <typename Enum>
  void Numbers(const std::string& name, const std::vector<Enum>& values) {
    if (values.empty()) return;
    absl::StrAppend(&text_, " ", name, "=");
    for (const Enum value : values) absl::StrAppend(&text_, static_cast<int>(value), ",");
  }
  void Texts(const std::string& name, const std::vector<std::string>& values) {
    if (!values.empty()) absl::StrAppend(&text_, " ", name, "=", absl::StrJoin(values, ","));
  }
  void Codes(const std::string& name, const CodeList& codes) {
    if (codes.empty()) return;
    absl::StrAppend(&text_, " ", name, "=");
    for (const Code& code : codes) absl::StrAppend(&text_, code.code, "^^", code.system, ",");
  }
  void Span(const std::string& name, const Times& times) {
    if (times.from.empty() && times.to.empty()) return;
    absl::StrAppend(&text_, " ", name, "=", times.from, "..", times.to);
  }
  void Parameters(const std::string& prefix, const DocumentParameters& asked) {
    Codes(prefix + "class", asked.class_codes);
    Codes(prefix + "type", asked.type_codes);
    Codes(prefix + "practice_setting", asked.practice_setting_codes);
    Codes(prefix + "facility_type", asked.facility_type_codes);
    Codes(prefix + "format", asked.format_codes);
    for (const auto& group : asked.event_codes) Codes(prefix + "event", group);
    for (const auto& group : asked.confidentiality_codes) Codes(prefix + "confidentiality", group);
    Span("creation_time", asked.creation_time);
    Span("service_start_time", asked.service_start_time);
    Span("service_stop_time", asked.service_stop_time);
    Texts(prefix + "author", asked.author_patterns);
    Numbers("availabilities", asked.availabilities);
  }

  const StoredQuery& query_;
  std::string text_;
};

std::string PrintSubmission(const registry::v1::RegisterDocumentSetRequest& submission) {
  std::string text = absl::StrCat("\n    set    ", submission.submission_set().ShortDebugString());
  for (const auto& entry : submission.document_entries()) {
    absl::StrAppend(&text, "\n    entry  ", entry.ShortDebugString());
  }
  for (const auto& folder : submission.folders()) {
    absl::StrAppend(&text, "\n    folder ", folder.ShortDebugString());
  }
  for (const auto& link : submission.associations()) {
    metadata::v1::Association rest = link;
    rest.clear_association_type();
    rest.clear_source_object();
    rest.clear_target_object();
    absl::StrAppend(&text, "\n    link   ", link.source_object(), " ",
                    link.association_type().substr(link.association_type().rfind(':') + 1), " ",
                    link.target_object(), "  ", rest.ShortDebugString());
  }
  return text;
}

}  // namespace

std::string ToString(StepKind kind) {
  switch (kind) {
    case StepKind::kFeedPatient:
      return "feed";
    case StepKind::kMergePatients:
      return "merge";
    case StepKind::kChangePatientLink:
      return "change patient link";
    case StepKind::kRegister:
      return "register";
    case StepKind::kRegisterOnDemand:
      return "register on-demand";
    case StepKind::kUpdate:
      return "update";
    case StepKind::kRestrictedUpdate:
      return "restricted update";
    case StepKind::kRemove:
      return "remove";
    case StepKind::kQuery:
      return "query";
  }
  return "?";
}

std::string ToString(QueryKind kind) {
  switch (kind) {
    case QueryKind::kFindDocuments:
      return "FindDocuments";
    case QueryKind::kFindSubmissionSets:
      return "FindSubmissionSets";
    case QueryKind::kFindFolders:
      return "FindFolders";
    case QueryKind::kGetAll:
      return "GetAll";
    case QueryKind::kGetDocuments:
      return "GetDocuments";
    case QueryKind::kGetFolders:
      return "GetFolders";
    case QueryKind::kGetAssociations:
      return "GetAssociations";
    case QueryKind::kGetDocumentsAndAssociations:
      return "GetDocumentsAndAssociations";
    case QueryKind::kGetSubmissionSets:
      return "GetSubmissionSets";
    case QueryKind::kGetSubmissionSetAndContents:
      return "GetSubmissionSetAndContents";
    case QueryKind::kGetFolderAndContents:
      return "GetFolderAndContents";
    case QueryKind::kGetFoldersForDocument:
      return "GetFoldersForDocument";
    case QueryKind::kGetRelatedDocuments:
      return "GetRelatedDocuments";
    case QueryKind::kFindDocumentsByReferenceId:
      return "FindDocumentsByReferenceId";
    case QueryKind::kFindDocumentsForMultiplePatients:
      return "FindDocumentsForMultiplePatients";
    case QueryKind::kFindFoldersForMultiplePatients:
      return "FindFoldersForMultiplePatients";
    case QueryKind::kFindDocumentsExclude:
      return "FindDocumentsExclude";
  }
  return "?";
}

std::string WithShortNames(const std::string& text) {
  return absl::StrReplaceAll(text, {{"urn:uuid:00000000-0000-4000-8000-", ""}});
}

std::string Print(const Step& step) {
  std::string text = absl::StrCat(DtmOf(step.at_s), " ", ToString(step.kind));
  if (!step.fault.empty()) absl::StrAppend(&text, " [", step.fault, "]");
  switch (step.kind) {
    case StepKind::kFeedPatient:
      absl::StrAppend(&text, " ", KeyOf(step.patient));
      break;
    case StepKind::kMergePatients:
      absl::StrAppend(&text, " ", KeyOf(step.other_patient), " into ", KeyOf(step.patient));
      break;
    case StepKind::kChangePatientLink:
      absl::StrAppend(&text, " ", KeyOf(step.local_patient), " from ", KeyOf(step.other_patient),
                      " to ", KeyOf(step.patient));
      break;
    case StepKind::kRemove:
      absl::StrAppend(&text, " ", absl::StrJoin(step.uuids, " "));
      break;
    case StepKind::kQuery:
      absl::StrAppend(&text, " ", QueryText(step.query).Print());
      break;
    default:
      absl::StrAppend(&text, PrintSubmission(step.submission));
      break;
  }
  return WithShortNames(text);
}

}  // namespace docshare::tests
