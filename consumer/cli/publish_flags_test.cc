#include "consumer/cli/publish_flags.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

namespace docshare::consumer {
namespace {

using docshare::config::v1::PublishDefaults;
using docshare::metadata::v1::DocumentEntry;
using docshare::registry::v1::RegisterDocumentSetRequest;
using ::testing::StartsWith;

TEST(PublishFlagsTest, EveryFlagBecomesMetadata) {
  PublishFlags flags;
  // Each flag is bound to a member: fill them in by name, as the command line does.
  const std::vector<std::pair<std::string, std::string>> values = {
      {"--patient", "12838520020"},      {"--source-patient", "77^^^&1.9&ISO"},
      {"--title", "Epikrise"},           {"--class", "A00-1^^1.1"},
      {"--type", "A03-2^^1.2"},          {"--format", "f^^1.3"},
      {"--confidentiality", "N^^1.4"},   {"--event", "e^^1.5"},
      {"--facility", "86.101^^1.6"},     {"--practice", "S03^^1.7"},
      {"--author", "Nordmann"},          {"--institution", "Testsykehuset HF"},
      {"--language", "nb-NO"},           {"--created", "2024-01-31T10:00+01:00"},
      {"--service-start", "2024-01-30"}, {"--service-stop", "2024-01-31"},
      {"--unique-id", "1.2.3"},          {"--comments", "for you"},
      {"--mime", "text/plain"},          {"--content-type", "c^^1.8"},
      {"--submission-id", "1.2.4"},      {"--submission-time", "20240131"},
  };
  std::vector<Flag> described = flags.Describe();
  ASSERT_EQ(described.size(), values.size());
  for (const auto& [name, value] : values) {
    for (Flag& flag : described) {
      if (flag.name != name) continue;
      if (auto* const* text = std::get_if<std::string*>(&flag.target)) **text = value;
      if (auto* const* texts = std::get_if<std::vector<std::string>*>(&flag.target)) {
        (*texts)->push_back(value);
      }
    }
  }
  absl::StatusOr<RegisterDocumentSetRequest> request = MetadataOfFlags(flags, "1.0");
  ASSERT_TRUE(request.ok()) << request.status();
  const DocumentEntry& entry = request->document_entries(0);
  EXPECT_EQ(entry.patient_id().id(), "12838520020");
  EXPECT_EQ(entry.patient_id().assigning_authority(), "1.0");
  EXPECT_EQ(entry.source_patient_id().assigning_authority(), "1.9");
  EXPECT_EQ(entry.title().localized(0).value(), "Epikrise");
  EXPECT_EQ(entry.class_code().code_system(), "1.1");
  EXPECT_EQ(entry.type_code().code_system(), "1.2");
  EXPECT_EQ(entry.format_code().code_system(), "1.3");
  EXPECT_EQ(entry.confidentiality_codes(0).code_system(), "1.4");
  EXPECT_EQ(entry.event_codes(0).code_system(), "1.5");
  EXPECT_EQ(entry.healthcare_facility_type_code().code_system(), "1.6");
  EXPECT_EQ(entry.practice_setting_code().code_system(), "1.7");
  EXPECT_EQ(entry.authors(0).person().family_name(), "Nordmann");
  EXPECT_EQ(entry.authors(0).institutions(0).name(), "Testsykehuset HF");
  EXPECT_EQ(entry.language_code(), "nb-NO");
  EXPECT_EQ(entry.creation_time(), "202401310900");
  EXPECT_EQ(entry.service_start_time(), "20240130");
  EXPECT_EQ(entry.service_stop_time(), "20240131");
  EXPECT_EQ(entry.unique_id(), "1.2.3");
  EXPECT_EQ(entry.comments().localized(0).value(), "for you");
  EXPECT_EQ(entry.mime_type(), "text/plain");
  EXPECT_EQ(request->submission_set().content_type_code().code_system(), "1.8");
  EXPECT_EQ(request->submission_set().unique_id(), "1.2.4");
  EXPECT_EQ(request->submission_set().submission_time(), "20240131");
}

TEST(PublishFlagsTest, NoFlagsAreNoMetadata) {
  absl::StatusOr<RegisterDocumentSetRequest> request = MetadataOfFlags(PublishFlags(), "1.0");
  ASSERT_TRUE(request.ok());
  EXPECT_EQ(request->document_entries(0).ByteSizeLong(), 0u);
  EXPECT_EQ(request->submission_set().ByteSizeLong(), 0u);
}

TEST(PublishFlagsTest, EveryAuthorHasAllInstitutions) {
  PublishFlags flags;
  flags.authors = {"Nordmann", "Hansen"};
  flags.institutions = {"Sykehuset", "Avdelingen"};
  DocumentEntry entry = MetadataOfFlags(flags, "")->document_entries(0);
  ASSERT_EQ(entry.authors_size(), 2);
  EXPECT_EQ(entry.authors(1).person().family_name(), "Hansen");
  EXPECT_EQ(entry.authors(1).institutions_size(), 2);
}

TEST(PublishFlagsTest, InstitutionsAloneAreOneAuthor) {
  PublishFlags flags;
  flags.institutions = {"Sykehuset"};
  DocumentEntry entry = MetadataOfFlags(flags, "")->document_entries(0);
  ASSERT_EQ(entry.authors_size(), 1);
  EXPECT_FALSE(entry.authors(0).has_person());
}

TEST(PublishFlagsTest, RefusalsNameTheFlag) {
  const struct {
    const char* flag;
    std::string PublishFlags::*field;
  } cases[] = {
      {"--patient", &PublishFlags::patient},
      {"--source-patient", &PublishFlags::source_patient},
      {"--class", &PublishFlags::class_code},
      {"--type", &PublishFlags::type_code},
      {"--format", &PublishFlags::format_code},
      {"--facility", &PublishFlags::facility_code},
      {"--practice", &PublishFlags::practice_code},
      {"--created", &PublishFlags::created},
      {"--service-start", &PublishFlags::service_start},
      {"--service-stop", &PublishFlags::service_stop},
      {"--content-type", &PublishFlags::content_type_code},
      {"--submission-time", &PublishFlags::submission_time},
  };
  for (const auto& c : cases) {
    PublishFlags flags;
    flags.*(c.field) = "wrong^";
    absl::Status status = MetadataOfFlags(flags, "").status();
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << c.flag;
    EXPECT_THAT(std::string(status.message()), StartsWith(c.flag));
  }
  PublishFlags flags;
  flags.confidentiality_codes = {"N^^1.2", "N"};
  EXPECT_THAT(std::string(MetadataOfFlags(flags, "").status().message()),
              StartsWith("--confidentiality"));
}

TEST(PublishDefaultsTest, BecomeMetadata) {
  PublishDefaults defaults;
  defaults.set_source_id("1.2.9");
  defaults.set_class_code("A00-1^^1.1");
  defaults.set_type_code("A03-2^^1.2");
  defaults.set_confidentiality_code("N^^1.4");
  defaults.set_healthcare_facility_type_code("86.101^^1.6^Sykehus");
  defaults.set_practice_setting_code("S03^^1.7");
  defaults.set_language_code("nb-NO");
  defaults.set_author_institution("Testsykehuset HF");
  defaults.set_content_type_code("c^^1.8");
  absl::StatusOr<RegisterDocumentSetRequest> request = MetadataOfDefaults(defaults);
  ASSERT_TRUE(request.ok()) << request.status();
  const DocumentEntry& entry = request->document_entries(0);
  EXPECT_EQ(entry.class_code().code(), "A00-1");
  EXPECT_EQ(entry.type_code().code(), "A03-2");
  EXPECT_EQ(entry.confidentiality_codes(0).code(), "N");
  EXPECT_EQ(entry.healthcare_facility_type_code().display_name(), "Sykehus");
  EXPECT_EQ(entry.practice_setting_code().code(), "S03");
  EXPECT_EQ(entry.language_code(), "nb-NO");
  EXPECT_TRUE(entry.authors().empty());
  EXPECT_EQ(request->submission_set().source_id(), "1.2.9");
  EXPECT_EQ(request->submission_set().content_type_code().code(), "c");
  EXPECT_EQ(request->submission_set().authors(0).institutions(0).name(), "Testsykehuset HF");
}

TEST(PublishDefaultsTest, RefusalsNameTheField) {
  PublishDefaults defaults;
  defaults.set_practice_setting_code("S03");
  EXPECT_THAT(std::string(MetadataOfDefaults(defaults).status().message()),
              StartsWith("publish.practice_setting_code"));
}

}  // namespace
}  // namespace docshare::consumer
