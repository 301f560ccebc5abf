#include "tests/model/query_maker.h"

#include <algorithm>
#include <iterator>

#include "domain/metadata/association_type.h"
#include "tests/model/object_maker.h"
#include "tests/model/parameter_match.h"

namespace docshare::tests {
namespace {

using metadata::v1::AVAILABILITY_STATUS_APPROVED;
using metadata::v1::AVAILABILITY_STATUS_DEPRECATED;
using metadata::v1::AvailabilityStatus;

const std::vector<std::string>& AuthorPatterns() {
  static const auto& patterns = *new std::vector<std::string>{
      "%", "%NORDMANN%", "%^_DEG_RD^%", "9999999^%", "^ČÁPPA^BIRET", "%ohman%", "%KARI"};
  return patterns;
}

const std::vector<std::string>& AnyTypes() {
  static const auto& types = *new std::vector<std::string>{
      kReplace, kTransform,    kAppend,    kTransformAndReplace,
      kSigns,   kIsSnapshotOf, kHasMember, "urn:ihe:iti:2007:AssociationType:unheard-of"};
  return types;
}

template <typename Object>
std::string AnyKey(const ById<Object>& objects, Dice& dice) {
  if (objects.empty()) return "urn:uuid:00000000-0000-4000-8000-e00000000000";
  auto object = objects.begin();
  std::advance(object, dice.Below(objects.size()));
  return object->first;
}

// By which ids a query names its objects.
enum class Naming { kUuids, kUniqueIds, kLogicalIds };

template <typename Object>
void Name(const ById<Object>& objects, Naming naming, size_t count, Dice& dice,
          StoredQuery& query) {
  for (size_t i = 0; i < count; ++i) {
    const std::string uuid = AnyKey(objects, dice);
    const auto object = objects.find(uuid);
    const bool known = object != objects.end();
    if (naming == Naming::kUuids) query.uuids.push_back(uuid);
    if (naming == Naming::kUniqueIds) {
      query.unique_ids.push_back(known ? object->second.unique_id() : "2.999.10.0");
    }
    if constexpr (!std::is_same_v<Object, metadata::v1::SubmissionSet>) {
      if (naming == Naming::kLogicalIds) {
        query.logical_ids.push_back(known ? object->second.logical_id() : uuid);
      }
    }
  }
}

}  // namespace

CodeList QueryMaker::Codes() { return dice_.AtLeastOne(CodePool(), 40); }

std::vector<CodeList> QueryMaker::CodeGroups() {
  std::vector<CodeList> groups;
  for (size_t i = 1 + dice_.Below(2); i > 0; --i) groups.push_back(Codes());
  return groups;
}

Times QueryMaker::AnyTimes() {
  Times times;
  if (dice_.Chance(60)) times.from = dice_.Pick(TimePool());
  if (dice_.Chance(60)) times.to = dice_.Pick(TimePool());
  return times;
}

std::vector<AvailabilityStatus> QueryMaker::Statuses() {
  if (dice_.Chance(50)) return {AVAILABILITY_STATUS_APPROVED};
  if (dice_.Chance(40)) return {AVAILABILITY_STATUS_DEPRECATED};
  return {AVAILABILITY_STATUS_APPROVED, AVAILABILITY_STATUS_DEPRECATED};
}

std::string QueryMaker::AnyUuid(const RegistryModel& model) {
  switch (dice_.Below(5)) {
    case 0:
      return AnyKey(model.folders, dice_);
    case 1:
      return AnyKey(model.submission_sets, dice_);
    case 2:
      return AnyKey(model.associations, dice_);
    default:
      return AnyKey(model.documents, dice_);
  }
}

void QueryMaker::AskForDocuments(StoredQuery& query) {
  DocumentParameters& asked = query.documents;
  if (dice_.Chance(25)) asked.class_codes = Codes();
  if (dice_.Chance(15)) asked.type_codes = Codes();
  if (dice_.Chance(10)) asked.practice_setting_codes = Codes();
  if (dice_.Chance(10)) asked.facility_type_codes = Codes();
  if (dice_.Chance(10)) asked.format_codes = Codes();
  if (dice_.Chance(20)) asked.event_codes = CodeGroups();
  if (dice_.Chance(20)) asked.confidentiality_codes = CodeGroups();
  if (dice_.Chance(20)) asked.creation_time = AnyTimes();
  if (dice_.Chance(10)) asked.service_start_time = AnyTimes();
  if (dice_.Chance(10)) asked.service_stop_time = AnyTimes();
  if (dice_.Chance(20)) asked.author_patterns = dice_.AtLeastOne(AuthorPatterns(), 20);
  if (dice_.Chance(10)) {
    asked.availabilities = {dice_.Chance(50) ? metadata::v1::DOCUMENT_AVAILABILITY_ONLINE
                                             : metadata::v1::DOCUMENT_AVAILABILITY_OFFLINE};
  }
}

// A parameter that is excluded is not asked for as well.
void QueryMaker::Exclude(StoredQuery& query) {
  DocumentParameters& asked = query.documents;
  DocumentParameters& excluded = query.excluded;
  if (asked.class_codes.empty() && dice_.Chance(30)) excluded.class_codes = Codes();
  if (asked.type_codes.empty() && dice_.Chance(20)) excluded.type_codes = Codes();
  if (asked.practice_setting_codes.empty() && dice_.Chance(10)) {
    excluded.practice_setting_codes = Codes();
  }
  if (asked.facility_type_codes.empty() && dice_.Chance(10)) excluded.facility_type_codes = Codes();
  if (asked.format_codes.empty() && dice_.Chance(10)) excluded.format_codes = Codes();
  if (asked.event_codes.empty() && dice_.Chance(30)) excluded.event_codes = CodeGroups();
  if (asked.confidentiality_codes.empty() && dice_.Chance(20)) {
    excluded.confidentiality_codes = CodeGroups();
  }
  if (asked.author_patterns.empty() && dice_.Chance(20)) {
    excluded.author_patterns = {dice_.Pick(AuthorPatterns())};
  }
  if (query.types.empty() && dice_.Chance(20)) {
    query.excluded_types = {metadata::v1::DOCUMENT_ENTRY_TYPE_STABLE};
  }
}

void QueryMaker::FilterContents(StoredQuery& query) {
  if (dice_.Chance(15)) query.documents.format_codes = Codes();
  if (dice_.Chance(15)) query.documents.confidentiality_codes = CodeGroups();
}

void QueryMaker::NameObjects(const RegistryModel& model, StoredQuery& query) {
  const auto naming = static_cast<Naming>(dice_.Below(3));
  const Naming by_two = naming == Naming::kLogicalIds ? Naming::kUuids : naming;
  const size_t several = 1 + dice_.Below(4);
  switch (query.kind) {
    case QueryKind::kGetDocuments:
      return Name(model.documents, naming, several, dice_, query);
    case QueryKind::kGetFolders:
      return Name(model.folders, naming, several, dice_, query);
    case QueryKind::kGetDocumentsAndAssociations:
      return Name(model.documents, by_two, several, dice_, query);
    case QueryKind::kGetSubmissionSetAndContents:
      return Name(model.submission_sets, by_two, 1, dice_, query);
    case QueryKind::kGetFolderAndContents:
      return Name(model.folders, by_two, 1, dice_, query);
    case QueryKind::kGetFoldersForDocument:
    case QueryKind::kGetRelatedDocuments:
      return NameLinkedDocument(model, by_two == Naming::kUniqueIds, query);
    default:
      for (size_t i = 0; i < several; ++i) query.uuids.push_back(AnyUuid(model));
  }
}

// One that is linked to what the query asks for, if there is one.
void QueryMaker::NameLinkedDocument(const RegistryModel& model, bool by_unique_id,
                                    StoredQuery& query) {
  std::vector<std::string> linked;
  for (const auto& [uuid, link] : model.associations) {
    const bool fits = query.kind == QueryKind::kGetRelatedDocuments
                          ? model.IsRelationship(link)
                          : model.IsFolderMembership(link);
    if (fits) linked.push_back(dice_.Chance(50) ? link.source_object() : link.target_object());
  }
  std::string uuid = AnyKey(model.documents, dice_);
  if (!linked.empty() && dice_.Chance(80)) uuid = dice_.Pick(linked);
  const auto document = model.documents.find(uuid);
  if (by_unique_id && document != model.documents.end()) {
    query.unique_ids = {document->second.unique_id()};
  } else {
    query.uuids = {uuid};
  }
}

StoredQuery QueryMaker::Make(const RegistryModel& model) {
  StoredQuery query;
  query.kind = kAllQueryKinds[dice_.Below(std::size(kAllQueryKinds))];
  query.object_refs = dice_.Chance(35);
  query.metadata_level = dice_.Below(3);
  if (dice_.Chance(70)) query.page_size = 1 + dice_.Below(4);
  query.document_statuses = Statuses();
  query.submission_set_statuses =
      dice_.Chance(85) ? std::vector<AvailabilityStatus>{AVAILABILITY_STATUS_APPROVED} : Statuses();
  query.folder_statuses = Statuses();
  if (dice_.Chance(25)) query.association_statuses = Statuses();
  if (dice_.Chance(50)) {
    query.types = {metadata::v1::DOCUMENT_ENTRY_TYPE_STABLE,
                   metadata::v1::DOCUMENT_ENTRY_TYPE_ON_DEMAND};
    if (dice_.Chance(30)) query.types.erase(query.types.begin());
  }
  switch (query.kind) {
    case QueryKind::kFindDocuments:
      query.patients = {dice_.Pick(PatientPool())};
      AskForDocuments(query);
      break;
    case QueryKind::kFindDocumentsExclude:
      query.patients = {dice_.Pick(PatientPool())};
      AskForDocuments(query);
      Exclude(query);
      break;
    case QueryKind::kFindDocumentsByReferenceId:
      query.patients = {dice_.Pick(PatientPool())};
      if (dice_.Chance(30)) AskForDocuments(query);
      for (size_t i = 1 + dice_.Below(2); i > 0; --i) {
        auto& group = query.reference_ids.emplace_back();
        for (const auto& reference : dice_.AtLeastOne(ReferenceIdPool(), 40)) {
          group.push_back(CxiOf(reference));
        }
      }
      break;
    case QueryKind::kFindDocumentsForMultiplePatients:
      query.metadata_level = 0;
      query.patients = dice_.Some(PatientPool(), 40);
      AskForDocuments(query);
      if (query.patients.empty()) query.documents.class_codes = Codes();
      break;
    case QueryKind::kFindFolders:
    case QueryKind::kFindFoldersForMultiplePatients:
      query.patients = {dice_.Pick(PatientPool())};
      if (query.kind == QueryKind::kFindFoldersForMultiplePatients) {
        query.metadata_level = 0;
        query.patients = dice_.Some(PatientPool(), 40);
      }
      if (dice_.Chance(40) || query.patients.empty()) query.folder_codes = CodeGroups();
      if (dice_.Chance(20)) query.last_update_time.to = "2024030110";
      break;
    case QueryKind::kFindSubmissionSets:
      query.patients = {dice_.Pick(PatientPool())};
      if (dice_.Chance(20)) query.source_ids = {dice_.Pick(SourceIdPool())};
      if (dice_.Chance(20)) query.submission_time = AnyTimes();
      if (dice_.Chance(20)) query.author_pattern = dice_.Pick(AuthorPatterns());
      if (dice_.Chance(20)) query.content_type_codes = Codes();
      break;
    case QueryKind::kGetAll:
      query.patients = {dice_.Pick(PatientPool())};
      FilterContents(query);
      break;
    case QueryKind::kGetSubmissionSets:
      NameObjects(model, query);
      query.association_statuses.clear();
      break;
    case QueryKind::kGetSubmissionSetAndContents:
    case QueryKind::kGetFolderAndContents:
      NameObjects(model, query);
      FilterContents(query);
      if (query.kind == QueryKind::kGetSubmissionSetAndContents) query.association_statuses.clear();
      break;
    case QueryKind::kGetRelatedDocuments:
      NameObjects(model, query);
      query.association_types = dice_.AtLeastOne(AnyTypes(), 70);
      break;
    default:
      NameObjects(model, query);
      break;
  }
  return query;
}

}  // namespace docshare::tests
