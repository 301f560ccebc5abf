#include "tests/model/model_query.h"

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "domain/metadata/association_type.h"
#include "tests/model/parameter_match.h"

namespace docshare::tests {
namespace {

using metadata::v1::Association;
using metadata::v1::AVAILABILITY_STATUS_APPROVED;
using metadata::v1::AVAILABILITY_STATUS_DEPRECATED;
using metadata::v1::AvailabilityStatus;
using metadata::v1::DocumentEntry;
using metadata::v1::Folder;
using metadata::v1::PatientIdentifier;
using metadata::v1::SubmissionSet;

template <typename Value>
bool Contains(const std::vector<Value>& values, const Value& value) {
  return std::find(values.begin(), values.end(), value) != values.end();
}

// One query over one state. Each method is one stored query.
class Question {
 public:
  Question(const RegistryModel& model, const StoredQuery& query)
      : model_(model), query_(query), newest_(model.NewestVersions()) {}

  Answer Run() {
    switch (query_.kind) {
      case QueryKind::kFindDocuments:
      case QueryKind::kFindDocumentsByReferenceId:
      case QueryKind::kFindDocumentsForMultiplePatients:
      case QueryKind::kFindDocumentsExclude:
        FindDocuments();
        break;
      case QueryKind::kFindSubmissionSets:
        FindSubmissionSets();
        break;
      case QueryKind::kFindFolders:
      case QueryKind::kFindFoldersForMultiplePatients:
        FindFolders();
        break;
      case QueryKind::kGetAll:
        GetAll();
        break;
      case QueryKind::kGetDocuments:
        GetDocuments();
        break;
      case QueryKind::kGetFolders:
        GetFolders();
        break;
      case QueryKind::kGetAssociations:
        AddAssociationsAt({query_.uuids.begin(), query_.uuids.end()});
        break;
      case QueryKind::kGetDocumentsAndAssociations:
        GetDocuments();
        AddAssociationsAt(IdsOf(answer_.documents));
        break;
      case QueryKind::kGetSubmissionSets:
        GetSubmissionSets();
        break;
      case QueryKind::kGetSubmissionSetAndContents:
        GetSubmissionSetAndContents();
        break;
      case QueryKind::kGetFolderAndContents:
        GetFolderAndContents();
        break;
      case QueryKind::kGetFoldersForDocument:
        GetFoldersForDocument();
        break;
      case QueryKind::kGetRelatedDocuments:
        GetRelatedDocuments();
        break;
    }
    RefuseSeveralPatients();
    return answer_;
  }

 private:
  bool AtLevelOne() const { return query_.metadata_level < 2; }

  template <typename Object>
  bool IsNewest(const Object& object) const {
    return newest_.count(object.entry_uuid()) > 0;
  }

  bool IsShown(const DocumentEntry& document) const {
    if (!AtLevelOne()) return true;
    return document.document_availability() != metadata::v1::DOCUMENT_AVAILABILITY_OFFLINE &&
           IsNewest(document);
  }

  bool IsShown(const Folder& folder) const {
    return !AtLevelOne() || (IsNewest(folder) && !IsDeprecated(folder));
  }

  // FindFolders and GetAll: the status parameters alone decide on Deprecated ones.
  bool IsShownWhateverStatus(const Folder& folder) const {
    return !AtLevelOne() || IsNewest(folder);
  }

  bool IsShown(const Association& association) const {
    if (AtLevelOne() && IsDeprecated(association)) return false;
    const AvailabilityStatus status =
        IsDeprecated(association) ? AVAILABILITY_STATUS_DEPRECATED : AVAILABILITY_STATUS_APPROVED;
    return query_.association_statuses.empty() || Contains(query_.association_statuses, status);
  }

  bool IsOfType(const DocumentEntry& document) const {
    if (!query_.types.empty()) return Contains(query_.types, document.object_type());
    if (!query_.excluded_types.empty()) {
      return !Contains(query_.excluded_types, document.object_type());
    }
    return document.object_type() == metadata::v1::DOCUMENT_ENTRY_TYPE_STABLE;
  }

  bool IsOfPatient(const PatientIdentifier& patient) const {
    // Only the multi-patient kinds may name nobody, and mean everybody.
    if (query_.patients.empty()) return true;
    for (const auto& asked : query_.patients) {
      if (SamePatient(asked, patient)) return true;
    }
    return false;
  }

  template <typename Object>
  bool IsNamed(const Object& object) const {
    return Contains(query_.uuids, object.entry_uuid()) ||
           Contains(query_.unique_ids, object.unique_id());
  }

