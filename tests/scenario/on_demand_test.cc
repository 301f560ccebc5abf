// The list of a patient's documents is made when it is retrieved: by the real servers and programs.

#include <gmock/gmock.h>
#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include <memory>
#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "consumer/publish/cda_header.h"
#include "domain/errors/xds_error.h"
#include "domain/metadata/testing/submission_builder.h"
#include "tests/stack/docshare_cli.h"
#include "tests/stack/stack.h"
#include "tests/stack/test_submission.h"

namespace docshare::tests {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kDocumentList[] = R"(
  entry {
    title { localized { value: "Pasientens dokumenter" } }
    class_code { code: "A00-1" code_system: "2.16.578.1.12.4.1.1.9602" display_name: "Epikriser" }
    type_code { code: "A03-2" code_system: "2.16.578.1.12.4.1.1.9602" display_name: "Epikrise" }
    format_code {
      code: "urn:ihe:iti:xds:2017:mimeTypeSufficient" code_system: "1.3.6.1.4.1.19376.1.2.3"
      display_name: "MIME type sufficient"
    }
    confidentiality_codes {
      code: "N" code_system: "2.16.840.1.113883.5.25" display_name: "Normal"
    }
    healthcare_facility_type_code {
      code: "86.101" code_system: "2.16.578.1.12.4.1.1.1303" display_name: "Sykehus"
    }
    practice_setting_code {
      code: "D01" code_system: "2.16.578.1.12.4.1.1.8655" display_name: "Indremedisin"
    }
    language_code: "nb-NO"
  }
  content_type_code {
    code: "A00-1" code_system: "2.16.578.1.12.4.1.1.9602" display_name: "Epikriser"
  }
  custodian {
    name: "Testsykehuset HF" id: "100000016"
    assigning_authority { universal_id: "2.16.578.1.12.4.1.4.101" universal_id_type: "ISO" }
  })";

class OnDemandTest : public ::testing::Test {
 protected:
  void Start(bool keep_snapshots, bool may_query = true) {
    StackOptions options;
    options.registry_wait_s = 3;
    options.change_registry = [may_query](config::v1::RegistryConfig& config) {
      if (!may_query) return;
      config::v1::Peer& peer = *config.add_peers();
      peer.set_name(kRepositorySystems[0]);
      peer.add_roles(config::v1::ROLE_QUERY);
    };
    options.change_repository = [keep_snapshots](int i, config::v1::RepositoryConfig& config) {
      config::v1::Peer& peer = *config.add_peers();
      peer.set_name(kAdmin);
      peer.add_roles(config::v1::ROLE_ADMINISTER);
      if (i != 0) return;
      ASSERT_TRUE(google::protobuf::TextFormat::ParseFromString(kDocumentList,
                                                                config.mutable_document_list()));
      config.mutable_document_list()->set_keep_snapshots(keep_snapshots);
    };
    auto stack = Stack::Start(options);
    ASSERT_TRUE(stack.ok()) << stack.status();
    stack_ = *std::move(stack);
    ASSERT_TRUE(stack_->FeedPatient(kPatient).ok());
    consumer_ = stack_->Consumer(kMunicipality);
  }

  void Publish(const std::string& title) {
    TestSubmission submission = ASubmissionOf({title});
    auto& entry = *submission.metadata.mutable_document_entries(0);
    entry.mutable_title()->mutable_localized(0)->set_value(title);
    auto provided =
        stack_->Source(0, kHospital)->Provide(submission.metadata, submission.Documents());
    ASSERT_TRUE(provided.ok()) << provided.status();
  }

  CommandResult Run(const char* program, const std::string& system,
                    const std::vector<std::string>& arguments, int exit_code = 0) {
    auto result = DocshareCli(stack_.get(), system, 0, program).Run(arguments);
    EXPECT_TRUE(result.ok()) << result.status();
    EXPECT_EQ(result->exit.code, exit_code) << result->stdout_text << result->stderr_text;
    return *std::move(result);
  }

