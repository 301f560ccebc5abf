// Metadata and queries that nobody should send.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "domain/errors/xds_error.h"
#include "domain/metadata/testing/submission_builder.h"
#include "tests/scenario/bad_input.h"
#include "tests/stack/refusal.h"
#include "tests/stack/stack.h"
#include "tests/stack/test_submission.h"

namespace docshare::tests {
namespace {

using ::testing::AllOf;

using metadata::v1::DocumentEntry;
using registry::v1::RegisterDocumentSetRequest;

constexpr char kMetadataError[] = "XDSRegistryMetadataError";

struct MetadataCase {
  const char* name;
  std::function<void(RegisterDocumentSetRequest&)> spoil;
  const char* code;
  const char* location;
};

void SpoilEntry(RegisterDocumentSetRequest& request,
                const std::function<void(DocumentEntry&)>& spoil) {
  spoil(*request.mutable_document_entries(1));
}

MetadataCase EntryCase(const char* name, const std::function<void(DocumentEntry&)>& spoil,
                       const char* location) {
  return {name, [spoil](RegisterDocumentSetRequest& request) { SpoilEntry(request, spoil); },
          kMetadataError, location};
}

std::vector<MetadataCase> MissingAttributes() {
  using Set = metadata::v1::SubmissionSet;
  const auto set_case = [](const char* name, void (*spoil)(Set&), const char* location) {
    return MetadataCase{
        name,
        [spoil](RegisterDocumentSetRequest& request) { spoil(*request.mutable_submission_set()); },
        kMetadataError, location};
  };
  return {
      {"no submission set", [](auto& request) { request.clear_submission_set(); }, kMetadataError,
       "submission_set"},
      set_case(
          "no set entry_uuid", [](Set& set) { set.clear_entry_uuid(); },
          "submission_set.entry_uuid"),
      set_case(
          "no set unique_id", [](Set& set) { set.clear_unique_id(); }, "submission_set.unique_id"),
      set_case(
          "no set patient", [](Set& set) { set.clear_patient_id(); }, "submission_set.patient_id"),
      set_case(
          "no source", [](Set& set) { set.clear_source_id(); }, "submission_set.source_id"),
      set_case(
          "no submission time", [](Set& set) { set.clear_submission_time(); },
          "submission_set.submission_time"),
      set_case(
          "no content type", [](Set& set) { set.clear_content_type_code(); },
          "submission_set.content_type_code"),
      EntryCase(
          "no entry_uuid", [](auto& entry) { entry.clear_entry_uuid(); },
          "document_entries[1].entry_uuid"),
      EntryCase(
          "no unique_id", [](auto& entry) { entry.clear_unique_id(); },
          "document_entries[1].unique_id"),
      EntryCase(
          "no patient", [](auto& entry) { entry.clear_patient_id(); },
          "document_entries[1].patient_id"),
      EntryCase(
          "no type of object", [](auto& entry) { entry.clear_object_type(); },
          "document_entries[1].object_type"),
      EntryCase(
          "no mime type", [](auto& entry) { entry.clear_mime_type(); },
          "document_entries[1].mime_type"),
      EntryCase(
          "no class", [](auto& entry) { entry.clear_class_code(); },
          "document_entries[1].class_code"),
      EntryCase(
          "no type", [](auto& entry) { entry.clear_type_code(); }, "document_entries[1].type_code"),
      EntryCase(
          "no format", [](auto& entry) { entry.clear_format_code(); },
          "document_entries[1].format_code"),
      EntryCase(
          "no confidentiality", [](auto& entry) { entry.clear_confidentiality_codes(); },
          "document_entries[1].confidentiality_codes"),
      EntryCase(
          "no facility", [](auto& entry) { entry.clear_healthcare_facility_type_code(); },
          "document_entries[1].healthcare_facility_type_code"),
      EntryCase(
          "no practice", [](auto& entry) { entry.clear_practice_setting_code(); },
          "document_entries[1].practice_setting_code"),
      EntryCase(
          "no creation time", [](auto& entry) { entry.clear_creation_time(); },
          "document_entries[1].creation_time"),
      EntryCase(
          "no language", [](auto& entry) { entry.clear_language_code(); },
          "document_entries[1].language_code"),
      EntryCase(
          "no source patient", [](auto& entry) { entry.clear_source_patient_id(); },
          "document_entries[1].source_patient_id"),
  };
}

// What only a repository can leave out.
std::vector<MetadataCase> MissingAttributesOfARepository() {
  return {
      EntryCase(
          "no hash", [](auto& entry) { entry.clear_hash(); }, "document_entries[1].hash"),
      EntryCase(
          "no size", [](auto& entry) { entry.clear_size(); }, "document_entries[1].size"),
      EntryCase(
          "no repository", [](auto& entry) { entry.clear_repository_unique_id(); },
          "document_entries[1].repository_unique_id"),
  };
}

std::vector<MetadataCase> WrongFormats() {
  return {
      EntryCase(
          "no UUID", [](auto& entry) { entry.set_entry_uuid("urn:uuid:nonsense"); },
          "document_entries[1].entry_uuid"),
      EntryCase(
          "UUID in upper case",
          [](auto& entry) {
            entry.set_entry_uuid("urn:uuid:7EDCA82F-054D-47F2-A032-9B2A5B5186C1");
          },
          "document_entries[1].entry_uuid"),
      {"set unique_id that is no OID",
       [](auto& request) { request.mutable_submission_set()->set_unique_id("1.02.3"); },
       kMetadataError, "submission_set.unique_id"},
      {"source that is no OID",
       [](auto& request) { request.mutable_submission_set()->set_source_id("urn:oid:2.999"); },
       kMetadataError, "submission_set.source_id"},
      {"submission time that is no DTM",
       [](auto& request) { request.mutable_submission_set()->set_submission_time("2024-02-29"); },
       kMetadataError, "submission_set.submission_time"},
      EntryCase(
          "unique_id of 257 characters",
          [](auto& entry) { entry.set_unique_id("2.999." + std::string(251, '1')); },
          "document_entries[1].unique_id"),
      EntryCase(
          "29 February of 2023", [](auto& entry) { entry.set_creation_time("20230229"); },
          "document_entries[1].creation_time"),
      EntryCase(
          "DTM with an offset", [](auto& entry) { entry.set_creation_time("20240229120000+0100"); },
          "document_entries[1].creation_time"),
      EntryCase(
          "service that ends before it begins",
          [](auto& entry) {
            entry.set_service_start_time("2025");
            entry.set_service_stop_time("2024");
          },
          "document_entries[1].service_start_time"),
      EntryCase(
          "patient without authority",
          [](auto& entry) { entry.mutable_source_patient_id()->clear_assigning_authority(); },
          "document_entries[1].source_patient_id"),
      EntryCase(
          "authority that is no OID",
          [](auto& entry) {
            entry.mutable_source_patient_id()->set_assigning_authority("hospital");
          },
          "document_entries[1].source_patient_id"),
      EntryCase(
          "language", [](auto& entry) { entry.set_language_code("norsk bokmål"); },
          "document_entries[1].language_code"),
      EntryCase(
          "mime type", [](auto& entry) { entry.set_mime_type("pdf"); },
          "document_entries[1].mime_type"),
      EntryCase(
          "code without code system",
          [](auto& entry) { entry.mutable_class_code()->clear_code_system(); },
          "document_entries[1].class_code.code_system"),
      EntryCase(
          "event code without code",
          [](auto& entry) { entry.add_event_codes()->set_code_system("2.999"); },
          "document_entries[1].event_codes[0].code"),
      EntryCase(
          "title of 128 characters",
          [](auto& entry) {
            entry.mutable_title()->mutable_localized(0)->set_value(std::string(128, 'x'));
          },
          "document_entries[1].title.localized[0].value"),
      EntryCase(
          "other patient than the submission's",
          [](auto& entry) { *entry.mutable_patient_id() = testing::APatient(kPatient); },
          "document_entries[1].patient_id"),
      EntryCase(
          "on-demand",
          [](auto& entry) { entry.set_object_type(metadata::v1::DOCUMENT_ENTRY_TYPE_ON_DEMAND); },
          "document_entries[1].object_type"),
  };
}

std::vector<MetadataCase> RepeatedAndDangling() {
  return {
      {"two entries with one id",
       [](auto& request) {
         request.mutable_document_entries(1)->set_entry_uuid(Uuid(request, 0));
         request.mutable_associations(1)->set_target_object(Uuid(request, 0));
       },
       kMetadataError, "document_entries[1].entry_uuid"},
      {"two entries with one unique_id",
       [](auto& request) {
         request.mutable_document_entries(1)->set_unique_id(
             request.document_entries(0).unique_id());
       },
       "XDSRegistryDuplicateUniqueIdInMessage", "document_entries[1].unique_id"},
      {"unique_id of the submission set",
       [](auto& request) {
         request.mutable_document_entries(1)->set_unique_id(request.submission_set().unique_id());
       },
       "XDSRegistryDuplicateUniqueIdInMessage", "document_entries[1].unique_id"},
      {"entry that is no member",
       [](auto& request) { request.mutable_associations()->RemoveLast(); }, kMetadataError,
       "document_entries[1]"},
      {"entry that is a member twice",
       [](auto& request) { *request.add_associations() = request.associations(1); }, kMetadataError,
       "document_entries[1]"},
      {"association to nothing",
       [](auto& request) { request.mutable_associations(1)->set_target_object("nothing"); },
       "UnresolvedReferenceException", "associations[1].target_object"},
      {"association of no type",
       [](auto& request) { request.mutable_associations(1)->clear_association_type(); },
       kMetadataError, "associations[1].association_type"},
      {"reference to an unknown document",
       [](auto& request) {
         metadata::v1::Association& reference = *request.add_associations();
         reference = request.associations(0);
         reference.set_target_object("urn:uuid:0a0a0a0a-0a0a-4a0a-8a0a-0a0a0a0a0a0a");
         reference.set_submission_set_status(metadata::v1::SUBMISSION_SET_STATUS_REFERENCE);
       },
       "UnresolvedReferenceException", "associations[2].target_object"},
  };
}

TEST_F(BadInputTest, MetadataThatTheRegistryRefuses) {
  for (const auto& cases : {MissingAttributes(), MissingAttributesOfARepository(), WrongFormats(),
                            RepeatedAndDangling()}) {
    for (const MetadataCase& c : cases) {
      SCOPED_TRACE(c.name);
      RegisterDocumentSetRequest request = testing::ASubmission()
                                               .OfPatient(kBadPatient)
                                               .With(testing::AnEntry())
                                               .With(testing::AnEntry())
                                               .Build();
      c.spoil(request);
      const absl::Status status = Register(request);
      EXPECT_THAT(status, HasStatusCode(absl::StatusCode::kInvalidArgument));
      // A patient that differs has a code of its own.
      const bool other_patient = std::string(c.location) == "document_entries[1].patient_id" &&
                                 request.document_entries(1).has_patient_id();
      EXPECT_THAT(status, HasRegistryError(other_patient ? "XDSPatientIdDoesNotMatch" : c.code,
                                           c.location));
    }
  }
}

TEST_F(BadInputTest, RepositoryPassesTheRefusalOn) {
  auto source = stack_->Source(0, kHospital);
  for (const auto& cases : {MissingAttributes(), WrongFormats(), RepeatedAndDangling()}) {
    for (const MetadataCase& c : cases) {
      SCOPED_TRACE(c.name);
      TestSubmission submission = ASubmissionOf({"one", "two"}, kBadPatient);
      c.spoil(submission.metadata);
      const absl::Status status =
          source->Provide(submission.metadata, submission.Documents()).status();
      EXPECT_THAT(status, HasStatusCode(absl::StatusCode::kInvalidArgument));
      const absl::optional<metadata::v1::RegistryErrorList> errors = RegistryErrorsOf(status);
      ASSERT_TRUE(errors.has_value()) << status;
      // Some faults the repository meets itself, with its own codes.
      bool located = false;
      for (const auto& error : errors->errors()) {
        located |= absl::StartsWith(error.location(), c.location);
      }
      EXPECT_TRUE(located) << errors->ShortDebugString();
    }
  }
}

TEST_F(BadInputTest, AllFaultsAreNamedAtOnce) {
  RegisterDocumentSetRequest request = testing::ASubmission()
                                           .OfPatient(kBadPatient)
                                           .With(testing::AnEntry())
                                           .With(testing::AnEntry())
                                           .Build();
  request.mutable_submission_set()->clear_source_id();
  request.mutable_document_entries(0)->clear_mime_type();
  request.mutable_document_entries(1)->set_creation_time("yesterday");
  EXPECT_THAT(Register(request),
              AllOf(HasRegistryError(kMetadataError, "submission_set.source_id"),
                    HasRegistryError(kMetadataError, "document_entries[0].mime_type"),
                    HasRegistryError(kMetadataError, "document_entries[1].creation_time")));
}

TEST_F(BadInputTest, EmptySubmission) {
  EXPECT_THAT(Register({}), AllOf(HasStatusCode(absl::StatusCode::kInvalidArgument),
                                  HasRegistryError(kMetadataError, "submission_set"),
                                  HasRegistryError(kMetadataError, "")));
  const RegisterDocumentSetRequest only_a_set =
      testing::ASubmission().OfPatient(kBadPatient).Build();
  EXPECT_THAT(Register(only_a_set), AllOf(HasStatusCode(absl::StatusCode::kInvalidArgument),
                                          HasRegistryError(kMetadataError, "")));
  EXPECT_THAT(Provide({Metadata({})}), HasStatusCode(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(Provide({Metadata(only_a_set)}), HasRegistryError(kMetadataError, ""));
}

TEST_F(BadInputTest, TenThousandEntries) {
  testing::SubmissionBuilder builder = testing::ASubmission().OfPatient(kBadPatient);
  for (int i = 0; i < 10'000; ++i) builder.With(testing::AnEntry());
  const RegisterDocumentSetRequest request = builder.Build();
  EXPECT_THAT(Register(request),
              AllOf(HasStatusCode(absl::StatusCode::kResourceExhausted),
                    HasRegistryError("XDSRegistryOutOfResources", "document_entries")));
  const absl::Status status = Provide({Metadata(request)});
  EXPECT_THAT(status, HasStatusCode(absl::StatusCode::kResourceExhausted));
  EXPECT_TRUE(RegistryErrorsOf(status).has_value()) << status;
}

TEST_F(BadInputTest, QueriesThatCannotBeAnswered) {
  auto consumer = stack_->Consumer(kHospital);
  registry::v1::FindDocumentsRequest good;
  *good.mutable_patient_id() = testing::APatient(kPatient);
  good.add_statuses(metadata::v1::AVAILABILITY_STATUS_APPROVED);
  good.set_return_type(registry::v1::RETURN_TYPE_OBJECT_REF);
  ASSERT_TRUE(consumer->FindDocuments(good).ok());
  struct Case {
    const char* name;
    void (*spoil)(registry::v1::FindDocumentsRequest&);
    const char* code;
    const char* location;
  };
  for (const Case& c :
       {Case{"no patient", [](auto& request) { request.clear_patient_id(); },
             "XDSStoredQueryMissingParam", "patient_id"},
        Case{"no status", [](auto& request) { request.clear_statuses(); },
             "XDSStoredQueryMissingParam", "statuses"},
        Case{"no return type", [](auto& request) { request.clear_return_type(); },
             "XDSStoredQueryMissingParam", "return_type"},
        Case{"time", [](auto& request) { request.mutable_creation_time()->set_from("today"); },
             "XDSRegistryError", "creation_time"},
        Case{"page token", [](auto& request) { request.set_page_token("forged"); },
             "XDSRegistryError", "page_token"}}) {
    SCOPED_TRACE(c.name);
    registry::v1::FindDocumentsRequest request = good;
    c.spoil(request);
    const absl::Status status = consumer->FindDocuments(request).status();
    EXPECT_THAT(status, HasStatusCode(absl::StatusCode::kInvalidArgument));
    EXPECT_THAT(status, HasRegistryError(c.code, c.location));
  }
}

}  // namespace
}  // namespace docshare::tests
