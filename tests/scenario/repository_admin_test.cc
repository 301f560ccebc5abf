// Administrators look after a repository: keys, verification, comparison with the registry,
// removal. By the real programs on real servers.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "docshare/admin/v1/repository_admin_service.grpc.pb.h"
#include "tests/stack/docshare_cli.h"
#include "tests/stack/stack.h"

namespace docshare::tests {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

constexpr int kOk = 0;
constexpr int kNotFound = 3;
constexpr int kPermissionDenied = 4;
constexpr int kDamaged = 6;
constexpr char kPatient[] = "12838520020";
// More than fits in a row of the database.
constexpr size_t kLarge = 600'000;

class RepositoryAdminTest : public ::testing::Test {
 protected:
  void SetUp() override {
    StackOptions options;
    options.change_repository = [](int, config::v1::RepositoryConfig& config) {
      config::v1::Peer& peer = *config.add_peers();
      peer.set_name(kAdmin);
      peer.add_roles(config::v1::ROLE_ADMINISTER);
      peer.add_roles(config::v1::ROLE_REMOVE);
    };
    auto stack = Stack::Start(options);
    ASSERT_TRUE(stack.ok()) << stack.status();
    stack_ = *std::move(stack);
    Docshare({"patient", "feed", "--patient", kPatient}, kAdmin);
  }

  CommandResult Docshare(const std::vector<std::string>& arguments,
                         const std::string& system = kHospital, int exit_code = kOk) {
    return Run(DocshareCli(stack_.get(), system, 0), arguments, exit_code);
  }

  // `docshare-admin`, for the hospital's repository where a command takes one.
  CommandResult Admin(const std::vector<std::string>& arguments, int exit_code = kOk,
                      const std::string& system = kAdmin) {
    return Run(DocshareCli(stack_.get(), system, 0, kDocshareAdmin), arguments, exit_code);
  }
  CommandResult AdminOfRepository(std::vector<std::string> arguments, int exit_code = kOk,
                                  const std::string& system = kAdmin) {
    arguments.insert(arguments.end(), {"--repository", kRepositoryOids[0]});
    return Admin(arguments, exit_code, system);
  }

  static CommandResult Run(const DocshareCli& program, const std::vector<std::string>& arguments,
                           int exit_code) {
    auto result = program.Run(arguments);
    if (!result.ok()) {
      ADD_FAILURE() << result.status();
      return {};
    }
    EXPECT_EQ(result->exit.code, exit_code) << result->stdout_text << result->stderr_text;
    return *result;
  }

  void Publish(const std::string& unique_id, const std::string& text,
               const std::string& title = "Epikrise fra avdelingen") {
    const std::string path = absl::StrCat(stack_->folder(), "/", unique_id, ".txt");
    std::ofstream(path) << text;
    Docshare({"publish", path, "--patient", kPatient, "--unique-id", unique_id, "--title", title});
  }

  // What somebody gets who asks for the document.
  std::string Get(const std::string& unique_id, int exit_code = kOk) {
    return Docshare({"get", unique_id}, kMunicipality, exit_code).stdout_text;
  }

  void Restart(ServerProcess& server) {
    ASSERT_TRUE(server.Terminate(absl::Seconds(30)).ok());
    const absl::Status started = server.Start();
    ASSERT_TRUE(started.ok()) << started;
  }

  // Files below a folder in which the text stands readable.
  static std::vector<std::string> FilesWith(const std::string& folder, absl::string_view text) {
    std::vector<std::string> found;
    for (const auto& file : std::filesystem::recursive_directory_iterator(folder)) {
      if (!file.is_regular_file()) continue;
      std::ifstream in(file.path(), std::ios::binary);
      const std::string bytes((std::istreambuf_iterator<char>(in)), {});
      if (absl::StrContains(bytes, text)) found.push_back(file.path().string());
    }
    return found;
  }

  // The only file of a document of the hospital's repository.
  std::string OnlyContentFile() {
    std::vector<std::string> files;
    for (const auto& file : std::filesystem::recursive_directory_iterator(
             stack_->repository(0).data_dir() + "/documents/content")) {
      if (file.is_regular_file()) files.push_back(file.path().string());
    }
    EXPECT_EQ(files.size(), 1u);
    return files.empty() ? "" : files[0];
  }

