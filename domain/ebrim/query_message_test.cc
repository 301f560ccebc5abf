#include "domain/ebrim/query_message.h"

#include <gmock/gmock.h>
#include <google/protobuf/descriptor.h>
#include <google/protobuf/text_format.h>
#include <google/protobuf/util/message_differencer.h>
#include <gtest/gtest.h>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

namespace docshare {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using Slot = AdhocQueryRequest::Slot;
using ::testing::ElementsAre;

constexpr char kApproved[] = "urn:oasis:names:tc:ebxml-regrep:StatusType:Approved";
constexpr char kDeprecated[] = "urn:oasis:names:tc:ebxml-regrep:StatusType:Deprecated";

absl::StatusOr<QueryMessage> MessageOf(const StoredQueryDefinition& query,
                                       const std::vector<Slot>& slots) {
  AdhocQueryRequest message;
  message.query_id = std::string(query.id);
  message.return_type = "ObjectRef";
  message.slots = slots;
  const auto request = ParseStoredQueryRequest(message, query.transaction);
  EXPECT_TRUE(request.ok()) << request.status();
  return ToQueryMessage(*request);
}

const StoredQueryDefinition& Definition(StoredQuery query) {
  return AllStoredQueries()[static_cast<size_t>(query)];
}

const google::protobuf::Message& AnyOf(const QueryMessage& message) {
  return absl::visit(
      [](const google::protobuf::Message& alternative) -> const google::protobuf::Message& {
        return alternative;
      },
      message);
}

// The type a field has by the form of its parameter.
std::string TypeOf(ParameterForm form) {
  switch (form) {
    case ParameterForm::kPatient:
      return "docshare.metadata.v1.PatientIdentifier";
    case ParameterForm::kStatus:
      return "docshare.metadata.v1.AvailabilityStatus";
    case ParameterForm::kAvailability:
      return "docshare.metadata.v1.DocumentAvailability";
    case ParameterForm::kObjectType:
      return "docshare.metadata.v1.DocumentEntryType";
    case ParameterForm::kCode:
      return "docshare.registry.v1.CodeFilter";
    case ParameterForm::kCodeGroup:
      return "docshare.registry.v1.CodeGroup";
    case ParameterForm::kReferenceIdGroup:
      return "docshare.registry.v1.ReferenceIdGroup";
    case ParameterForm::kNumber:
      return "uint32";
    case ParameterForm::kText:
    case ParameterForm::kTime:
      break;
  }
  return "string";
}

std::string TypeOf(const FieldDescriptor& field) {
  if (field.message_type() != nullptr) return field.message_type()->full_name();
  if (field.enum_type() != nullptr) return field.enum_type()->full_name();
  return field.type_name();
}

// A value of the form, and a second one.
std::string Sample(ParameterForm form) {
  switch (form) {
    case ParameterForm::kPatient:
      return "'1^^^&2.999&ISO'";
    case ParameterForm::kStatus:
      return absl::StrCat("'", kApproved, "'");
    case ParameterForm::kAvailability:
      return "'urn:ihe:iti:2010:DocumentAvailability:Online'";
    case ParameterForm::kObjectType:
      return "'urn:uuid:7edca82f-054d-47f2-a032-9b2a5b5186c1'";
    case ParameterForm::kCode:
    case ParameterForm::kCodeGroup:
      return "'c^^2.999'";
    case ParameterForm::kNumber:
      return "2";
    case ParameterForm::kTime:
      return "2004";
    case ParameterForm::kReferenceIdGroup:
    case ParameterForm::kText:
      break;
  }
  return "'text'";
}

TEST(QueryMessageTest, EveryFieldOfTheCatalogueIsThereWithItsType) {
  for (const StoredQueryDefinition& query : AllStoredQueries()) {
    StoredQueryRequest request;
    request.query = query.query;
    const auto message = ToQueryMessage(request);
    ASSERT_TRUE(message.ok());
    const Descriptor& descriptor = *AnyOf(*message).GetDescriptor();
    EXPECT_EQ(descriptor.name(), absl::StrCat(query.name, "Request"));
    for (const StoredQueryParameter& parameter : query.parameters) {
      SCOPED_TRACE(absl::StrCat(query.name, " ", parameter.field));
      const std::vector<std::string> path = absl::StrSplit(parameter.field, '.');
      const FieldDescriptor* field = descriptor.FindFieldByName(path[0]);
      ASSERT_NE(field, nullptr);
      if (path.size() == 2) field = field->message_type()->FindFieldByName(path[1]);
      ASSERT_NE(field, nullptr);
      EXPECT_EQ(TypeOf(*field), TypeOf(parameter.form));
      EXPECT_EQ(field->is_repeated(), parameter.is_multiple);
      EXPECT_EQ(path.size() == 2, parameter.form == ParameterForm::kTime);
    }
  }
}

// Nothing a query can ask for is out of reach over ITI-18 and ITI-51.
TEST(QueryMessageTest, EveryFieldOfTheMessagesIsInTheCatalogue) {
  const std::vector<std::string> of_the_caller = {"return_type", "page_size", "page_token",
                                                  "min_commit_position"};
  for (const StoredQueryDefinition& query : AllStoredQueries()) {
    StoredQueryRequest request;
    request.query = query.query;
    const Descriptor& descriptor = *AnyOf(*ToQueryMessage(request)).GetDescriptor();
    for (int i = 0; i < descriptor.field_count(); ++i) {
      const std::string& field = descriptor.field(i)->name();
      if (std::count(of_the_caller.begin(), of_the_caller.end(), field) > 0) continue;
      const bool is_known =
          std::any_of(query.parameters.begin(), query.parameters.end(), [&](const auto& p) {
            return p.field == field || absl::StartsWith(p.field, absl::StrCat(field, "."));
          });
      EXPECT_TRUE(is_known) << query.name << " " << field;
    }
  }
}

// Each parameter of each query alone (with those that are required), into its field.
TEST(QueryMessageTest, EveryParameterReachesItsField) {
  for (const StoredQueryDefinition& query : AllStoredQueries()) {
    for (const StoredQueryParameter& parameter : query.parameters) {
      SCOPED_TRACE(absl::StrCat(query.name, " ", parameter.name));
      const auto is_in_group = [&](absl::string_view name) {
        return std::count(query.group.begin(), query.group.end(), name) > 0;
      };
      std::vector<Slot> slots;
      for (const StoredQueryParameter& other : query.parameters) {
        const bool is_first_of_group = !query.group.empty() && other.name == query.group.front() &&
                                       !is_in_group(parameter.name);
        if (&other == &parameter || other.is_required || is_first_of_group) {
          slots.push_back({std::string(other.name), {Sample(other.form)}});
        }
      }
      const auto message = MessageOf(query, slots);
      ASSERT_TRUE(message.ok()) << message.status();
      const google::protobuf::Message& filled = AnyOf(*message);
      const std::string field(parameter.field.substr(0, parameter.field.find('.')));
      const FieldDescriptor* descriptor = filled.GetDescriptor()->FindFieldByName(field);
      std::vector<const FieldDescriptor*> set;
      filled.GetReflection()->ListFields(filled, &set);
      EXPECT_THAT(set, ::testing::Contains(descriptor)) << filled.DebugString();
      // return_type and one field for each parameter.
      EXPECT_EQ(set.size(), slots.size() + 1) << filled.DebugString();
    }
  }
}

TEST(QueryMessageTest, FillsFindDocuments) {
  const auto message = MessageOf(
      Definition(StoredQuery::kFindDocuments),
      {{"$XDSDocumentEntryPatientId", {"'12838520020^^^&2.16.578.1.12.4.1.4.1&ISO'"}},
       {"$XDSDocumentEntryStatus",
        {absl::StrCat("('", kApproved, "')"), absl::StrCat("('", kDeprecated, "','unknown')")}},
       {"$XDSDocumentEntryClassCode", {"('a^^1','b c^^2')"}},
       {"$XDSDocumentEntryEventCodeList", {"('x^^1','y^^1')"}},
       {"$XDSDocumentEntryEventCodeList", {"('z^^1')"}},
       {"$XDSDocumentEntryAuthorPerson", {"('%Nord''mann%')"}},
       {"$XDSDocumentEntryServiceStopTimeTo", {"20240229"}},
       {"$XDSDocumentEntryType",
        {"('urn:uuid:34268e47-fdf5-41a6-ba33-82133c465248',"
         "'urn:uuid:7edca82f-054d-47f2-a032-9b2a5b5186c1')"}},
       {"$MetadataLevel", {"2"}}});
  ASSERT_TRUE(message.ok()) << message.status();
  registry::v1::FindDocumentsRequest expected;
  ASSERT_TRUE(google::protobuf::TextFormat::ParseFromString(
      R"pb(
        patient_id { id: "12838520020" assigning_authority: "2.16.578.1.12.4.1.4.1" }
        statuses: [ AVAILABILITY_STATUS_APPROVED, AVAILABILITY_STATUS_DEPRECATED ]
        return_type: RETURN_TYPE_OBJECT_REF
        class_codes { code: "a" code_system: "1" }
        class_codes { code: "b c" code_system: "2" }
        event_codes {
          any_of { code: "x" code_system: "1" }
          any_of { code: "y" code_system: "1" }
        }
        event_codes { any_of { code: "z" code_system: "1" } }
        author_person_patterns: "%Nord'mann%"
        service_stop_time { to: "20240229" }
        object_types: [ DOCUMENT_ENTRY_TYPE_ON_DEMAND, DOCUMENT_ENTRY_TYPE_STABLE ]
        metadata_level: 2)pb",
      &expected));
  const auto& filled = absl::get<registry::v1::FindDocumentsRequest>(*message);
  EXPECT_TRUE(google::protobuf::util::MessageDifferencer::Equals(filled, expected))
      << filled.DebugString();
}