  CommandResult RegisterList(int exit_code = 0, int repository = 0) {
    return Run(kDocshareAdmin, kAdmin,
               {"repository", "register-list", "--patient", kPatient, "--repository",
                kRepositoryOids[static_cast<size_t>(repository)]},
               exit_code);
  }

  // The patient's approved entries of a type.
  std::vector<metadata::v1::DocumentEntry> Find(metadata::v1::DocumentEntryType type) {
    registry::v1::FindDocumentsRequest request;
    *request.mutable_patient_id() = testing::APatient(kPatient);
    request.add_statuses(metadata::v1::AVAILABILITY_STATUS_APPROVED);
    request.add_object_types(type);
    request.set_return_type(registry::v1::RETURN_TYPE_LEAF_CLASS);
    auto found = consumer_->FindDocuments(request);
    EXPECT_TRUE(found.ok()) << found.status();
    return {found->document_entries().begin(), found->document_entries().end()};
  }

  // The patient's only list.
  metadata::v1::DocumentEntry List() {
    auto lists = Find(metadata::v1::DOCUMENT_ENTRY_TYPE_ON_DEMAND);
    EXPECT_EQ(lists.size(), 1u);
    return lists.empty() ? metadata::v1::DocumentEntry() : lists[0];
  }

  struct Fetched {
    consumer::RetrievedDocument document;
    std::string bytes;
  };
  Fetched Fetch(const consumer::DocumentLocation& location) {
    Fetched fetched;
    auto document = consumer_->Retrieve(location, [&](absl::string_view bytes) {
      fetched.bytes.append(bytes.data(), bytes.size());
      return absl::OkStatus();
    });
    EXPECT_TRUE(document.ok()) << document.status();
    if (document.ok()) fetched.document = *std::move(document);
    return fetched;
  }
  Fetched FetchList() { return Fetch({kRepositoryOids[0], List().unique_id(), ""}); }

  std::unique_ptr<Stack> stack_;
  std::unique_ptr<consumer::DocumentConsumer> consumer_;
};

TEST_F(OnDemandTest, TheListIsMadeWhenItIsRetrieved) {
  ASSERT_NO_FATAL_FAILURE(Start(/*keep_snapshots=*/true));
  Publish("Epikrise fra avdelingen");
  EXPECT_THAT(RegisterList().stdout_text, HasSubstr("registered: 2.25."));
  EXPECT_THAT(RegisterList().stdout_text, HasSubstr("registered before: 2.25."));
  const metadata::v1::DocumentEntry list = List();
  EXPECT_FALSE(list.has_size());
  EXPECT_EQ(list.hash(), "");

  const Fetched first = FetchList();
  EXPECT_EQ(first.document.mime_type, "text/xml");
  EXPECT_THAT(first.bytes, HasSubstr("<td>Epikrise fra avdelingen</td>"));
  std::istringstream stream(first.bytes);
  const auto header = consumer::ReadCdaHeader(stream);
  ASSERT_TRUE(header.ok()) << header.status();
  EXPECT_EQ(header->id.root, first.document.new_document_unique_id);
  EXPECT_EQ(header->title, "Pasientens dokumenter");
  EXPECT_EQ(header->patients[0].ids[0].extension, kPatient);

  // The snapshot is a document like others.
  EXPECT_EQ(first.document.new_repository_unique_id, kRepositoryOids[0]);
  EXPECT_EQ(Fetch({kRepositoryOids[0], first.document.new_document_unique_id, ""}).bytes,
            first.bytes);
  EXPECT_EQ(Find(metadata::v1::DOCUMENT_ENTRY_TYPE_STABLE).size(), 2u);
  EXPECT_EQ(FetchList().bytes, first.bytes) << "nothing has changed";

  Publish("Henvisning til fysioterapi");
  const Fetched second = FetchList();
  EXPECT_NE(second.document.new_document_unique_id, first.document.new_document_unique_id);
  EXPECT_THAT(second.bytes, AllOf(HasSubstr("<td>Henvisning til fysioterapi</td>"),
                                  Not(HasSubstr("<td>Pasientens dokumenter</td>"))));
  EXPECT_EQ(Find(metadata::v1::DOCUMENT_ENTRY_TYPE_STABLE).size(), 3u)
      << "two documents, and the snapshot in force";
  EXPECT_EQ(Fetch({kRepositoryOids[0], first.document.new_document_unique_id, ""}).bytes,
            first.bytes)
      << "a snapshot does not change";
}