  std::unique_ptr<Stack> stack_;
};

TEST_F(RepositoryAdminTest, NothingStoredIsReadableOnTheDisks) {
  const std::string text = "Pasienten ble innlagt med feber";
  Publish("2.999.11.1.1", text);
  Publish("2.999.11.1.2", std::string(kLarge, ' ') + text);
  for (const bool killed : {false, true}) {
    for (const char* secret : {kPatient, "Epikrise fra avdelingen", "innlagt med feber",
                               "2.999.11.1.1", "2.999.11.1.2"}) {
      for (ServerProcess* server : stack_->servers()) {
        EXPECT_THAT(FilesWith(server->data_dir(), secret), IsEmpty()) << secret << killed;
      }
    }
    for (ServerProcess* server : stack_->servers()) {
      if (!killed) server->Kill();
    }
  }
  // They are there all the same, and this test would find them: in what was published.
  EXPECT_THAT(FilesWith(stack_->folder(), "innlagt med feber"), Not(IsEmpty()));
  for (ServerProcess* server : stack_->servers()) ASSERT_TRUE(server->Start().ok());
  EXPECT_EQ(Get("2.999.11.1.1"), text);
}

TEST_F(RepositoryAdminTest, KeysAreRotatedWhileDocumentsStay) {
  Publish("2.999.11.2.1", "small");
  Publish("2.999.11.2.2", std::string(kLarge, 'x'));
  const std::string file = OnlyContentFile();
  const auto written = std::filesystem::last_write_time(file);

  Admin({"keys", "add", stack_->key_ring(), "--id", "next"});
  const CommandResult rotated = Admin({"rotate-keys"});
  EXPECT_THAT(rotated.stdout_text, AllOf(HasSubstr("registry"), HasSubstr("next")));
  EXPECT_EQ(std::filesystem::last_write_time(file), written);
  EXPECT_EQ(Get("2.999.11.2.1"), "small");
  EXPECT_THAT(Admin({"rotate-keys", "--json"}).stdout_text, Not(HasSubstr("\"rewrapped\":1")));

  // Without the old key everything is there, and stays there after a crash.
  Admin({"keys", "remove", stack_->key_ring(), "test", "--yes"});
  for (ServerProcess* server : stack_->servers()) server->Kill();
  for (ServerProcess* server : stack_->servers()) ASSERT_TRUE(server->Start().ok());
  EXPECT_EQ(Get("2.999.11.2.1"), "small");
  EXPECT_EQ(Get("2.999.11.2.2").size(), kLarge);
  EXPECT_THAT(AdminOfRepository({"repository", "status"}).stdout_text, HasSubstr("next"));
}

TEST_F(RepositoryAdminTest, AServerWithoutItsKeysDoesNotStart) {
  Publish("2.999.11.3.1", "small");
  Admin({"keys", "add", stack_->key_ring(), "--id", "next"});
  Admin({"keys", "remove", stack_->key_ring(), "test", "--yes"});
  // Nobody rotated.
  ASSERT_TRUE(stack_->repository(0).Terminate(absl::Seconds(30)).ok());
  const absl::Status started = stack_->repository(0).Start();
  EXPECT_THAT(std::string(started.message()),
              HasSubstr("wrapping key test is not in the key ring"));
}

TEST_F(RepositoryAdminTest, DamageIsFoundAndNeverServed) {
  Publish("2.999.11.4.1", "whole");
  Publish("2.999.11.4.2", std::string(kLarge, 'x'));
  EXPECT_THAT(AdminOfRepository({"scrub"}).stdout_text,
              HasSubstr("verified 2 documents, 600 005 bytes: every byte is as it was stored"));
  {
    std::fstream file(OnlyContentFile(), std::ios::binary | std::ios::in | std::ios::out);
    file.seekp(300'000);
    file.put('!');
  }
  const CommandResult scrub = AdminOfRepository({"scrub", "--json"}, kDamaged);
  EXPECT_THAT(scrub.stdout_text,
              AllOf(HasSubstr("\"uniqueId\":\"2.999.11.4.2\""), Not(HasSubstr("2.999.11.4.1"))));
  EXPECT_THAT(scrub.stderr_text, HasSubstr("chunk 1 is damaged"));
  EXPECT_THAT(AdminOfRepository({"repository", "verify", "2.999.11.4.2"}, kDamaged).stderr_text,
              HasSubstr("chunk 1 is damaged"));
  EXPECT_THAT(AdminOfRepository({"repository", "verify", "2.999.11.4.1"}).stdout_text,
              HasSubstr("every byte is as it was stored"));
  AdminOfRepository({"repository", "verify", "2.999.404"}, kNotFound);
  const CommandResult get = Docshare({"get", "2.999.11.4.2"}, kMunicipality, kDamaged);
  EXPECT_THAT(get.stdout_text, Not(HasSubstr("!")));
  EXPECT_EQ(Get("2.999.11.4.1"), "whole");
}

TEST_F(RepositoryAdminTest, ADamagedDocumentIsMendedBySendingItAgain) {
  Publish("2.999.11.8.1", std::string(kLarge, 'x'));
  {
    std::fstream file(OnlyContentFile(), std::ios::binary | std::ios::in | std::ios::out);
    file.seekp(300'000);
    file.put('!');
  }
  AdminOfRepository({"repository", "verify", "2.999.11.8.1"}, kDamaged);
  Publish("2.999.11.8.1", std::string(kLarge, 'x'));
  AdminOfRepository({"repository", "verify", "2.999.11.8.1"});
  EXPECT_EQ(Get("2.999.11.8.1"), std::string(kLarge, 'x'));
  EXPECT_THAT(*stack_->RepositoryLog(0), HasSubstr("document_mended"));
  // One file again, and registry and repository agree.
  OnlyContentFile();
  AdminOfRepository({"reconcile"});
}

TEST_F(RepositoryAdminTest, VerificationTellsHowFarItIs) {
  Publish("2.999.11.9.1", std::string(kLarge, 'x'));
  grpc::ClientContext context;
  admin::v1::StreamDocumentVerificationRequest request;
  request.set_unique_id("2.999.11.9.1");
  const auto stub =
      admin::v1::RepositoryAdminService::NewStub(stack_->RepositoryChannel(0, kAdmin));
  const auto reader = stub->StreamDocumentVerification(&context, request);
  admin::v1::StreamDocumentVerificationResponse first, last;
  ASSERT_TRUE(reader->Read(&first));
  EXPECT_FALSE(first.has_verdict());
  EXPECT_GT(first.bytes(), 0u);
  EXPECT_LT(first.bytes(), kLarge);
  EXPECT_EQ(first.bytes_total(), kLarge);
  while (reader->Read(&last)) {
  }
  EXPECT_TRUE(reader->Finish().ok());
  EXPECT_EQ(last.bytes(), kLarge);
  EXPECT_EQ(last.verdict().document().size(), kLarge);
  EXPECT_EQ(last.verdict().fault(), "");
  // The bar is for people at a terminal.
  EXPECT_EQ(AdminOfRepository({"repository", "verify", "2.999.11.9.1"}).stderr_text, "");
}

TEST_F(RepositoryAdminTest, BytesOfNoDocumentAreSweptAway) {
  Publish("2.999.11.10.1", std::string(kLarge, 'x'));
  const std::string content = stack_->repository(0).data_dir() + "/documents/content";
  const std::string old_id = "ab" + std::string(30, '0');
  const std::string young_id = "ab" + std::string(30, '1');
  std::filesystem::create_directories(content + "/ab");
  for (const std::string& id : {old_id, young_id}) {
    std::ofstream(absl::StrCat(content, "/ab/", id)) << "of a lost catalogue";
  }
  std::filesystem::last_write_time(
      absl::StrCat(content, "/ab/", old_id),
      std::filesystem::file_time_type::clock::now() - std::chrono::hours(25));

  const CommandResult found = AdminOfRepository({"repository", "sweep"});
  EXPECT_THAT(found.stdout_text,
              AllOf(HasSubstr(old_id), HasSubstr("looked at 3 files or objects: 1 belong to no "
                                                 "document, 19 bytes; 1 younger than a day")));
  EXPECT_THAT(AdminOfRepository({"repository", "sweep", "--json"}).stdout_text,
              AllOf(HasSubstr(absl::StrCat("\"contentId\":\"", old_id)), Not(HasSubstr(young_id)),
                    HasSubstr("\"removed\":0")));
  EXPECT_TRUE(std::filesystem::exists(absl::StrCat(content, "/ab/", old_id)));

  EXPECT_THAT(AdminOfRepository({"repository", "sweep", "--repair", "--yes"}).stdout_text,
              HasSubstr("removed 1"));
  EXPECT_FALSE(std::filesystem::exists(absl::StrCat(content, "/ab/", old_id)));
  EXPECT_TRUE(std::filesystem::exists(absl::StrCat(content, "/ab/", young_id)));
  EXPECT_EQ(Get("2.999.11.10.1").size(), kLarge);
}

TEST_F(RepositoryAdminTest, WithdrawalTakesTheBytesToo) {
  Publish("2.999.11.5.1", "stays");
  Publish("2.999.11.5.2", std::string(kLarge, 'x'));
  const std::string file = OnlyContentFile();
  EXPECT_THAT(Admin({"withdraw", "2.999.11.5.2", "--bytes", "--yes"}).stdout_text,
              HasSubstr("and the bytes"));
  EXPECT_FALSE(std::filesystem::exists(file));
  AdminOfRepository({"repository", "verify", "2.999.11.5.2"}, kNotFound);
  EXPECT_EQ(Get("2.999.11.5.1"), "stays");
  EXPECT_THAT(AdminOfRepository({"reconcile"}).stdout_text, HasSubstr("agree"));
}

TEST_F(RepositoryAdminTest, ReconcileFindsAndRepairs) {
  Publish("2.999.11.6.1", "both");
  Publish("2.999.11.6.2", "bytes only");
  Publish("2.999.11.6.3", "metadata only");
  Admin({"withdraw", "2.999.11.6.2", "--yes"});
  // The bytes are removed, and the metadata left.
  grpc::ClientContext context;
  repository::v1::RemoveDocumentsRequest request;
  request.add_documents()->set_repository_unique_id(kRepositoryOids[0]);
  request.mutable_documents(0)->set_document_unique_id("2.999.11.6.3");
  repository::v1::RemoveDocumentsResponse response;
  ASSERT_TRUE(
      stack_->RepositoryStub(0, kAdmin)->RemoveDocuments(&context, request, &response).ok());

  const std::string found = AdminOfRepository({"reconcile", "--json"}, kDamaged).stdout_text;
  EXPECT_THAT(
      found, AllOf(HasSubstr("\"withoutBytes\":[\"2.999.11.6.3\"]"), HasSubstr("\"otherBytes\":[]"),
                   HasSubstr("\"unregistered\":[\"2.999.11.6.2\"]")));
  const CommandResult repaired = AdminOfRepository({"reconcile", "--repair", "--yes"}, kDamaged);
  EXPECT_THAT(repaired.stdout_text, HasSubstr("removed 1 unregistered documents"));
  // The source publishes what is missing once more.
  Publish("2.999.11.6.3", "metadata only");
  EXPECT_THAT(AdminOfRepository({"reconcile"}).stdout_text, HasSubstr("agree"));
  EXPECT_EQ(Get("2.999.11.6.1"), "both");
}

TEST_F(RepositoryAdminTest, UsageIsToldByClass) {
  Publish("2.999.11.7.1", "12345");
  Publish("2.999.11.7.2", "123");
  EXPECT_THAT(AdminOfRepository({"repository", "usage"}).stdout_text,
              AllOf(HasSubstr("A00-1^^2.16.578.1.12.4.1.1.9602"), HasSubstr("2 documents")));
}

TEST_F(RepositoryAdminTest, OnlyAdministratorsMay) {
  for (const std::vector<std::string>& command : {std::vector<std::string>{"repository", "status"},
                                                  {"repository", "usage"},
                                                  {"scrub"},
                                                  {"repository", "verify", "2.999.1"},
                                                  {"repository", "sweep"},
                                                  {"reconcile"}}) {
    AdminOfRepository(command, kPermissionDenied, kHospital);
  }
  Admin({"rotate-keys"}, kPermissionDenied, kHospital);
  grpc::ClientContext context;
  repository::v1::RemoveDocumentsResponse response;
  EXPECT_EQ(
      stack_->RepositoryStub(0, kHospital)->RemoveDocuments(&context, {}, &response).error_code(),
      grpc::StatusCode::PERMISSION_DENIED);
}

}  // namespace
}  // namespace docshare::tests