TEST(QueryMessageTest, FillsReferenceIdsAndSeveralPatients) {
  const auto by_reference =
      MessageOf(Definition(StoredQuery::kFindDocumentsByReferenceId),
                {{"$XDSDocumentEntryPatientId", {"'1^^^&2.999&ISO'"}},
                 {"$XDSDocumentEntryStatus", {absl::StrCat("('", kApproved, "')")}},
                 {"$XDSDocumentEntryReferenceIdList", {"('1^^^^urn:x','2^^^^urn:x')"}},
                 {"$XDSDocumentEntryReferenceIdList", {"('3^^^^urn:x')"}}});
  ASSERT_TRUE(by_reference.ok()) << by_reference.status();
  const auto& groups =
      absl::get<registry::v1::FindDocumentsByReferenceIdRequest>(*by_reference).reference_ids();
  ASSERT_EQ(groups.size(), 2);
  EXPECT_THAT(groups[0].any_of(), ElementsAre("1^^^^urn:x", "2^^^^urn:x"));

  const auto folders =
      MessageOf(Definition(StoredQuery::kFindFoldersForMultiplePatients),
                {{"$XDSFolderPatientId", {"( ' 1^^^&2.999&ISO' ,\n '2^^^&2.999&ISO')"}},
                 {"$XDSFolderStatus", {absl::StrCat("('", kApproved, "')")}}});
  ASSERT_TRUE(folders.ok()) << folders.status();
  const auto& patients =
      absl::get<registry::v1::FindFoldersForMultiplePatientsRequest>(*folders).patient_ids();
  ASSERT_EQ(patients.size(), 2);
  EXPECT_EQ(patients[0].id(), " 1");
}