TEST_F(OnDemandTest, PeopleFindAndFetchIt) {
  ASSERT_NO_FATAL_FAILURE(Start(/*keep_snapshots=*/true));
  Publish("Epikrise fra avdelingen");
  RegisterList();
  EXPECT_THAT(Run(kDocshare, kMunicipality, {"find", "--patient", kPatient}).stdout_text,
              Not(HasSubstr("Pasientens dokumenter")));
  EXPECT_THAT(
      Run(kDocshare, kMunicipality, {"find", "--patient", kPatient, "--on-demand"}).stdout_text,
      AllOf(HasSubstr("on demand"), HasSubstr("Pasientens dokumenter")));
  const CommandResult got = Run(kDocshare, kMunicipality, {"get", List().unique_id()});
  EXPECT_THAT(got.stdout_text, HasSubstr("<td>Epikrise fra avdelingen</td>"));
  const std::string path = stack_->folder() + "/list.xml";
  EXPECT_THAT(
      Run(kDocshare, kMunicipality, {"get", List().unique_id(), "-o", path, "--json"}).stdout_text,
      AllOf(HasSubstr("\"newUniqueId\""), HasSubstr("\"newRepositoryUniqueId\"")));
  EXPECT_THAT(
      Run(kDocshareAdmin, kAdmin, {"repository", "reconcile", "--repository", kRepositoryOids[0]})
          .stdout_text,
      HasSubstr("agree"));
}

TEST_F(OnDemandTest, WithoutSnapshotsEachRetrievalMakesAnother) {
  ASSERT_NO_FATAL_FAILURE(Start(/*keep_snapshots=*/false));
  RegisterList();
  const Fetched first = FetchList();
  const Fetched second = FetchList();
  EXPECT_NE(first.document.new_document_unique_id, second.document.new_document_unique_id);
  EXPECT_EQ(first.document.new_repository_unique_id, "");
  EXPECT_THAT(first.bytes, HasSubstr("Ingen dokumenter."));
  EXPECT_TRUE(Find(metadata::v1::DOCUMENT_ENTRY_TYPE_STABLE).empty());
}

TEST_F(OnDemandTest, NothingIsMadeWithoutTheRegistry) {
  ASSERT_NO_FATAL_FAILURE(Start(/*keep_snapshots=*/true));
  RegisterList();
  const std::string unique_id = List().unique_id();
  const std::string snapshot = FetchList().document.new_document_unique_id;
  stack_->registry().Kill();
  consumer::CallLimits limits;
  limits.retry.max_attempts = 1;
  auto consumer = stack_->Consumer(kMunicipality, limits);
  const auto ignore = [](absl::string_view) { return absl::OkStatus(); };
  const absl::Status fresh =
      consumer->Retrieve({kRepositoryOids[0], unique_id, ""}, ignore).status();
  EXPECT_EQ(fresh.code(), absl::StatusCode::kUnavailable) << fresh;
  EXPECT_THAT(RegistryErrorsOf(fresh)->errors(0).error_code(), "XDSRegistryNotAvailable");
  EXPECT_TRUE(consumer->Retrieve({kRepositoryOids[0], snapshot, ""}, ignore).ok())
      << "what was kept needs no registry";
  ASSERT_TRUE(stack_->registry().Start().ok());
}

TEST_F(OnDemandTest, ARepositoryThatMayNotQuerySaysSo) {
  ASSERT_NO_FATAL_FAILURE(Start(/*keep_snapshots=*/true, /*may_query=*/false));
  EXPECT_THAT(RegisterList(/*exit_code=*/5).stderr_text, HasSubstr("grant ROLE_QUERY"));
  EXPECT_THAT(RegisterList(/*exit_code=*/1, /*repository=*/1).stderr_text,
              HasSubstr("document_list"));
}

}  // namespace
}  // namespace docshare::tests