  template <typename Object>
  static std::set<std::string> IdsOf(const ById<Object>& objects) {
    std::set<std::string> ids;
    for (const auto& [uuid, object] : objects) ids.insert(uuid);
    return ids;
  }

  void AddAssociationsAt(const std::set<std::string>& ends) {
    for (const auto& [uuid, link] : model_.associations) {
      if (!IsShown(link)) continue;
      if (ends.count(link.source_object()) + ends.count(link.target_object()) == 0) continue;
      answer_.associations[uuid] = link;
    }
  }

  void FindDocuments() {
    for (const auto& [uuid, document] : model_.documents) {
      if (!IsOfPatient(document.patient_id()) || !IsShown(document) || !IsOfType(document))
        continue;
      if (!Contains(query_.document_statuses, document.availability_status())) continue;
      if (!Matches(document, query_.documents)) continue;
      if (MatchesAny(document, query_.excluded)) continue;
      if (!MatchesReferenceIds(document, query_.reference_ids)) continue;
      answer_.documents[uuid] = document;
    }
  }

  void FindSubmissionSets() {
    for (const auto& [uuid, set] : model_.submission_sets) {
      if (!IsOfPatient(set.patient_id())) continue;
      if (!Contains(query_.submission_set_statuses, set.availability_status())) continue;
      if (!query_.source_ids.empty() && !Contains(query_.source_ids, set.source_id())) continue;
      if (!MatchesTimes(set.submission_time(), query_.submission_time)) continue;
      if (!query_.author_pattern.empty() &&
          !MatchesAuthor(set.authors(), {query_.author_pattern})) {
        continue;
      }
      if (!query_.content_type_codes.empty() &&
          !MatchesCode(set.content_type_code(), query_.content_type_codes)) {
        continue;
      }
      answer_.submission_sets[uuid] = set;
    }
  }

  void FindFolders() {
    for (const auto& [uuid, folder] : model_.folders) {
      if (!IsOfPatient(folder.patient_id()) || !IsShownWhateverStatus(folder)) continue;
      if (!Contains(query_.folder_statuses, folder.availability_status())) continue;
      if (!MatchesTimes(folder.last_update_time(), query_.last_update_time)) continue;
      if (!MatchesCodeGroups(folder.codes(), query_.folder_codes)) continue;
      answer_.folders[uuid] = folder;
    }
  }

  void GetAll() {
    FindDocuments();
    for (const auto& [uuid, set] : model_.submission_sets) {
      if (IsOfPatient(set.patient_id()) &&
          Contains(query_.submission_set_statuses, set.availability_status())) {
        answer_.submission_sets[uuid] = set;
      }
    }
    for (const auto& [uuid, folder] : model_.folders) {
      if (IsOfPatient(folder.patient_id()) && IsShownWhateverStatus(folder) &&
          Contains(query_.folder_statuses, folder.availability_status())) {
        answer_.folders[uuid] = folder;
      }
    }
    std::set<std::string> ends = IdsOf(answer_.documents);
    ends.merge(IdsOf(answer_.submission_sets));
    ends.merge(IdsOf(answer_.folders));
    AddAssociationsAt(ends);
  }

  void GetDocuments() {
    for (const auto& [uuid, document] : model_.documents) {
      if (!IsShown(document)) continue;
      if (IsNamed(document) || Contains(query_.logical_ids, document.logical_id())) {
        answer_.documents[uuid] = document;
      }
    }
  }

  void GetFolders() {
    for (const auto& [uuid, folder] : model_.folders) {
      if (!IsShown(folder)) continue;
      if (IsNamed(folder) || Contains(query_.logical_ids, folder.logical_id())) {
        answer_.folders[uuid] = folder;
      }
    }
  }

  void GetSubmissionSets() {
    for (const auto& [uuid, link] : model_.associations) {
      if (link.association_type() != kHasMember || !IsShown(link)) continue;
      const auto set = model_.submission_sets.find(link.source_object());
      if (set == model_.submission_sets.end()) continue;
      if (!Contains(query_.uuids, link.target_object())) continue;
      answer_.submission_sets[set->first] = set->second;
      answer_.associations[uuid] = link;
    }
  }

  // The member of a set or a folder, if it is a document that the parameters let through.
  void AddMember(const Association& link) {
    const auto document = model_.documents.find(link.target_object());
    if (document != model_.documents.end() && IsShown(document->second) &&
        IsOfType(document->second) && Matches(document->second, query_.documents)) {
      answer_.documents[document->first] = document->second;
      answer_.associations[link.entry_uuid()] = link;
    }
  }