TEST(QueryMessageTest, RefusesMalformedValues) {
  const Slot status = {"$XDSDocumentEntryStatus", {absl::StrCat("('", kApproved, "')")}};
  const Slot patient = {"$XDSDocumentEntryPatientId", {"'1^^^&2.999&ISO'"}};
  const Slot cases[] = {{"$XDSDocumentEntryClassCode", {"('a')"}},
                        {"$XDSDocumentEntryClassCode", {"('a^^1','a^b^1')"}},
                        {"$XDSDocumentEntryClassCode", {"('^^1')"}},
                        {"$XDSDocumentEntryClassCode", {"('a^^')"}},
                        {"$XDSDocumentEntryConfidentialityCode", {"('a^^1^2')"}},
                        {"$XDSDocumentEntryCreationTimeFrom", {"20041301"}},
                        {"$XDSDocumentEntryCreationTimeTo", {"'today'"}},
                        {"$XDSDocumentEntryType", {"('stable')"}},
                        {"$XDSDocumentEntryDocumentAvailability", {"('Online')"}},
                        {"$MetadataLevel", {"'two'"}},
                        {"$MetadataLevel", {"99999999999"}}};
  for (const Slot& slot : cases) {
    SCOPED_TRACE(slot.name + slot.values[0]);
    const absl::Status refusal =
        MessageOf(Definition(StoredQuery::kFindDocuments), {patient, status, slot}).status();
    EXPECT_EQ(refusal.code(), absl::StatusCode::kInvalidArgument);
    const auto errors = RegistryErrorsOf(refusal);
    ASSERT_TRUE(errors) << refusal;
    EXPECT_EQ(errors->errors(0).error_code(), "XDSRegistryError");
    EXPECT_EQ(errors->errors(0).location(), slot.name);
  }
}

TEST(QueryMessageTest, StatusesNobodyKnowsAreNone) {
  const Slot patient = {"$XDSDocumentEntryPatientId", {"'1^^^&2.999&ISO'"}};
  const Slot unknown = {"$XDSDocumentEntryStatus",
                        {"('urn:oasis:names:tc:ebxml-regrep:ResponseStatusType:Approved')"}};
  const absl::Status refusal =
      MessageOf(Definition(StoredQuery::kFindDocuments), {patient, unknown}).status();
  const auto errors = RegistryErrorsOf(refusal);
  ASSERT_TRUE(errors) << refusal;
  EXPECT_EQ(errors->errors(0).error_code(), "XDSStoredQueryMissingParam");
  EXPECT_EQ(errors->errors(0).location(), "$XDSDocumentEntryStatus");
}

}  // namespace
}  // namespace docshare
