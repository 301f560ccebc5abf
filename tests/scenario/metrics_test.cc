// What monitoring reads about the real servers: the numbers follow what is done, and tell nothing
// about anybody.

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <regex>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "platform/s3/http_client.h"
#include "tests/stack/docshare_cli.h"
#include "tests/stack/personal_data.h"
#include "tests/stack/raw_call.h"
#include "tests/stack/stack.h"
#include "tests/stack/test_submission.h"

namespace docshare::tests {
namespace {

using ::testing::IsEmpty;

// More than fits in a row of the database.
constexpr size_t kLarge = 600'000;
constexpr char kAnyPort[] = "127.0.0.1:0";

// Values by name with labels, as they stand on the page.
using Numbers = std::map<std::string, double>;

class MetricsTest : public ::testing::Test {
 protected:
  void SetUp() override {
    StackOptions options;
    options.change_registry = [](config::v1::RegistryConfig& config) {
      config.set_metrics_address(kAnyPort);
    };
    options.change_repository = [](int, config::v1::RepositoryConfig& config) {
      config.set_metrics_address(kAnyPort);
      config::v1::Peer& peer = *config.add_peers();
      peer.set_name(kAdmin);
      peer.add_roles(config::v1::ROLE_ADMINISTER);
      peer.add_roles(config::v1::ROLE_REMOVE);
    };
    auto stack = Stack::Start(options);
    ASSERT_TRUE(stack.ok()) << stack.status();
    stack_ = *std::move(stack);
    ASSERT_TRUE(stack_->FeedPatient(kPatient).ok());
  }

  // The port of the page, as the log of a server tells it.
  static int PortIn(const absl::StatusOr<std::string>& log) {
    EXPECT_TRUE(log.ok()) << log.status();
    std::smatch match;
    const std::regex line("\"event\":\"metrics_page_started\",\"port\":([0-9]+)");
    if (!std::regex_search(*log, match, line)) {
      ADD_FAILURE() << *log;
      return 0;
    }
    return std::stoi(match[1]);
  }

  static std::string Page(int port) {
    platform::HttpClient client(platform::HttpOptions{});
    const auto answer =
        client.Send({.method = "GET", .url = absl::StrCat("http://127.0.0.1:", port, "/metrics")},
                    absl::Seconds(60));
    EXPECT_TRUE(answer.ok()) << answer.status();
    return answer.ok() ? answer->body : "";
  }

  static Numbers NumbersOf(const std::string& page) {
    Numbers numbers;
    for (const absl::string_view line : absl::StrSplit(page, '\n', absl::SkipEmpty())) {
      if (absl::StartsWith(line, "#")) continue;
      const size_t space = line.rfind(' ');
      double value = 0;
      EXPECT_TRUE(absl::SimpleAtod(line.substr(space + 1), &value)) << line;
      numbers[std::string(line.substr(0, space))] = value;
    }
    return numbers;
  }

  Numbers Registry() { return NumbersOf(Page(PortIn(stack_->RegistryLog()))); }
  Numbers Repository() { return NumbersOf(Page(PortIn(stack_->RepositoryLog(0)))); }

  // Values of the label "method". Every line must have known labels only.
  static std::set<std::string> MethodsOn(const std::string& page) {
    // What is about the page itself comes from the library that serves it.
    static const std::regex line(
        "(docshare_[a-z_]+|exposer_[a-z_]+)(\\{"
        "(method=\"((docshare\\.[a-z]+\\.v1\\.[A-Za-z]+/[A-Za-z]+)|other)\")?"
        "(,?code=\"[A-Z_]+\")?(,?(le|quantile)=\"[0-9.e+Inf-]+\")?\\})?");
    std::set<std::string> methods;
    for (const auto& [name, value] : NumbersOf(page)) {
      std::smatch match;
      EXPECT_TRUE(std::regex_match(name, match, line)) << name;
      if (match[4].matched) methods.insert(match[4]);
    }
    return methods;
  }

  static std::string Calls(const std::string& method, const std::string& code) {
    return absl::StrCat("docshare_calls_total{method=\"docshare.", method, "\",code=\"", code,
                        "\"}");
  }