  void GetSubmissionSetAndContents() {
    for (const auto& [uuid, set] : model_.submission_sets) {
      if (IsNamed(set)) answer_.submission_sets[uuid] = set;
    }
    std::vector<Association> members;
    for (const auto& [uuid, link] : model_.associations) {
      if (link.association_type() == kHasMember && IsShown(link) &&
          answer_.submission_sets.count(link.source_object()) > 0) {
        members.push_back(link);
      }
    }
    for (const Association& link : members) {
      AddMember(link);
      const auto folder = model_.folders.find(link.target_object());
      if (folder != model_.folders.end() && IsShown(folder->second)) {
        answer_.folders[folder->first] = folder->second;
        answer_.associations[link.entry_uuid()] = link;
      }
    }
    for (const Association& link : members) {
      const auto member = model_.associations.find(link.target_object());
      if (member == model_.associations.end() || !IsShown(member->second)) continue;
      if (IsAnswered(member->second.source_object()) &&
          IsAnswered(member->second.target_object())) {
        answer_.associations[member->first] = member->second;
        answer_.associations[link.entry_uuid()] = link;
      }
    }
  }

  bool IsAnswered(const std::string& uuid) const {
    return answer_.documents.count(uuid) + answer_.folders.count(uuid) > 0;
  }

  void GetFolderAndContents() {
    GetFolders();
    for (const auto& [uuid, link] : model_.associations) {
      if (link.association_type() == kHasMember && IsShown(link) &&
          answer_.folders.count(link.source_object()) > 0) {
        AddMember(link);
      }
    }
  }

  void GetFoldersForDocument() {
    GetDocuments();
    const std::set<std::string> documents = IdsOf(answer_.documents);
    answer_.documents.clear();
    for (const auto& [uuid, link] : model_.associations) {
      if (!model_.IsFolderMembership(link) || !IsShown(link)) continue;
      if (documents.count(link.target_object()) == 0) continue;
      const Folder& folder = model_.folders.at(link.source_object());
      if (IsShown(folder)) answer_.folders[folder.entry_uuid()] = folder;
    }
  }

  void GetRelatedDocuments() {
    GetDocuments();
    const std::set<std::string> start = IdsOf(answer_.documents);
    answer_.documents.clear();
    const auto may_be_answered = [this](const std::string& uuid) {
      const auto found = model_.documents.find(uuid);
      return found != model_.documents.end() && IsShown(found->second) && IsOfType(found->second);
    };
    for (const auto& [uuid, link] : model_.associations) {
      const std::string& source = link.source_object();
      const std::string& target = link.target_object();
      if (!Contains(query_.association_types, link.association_type()) || !IsShown(link)) continue;
      if (start.count(source) + start.count(target) == 0) continue;
      if (!may_be_answered(source) || !may_be_answered(target)) continue;
      answer_.associations[uuid] = link;
      answer_.documents[source] = model_.documents.at(source);
      answer_.documents[target] = model_.documents.at(target);
    }
  }

  // Complete objects of several patients are not given by queries that name no patient.
  void RefuseSeveralPatients() {
    if (query_.object_refs) return;
    switch (query_.kind) {
      case QueryKind::kGetDocuments:
      case QueryKind::kGetFolders:
      case QueryKind::kGetDocumentsAndAssociations:
      case QueryKind::kGetSubmissionSets:
      case QueryKind::kGetSubmissionSetAndContents:
      case QueryKind::kGetFolderAndContents:
      case QueryKind::kGetRelatedDocuments:
        break;
      default:
        return;
    }
    std::set<std::string> patients;
    for (const auto& [uuid, object] : answer_.documents)
      patients.insert(KeyOf(object.patient_id()));
    for (const auto& [uuid, object] : answer_.folders) patients.insert(KeyOf(object.patient_id()));
    for (const auto& [uuid, object] : answer_.submission_sets) {
      patients.insert(KeyOf(object.patient_id()));
    }
    if (patients.size() > 1) answer_.refusal = "XDSResultNotSinglePatient";
  }

  const RegistryModel& model_;
  const StoredQuery& query_;
  const std::set<std::string> newest_;
  Answer answer_;
};

}  // namespace

Answer Ask(const RegistryModel& model, const StoredQuery& query) {
  return Question(model, query).Run();
}

}  // namespace docshare::tests
