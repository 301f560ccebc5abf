#include "registry/register/testing/registration_fixture.h"

#include "domain/errors/xds_error.h"
#include "registry/register/feed_patient.h"
#include "registry/register/register_document_set.h"

namespace docshare::registry {

using docshare::testing::APatient;
using docshare::testing::ASubmission;

void RegistrationFixture::Feed(const std::string& id) {
  v1::FeedPatientRequest request;
  *request.mutable_patient_id() = APatient(id);
  auto command = PrepareFeedPatient(request);
  ASSERT_TRUE(command.ok()) << command.status();
  platform::KvBatch batch;
  ASSERT_TRUE(ApplyFeedPatient(*command, {++position_, now_s_}, store_, batch).ok());
  Store(batch);
}

absl::StatusOr<v1::RegisterDocumentSetResponse> RegistrationFixture::Apply(
    const absl::StatusOr<storage::v1::RegisterDocumentSetCommand>& command) {
  if (!command.ok()) return command.status();
  platform::KvBatch batch;
  Outcome outcome =
      ApplyRegisterDocumentSet(*command, {++position_, now_s_, "tester"}, store_, batch);
  if (!outcome.ok()) {
    EXPECT_TRUE(batch.empty());
    return outcome.status();
  }
  Store(batch);
  return std::get<v1::RegisterDocumentSetResponse>(*outcome);
}

absl::StatusOr<v1::RegisterDocumentSetResponse> RegistrationFixture::Register(
    v1::RegisterDocumentSetRequest request) {
  return Apply(PrepareRegisterDocumentSet(std::move(request)));
}

absl::StatusOr<v1::RegisterDocumentSetResponse> RegistrationFixture::RegisterOnDemand(
    const v1::RegisterDocumentSetRequest& request) {
  v1::RegisterOnDemandDocumentEntryRequest on_demand;
  *on_demand.mutable_submission_set() = request.submission_set();
  *on_demand.mutable_document_entries() = request.document_entries();
  *on_demand.mutable_folders() = request.folders();
  *on_demand.mutable_associations() = request.associations();
  return Apply(PrepareRegisterOnDemandDocumentEntry(std::move(on_demand)));
}

std::string RegistrationFixture::Registered(const docshare::testing::EntryBuilder& entry) {
  const metadata::v1::DocumentEntry built = entry.Build();
  const auto request = ASubmission().With(built).OfPatient(built.patient_id().id()).Build();
  auto response = built.object_type() == metadata::v1::DOCUMENT_ENTRY_TYPE_ON_DEMAND
                      ? RegisterOnDemand(request)
                      : Register(request);
  EXPECT_TRUE(response.ok()) << response.status();
  return response.ok() ? response->assigned_ids(1).entry_uuid() : "";
}

std::string RegistrationFixture::Registered(const docshare::testing::FolderBuilder& folder) {
  const metadata::v1::Folder built = folder.Build();
  auto response = Register(ASubmission().With(built).OfPatient(built.patient_id().id()).Build());
  EXPECT_TRUE(response.ok()) << response.status();
  return response.ok() ? response->assigned_ids(1).entry_uuid() : "";
}

std::map<std::string, std::string> RegistrationFixture::RegisteredIds(
    v1::RegisterDocumentSetRequest request) {
  auto response = Register(std::move(request));
  EXPECT_TRUE(response.ok()) << response.status();
  std::map<std::string, std::string> urns;
  if (!response.ok()) return urns;
  for (const auto& id : response->assigned_ids()) urns[id.submitted_id()] = id.entry_uuid();
  return urns;
}

void RegistrationFixture::Edit(const std::function<absl::Status(ObjectEditor&)>& change) {
  ObjectEditor editor(&store_, {++position_, now_s_, "editor"});
  const absl::Status changed = change(editor);
  ASSERT_TRUE(changed.ok()) << changed;
  Store(editor.TakeBatch());
}

void RegistrationFixture::DeprecateDocument(const std::string& urn) {
  Edit([&](ObjectEditor& editor) {
    return editor.SetDocumentStatus(Uuid(urn), metadata::v1::AVAILABILITY_STATUS_DEPRECATED);
  });
}

void RegistrationFixture::DeprecateFolder(const std::string& urn) {
  Edit([&](ObjectEditor& editor) {
    return editor.SetFolderStatus(Uuid(urn), metadata::v1::AVAILABILITY_STATUS_DEPRECATED);
  });
}

metadata::v1::DocumentEntry RegistrationFixture::Entry(const std::string& urn) const {
  auto document = ReadDocument(store_, Uuid(urn));
  const bool is_there = document.ok() && document->has_value();
  EXPECT_TRUE(is_there) << urn;
  return is_there ? (*document)->entry : metadata::v1::DocumentEntry();
}

metadata::v1::Folder RegistrationFixture::Folder(const std::string& urn) const {
  auto folder = ReadFolder(store_, Uuid(urn));
  const bool is_there = folder.ok() && folder->has_value();
  EXPECT_TRUE(is_there) << urn;
  return is_there ? (*folder)->folder : metadata::v1::Folder();
}

bool RegistrationFixture::IsApproved(const std::string& document_urn) const {
  return Entry(document_urn).availability_status() == metadata::v1::AVAILABILITY_STATUS_APPROVED;
}

std::vector<std::pair<std::string, std::string>> RegistrationFixture::LinksTo(
    const std::string& urn) const {
  std::vector<std::pair<std::string, std::string>> links;
  auto found = AssociationsAt(store_, Uuid(urn), AssociationEnd::kTarget);
  EXPECT_TRUE(found.ok()) << found.status();
  if (!found.ok()) return links;
  for (const StoredAssociation& link : *found) {
    links.emplace_back(link.association.source_object(), link.association.association_type());
  }
  return links;
}

std::vector<std::pair<std::string, std::string>> RegistrationFixture::LinksFrom(
    const std::string& urn) const {
  std::vector<std::pair<std::string, std::string>> links;
  auto found = AssociationsAt(store_, Uuid(urn), AssociationEnd::kSource);
  EXPECT_TRUE(found.ok()) << found.status();
  if (!found.ok()) return links;
  for (const StoredAssociation& link : *found) {
    links.emplace_back(link.association.target_object(), link.association.association_type());
  }
  return links;
}

std::map<std::string, std::string> RegistrationFixture::Rows() const {
  std::map<std::string, std::string> rows;
  for (auto it = store_.Scan("", ""); it->Valid(); it->Next()) {
    rows.emplace(std::string(it->key()), std::string(it->value()));
  }
  return rows;
}

void RegistrationFixture::Store(const platform::KvBatch& batch) {
  ASSERT_TRUE(store_.Write(batch, platform::Durability::kSynced).ok());
}

std::vector<std::pair<std::string, std::string>> ErrorsOf(const absl::Status& status) {
  std::vector<std::pair<std::string, std::string>> errors;
  auto list = RegistryErrorsOf(status);
  if (!list.has_value()) return errors;
  for (const auto& error : list->errors()) {
    errors.emplace_back(error.error_code(), error.location());
  }
  return errors;
}

std::vector<std::string> CodesOf(const absl::Status& status) {
  std::vector<std::string> codes;
  for (const auto& [code, location] : ErrorsOf(status)) codes.push_back(code);
  return codes;
}

EntryUuid Uuid(absl::string_view urn) {
  auto uuid = EntryUuid::Parse(urn);
  EXPECT_TRUE(uuid.ok()) << urn;
  return uuid.ok() ? *uuid : EntryUuid::FromBytes({});
}

}  // namespace docshare::registry