  // The unique id.
  std::string Publish(std::string bytes) {
    const TestSubmission submission = ASubmissionOf({std::move(bytes)});
    const auto provided =
        stack_->Source(0, kHospital)->Provide(submission.metadata, submission.Documents());
    EXPECT_TRUE(provided.ok()) << provided.status();
    return submission.metadata.document_entries(0).unique_id();
  }

  void Scrub() {
    ASSERT_TRUE(DocshareCli(stack_.get(), kAdmin, 0, kDocshareAdmin)
                    .Run({"scrub", "--repository", kRepositoryOids[0]})
                    .ok());
  }

  // Pending submissions once they are as awaited, or after a minute.
  template <typename Awaited>
  double PendingOnce(const Awaited& awaited) {
    double pending = 0;
    const absl::Time end = absl::Now() + absl::Minutes(1);
    do {
      pending = Repository().at("docshare_repository_pending_submissions");
    } while (!awaited(pending) && absl::Now() < end);
    return pending;
  }

  std::unique_ptr<Stack> stack_;
};

TEST_F(MetricsTest, NumbersFollowWhatIsDone) {
  const std::string unique_id = Publish(std::string(kLarge, 'x'));
  const auto consumer = stack_->Consumer(kMunicipality);
  ASSERT_TRUE(FindAll(*consumer, kPatient).ok());
  ASSERT_TRUE(FetchFrom(*consumer, kRepositoryOids[0], unique_id).ok());
  ASSERT_FALSE(FindAll(*stack_->Consumer(kNobody), kPatient).ok());

  const Numbers registry = Registry();
  EXPECT_EQ(registry.at(Calls("registry.v1.RegistryService/FeedPatient", "OK")), 1);
  EXPECT_EQ(registry.at(Calls("registry.v1.RegistryService/RegisterDocumentSet", "OK")), 1);
  EXPECT_EQ(registry.at(Calls("registry.v1.RegistryService/FindDocuments", "OK")), 1);
  EXPECT_EQ(registry.at(Calls("registry.v1.RegistryService/FindDocuments", "PERMISSION_DENIED")),
            1);
  EXPECT_EQ(registry.at("docshare_call_duration_seconds_count{"
                        "method=\"docshare.registry.v1.RegistryService/FindDocuments\"}"),
            2);
  EXPECT_EQ(registry.at("docshare_registry_committed_commands_total"), 2);
  EXPECT_EQ(registry.at("docshare_registry_commit_duration_seconds_count"), 2);
  EXPECT_GT(registry.at("docshare_registry_commit_duration_seconds_sum"), 0);
  EXPECT_EQ(registry.at("docshare_registry_commit_position"), 2);
  EXPECT_EQ(registry.at("docshare_registry_waiting_commands"), 0);
  EXPECT_GT(registry.at("docshare_free_disk_bytes"), 0);

  const Numbers repository = Repository();
  EXPECT_EQ(repository.at(Calls("repository.v1.RepositoryService/ProvideDocumentSet", "OK")), 1);
  EXPECT_EQ(repository.at(Calls("repository.v1.RepositoryService/RetrieveDocumentSet", "OK")), 1);
  EXPECT_EQ(repository.at("docshare_repository_provided_bytes_total"), kLarge);
  EXPECT_EQ(repository.at("docshare_repository_retrieved_bytes_total"), kLarge);
  EXPECT_EQ(repository.at("docshare_repository_pending_submissions"), 0);
  EXPECT_GT(repository.at("docshare_free_disk_bytes"), 0);
}

TEST_F(MetricsTest, SubmissionsThatWaitForTheRegistryAreCounted) {
  ASSERT_TRUE(stack_->registry().Terminate(absl::Seconds(30)).ok());
  const TestSubmission submission = ASubmissionOf({"waits"});
  const consumer::CallLimits soon{.transfer_timeout = absl::Seconds(1)};
  EXPECT_FALSE(stack_->Source(0, kHospital, soon)
                   ->Provide(submission.metadata, submission.Documents())
                   .ok());
  // More than one when the source repeated its call.
  EXPECT_GE(PendingOnce([](double pending) { return pending > 0; }), 1);
  ASSERT_TRUE(stack_->registry().Start().ok());
  EXPECT_EQ(PendingOnce([](double pending) { return pending == 0; }), 0);
}

TEST_F(MetricsTest, DamageIsSeenUntilItIsMended) {
  const std::string unique_id = Publish(std::string(kLarge, 'x'));
  Publish("whole");
  const Numbers before = Repository();
  EXPECT_EQ(before.at("docshare_repository_damaged_documents"), 0);
  EXPECT_EQ(before.at("docshare_repository_damage_found_total"), 0);

  const std::string documents = stack_->repository(0).data_dir() + "/documents/content";
  for (const auto& file : std::filesystem::recursive_directory_iterator(documents)) {
    if (!file.is_regular_file()) continue;
    std::fstream content(file.path(), std::ios::binary | std::ios::in | std::ios::out);
    content.seekp(300'000);
    content.put('!');
  }
  Scrub();
  const Numbers damaged = Repository();
  EXPECT_EQ(damaged.at("docshare_repository_damaged_documents"), 1);
  EXPECT_EQ(damaged.at("docshare_repository_damage_found_total"),
            1 + before.at("docshare_repository_damage_found_total"));
  EXPECT_GE(damaged.at("docshare_repository_verified_documents_total"), 2);
  EXPECT_GE(damaged.at("docshare_repository_verified_bytes_total"), 5);

  repository::v1::RemoveDocumentsRequest request;
  request.add_documents()->set_repository_unique_id(kRepositoryOids[0]);
  request.mutable_documents(0)->set_document_unique_id(unique_id);
  grpc::ClientContext context;
  repository::v1::RemoveDocumentsResponse response;
  ASSERT_TRUE(
      stack_->RepositoryStub(0, kAdmin)->RemoveDocuments(&context, request, &response).ok());
  EXPECT_EQ(Repository().at("docshare_repository_damaged_documents"), 0);
}

TEST_F(MetricsTest, LabelsAreFixedAndTellNothing) {
  const std::vector<int> ports = {PortIn(stack_->RegistryLog()), PortIn(stack_->RepositoryLog(0))};
  std::vector<std::set<std::string>> methods;
  for (const int port : ports) methods.push_back(MethodsOn(Page(port)));
  Publish(kContentMark);
  ASSERT_TRUE(FindAll(*stack_->Consumer(kMunicipality), kPatient).ok());
  for (const std::string& method :
       {absl::StrCat("/docshare.registry.v1.RegistryService/", kPatient),
        absl::StrCat("/", kPatient, "/Call")}) {
    EXPECT_FALSE(RawUnaryCall(*stack_->RegistryChannel(kHospital), method, "").ok());
    EXPECT_FALSE(RawUnaryCall(*stack_->RepositoryChannel(0, kHospital), method, "").ok());
  }
  for (size_t i = 0; i < ports.size(); ++i) {
    const std::string page = Page(ports[i]);
    EXPECT_THAT(PersonalDataIn(page), IsEmpty());
    EXPECT_FALSE(absl::StrContains(page, "2.999."));
    EXPECT_FALSE(absl::StrContains(page, kHospital));
    EXPECT_EQ(MethodsOn(page), methods[i]);
  }
}

TEST_F(MetricsTest, WhoConnectsAndSaysNothingHoldsUpNoCall) {
  std::vector<int> silent;
  for (int i = 0; i < 40; ++i) {
    silent.push_back(socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(static_cast<uint16_t>(PortIn(stack_->RepositoryLog(0))));
    // In progress: nobody need take it.
    (void)connect(silent.back(), reinterpret_cast<sockaddr*>(&address), sizeof(address));
  }
  const std::string unique_id = Publish("small");
  const absl::Time begin = absl::Now();
  EXPECT_TRUE(FetchFrom(*stack_->Consumer(kMunicipality), kRepositoryOids[0], unique_id).ok());
  EXPECT_LT(absl::Now() - begin, absl::Seconds(5));
  EXPECT_EQ(Repository().at("docshare_repository_provided_bytes_total"), 5);
  for (const int connection : silent) close(connection);
}

}  // namespace
}  // namespace docshare::tests
