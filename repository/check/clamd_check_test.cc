#include "repository/check/clamd_check.h"

#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/notification.h"
#include "repository/check/testing/fake_clamd.h"

namespace docshare::repository {
namespace {

using Code = absl::StatusCode;

constexpr absl::string_view kOk("stream: OK\0", 11);
constexpr absl::string_view kTooLarge("INSTREAM size limit exceeded. ERROR\0", 36);

std::unique_ptr<ClamdCheck> CheckAt(const std::string& address,
                                    absl::Duration timeout = absl::Seconds(30)) {
  return ClamdCheck::Create({.address = address,
                             .connect_timeout = timeout,
                             .send_timeout = timeout,
                             .reply_timeout = timeout})
      .value();
}

absl::Status Check(ClamdCheck& check, const std::vector<std::string>& chunks) {
  absl::StatusOr<std::unique_ptr<DocumentCheck>> document = check.Begin("text/plain");
  if (!document.ok()) return document.status();
  for (const std::string& chunk : chunks) {
    if (absl::Status status = (*document)->Update(chunk); !status.ok()) return status;
  }
  return (*document)->Finish();
}

// A document that begins with "SECRET", to a scanner that behaves so.
absl::Status CheckWith(FakeClamd::Behaviour behaviour, absl::Duration timeout = absl::Seconds(30)) {
  const FakeClamd clamd(std::move(behaviour));
  const auto check = CheckAt(clamd.address(), timeout);
  absl::Status status = Check(*check, {"SECRET"});
  EXPECT_FALSE(absl::StrContains(status.message(), "SECRET"));
  if (status.code() == Code::kUnavailable) {
    EXPECT_TRUE(absl::StrContains(status.message(), clamd.address())) << status;
  }
  return status;
}

// It is not known how much the sockets take before they tell that nobody reads.
absl::Status SendUntilItFails(DocumentCheck& document) {
  const std::string chunk(1 << 20, 'x');
  for (int i = 0; i < 1000; ++i) {
    if (absl::Status status = document.Update(chunk); !status.ok()) return status;
  }
  return absl::OkStatus();
}

// Reads the whole document, then answers with these bytes.
FakeClamd::Behaviour Answers(absl::string_view bytes) {
  return [bytes](FakeClamdConnection& connection) {
    connection.ReadCommand();
    connection.ReadDocument();
    connection.Write(bytes);
  };
}

TEST(ClamdCheckTest, AcceptsWhatIsCleanAndRefusesWhatIsNot) {
  const FakeClamd clamd(FindsVirus("evil"));
  const auto check = CheckAt(clamd.address());
  EXPECT_TRUE(Check(*check, {"harmless"}).ok());
  EXPECT_EQ(Check(*check, {"some ", "ev", "", "il", " words"}),
            absl::InvalidArgumentError("the virus scanner found 'Fake.Virus'"));
  EXPECT_TRUE(Check(*check, {}).ok());
}

TEST(ClamdCheckTest, SendsEveryByteOnceAndInOrder) {
  std::string large(3 << 20, '\0');
  for (size_t i = 0; i < large.size(); ++i) large[i] = static_cast<char>(i * 31 >> 8);
  std::string received;
  {
    const FakeClamd clamd([&received](FakeClamdConnection& connection) {
      EXPECT_EQ(connection.ReadCommand(), "zINSTREAM");
      received = connection.ReadDocument().value_or("");
      connection.Write(kOk);
    });
    const auto check = CheckAt(clamd.address());
    EXPECT_TRUE(Check(*check, {"a", large, "", "z"}).ok());
  }
  EXPECT_TRUE(received == absl::StrCat("a", large, "z"));
}

TEST(ClamdCheckTest, ReadsAnAnswerThatComesInPieces) {
  EXPECT_TRUE(CheckWith([](FakeClamdConnection& connection) {
                connection.ReadCommand();
                connection.ReadDocument();
                for (const char c : kOk) connection.Write(absl::string_view(&c, 1));
              }).ok());
}

TEST(ClamdCheckTest, RefusesWhatIsTooLargeAlsoWhenTheScannerGoesBeforeItHasAll) {
  EXPECT_EQ(CheckWith(Answers(kTooLarge)).code(), Code::kInvalidArgument);

  std::atomic<int> read_bytes = 0;
  const FakeClamd clamd([&read_bytes](FakeClamdConnection& connection) {
    connection.ReadCommand();
    read_bytes += static_cast<int>(connection.ReadChunk().value_or("").size());
    connection.Write(kTooLarge);
  });
  const auto check = CheckAt(clamd.address());
  const auto document = check->Begin("").value();
  const absl::Status status = SendUntilItFails(*document);
  EXPECT_EQ(status.code(), Code::kInvalidArgument) << status;
  EXPECT_EQ(document->Update("x"), status);
  EXPECT_EQ(document->Finish(), status);
  EXPECT_EQ(read_bytes, 1 << 20);
}

TEST(ClamdCheckTest, BelievesNoCleanBillBeforeTheEnd) {
  const FakeClamd clamd([](FakeClamdConnection& connection) {
    connection.ReadCommand();
    connection.Write(kOk);
  });
  const auto check = CheckAt(clamd.address());
  const auto document = check->Begin("").value();
  EXPECT_EQ(SendUntilItFails(*document).code(), Code::kUnavailable);
}

TEST(ClamdCheckTest, IsUnavailableWithoutAWholeAnswer) {
  struct Case {
    const char* name;
    FakeClamd::Behaviour behaviour;
  };
  const Case cases[] = {
      {"closes at once", [](FakeClamdConnection&) {}},
      {"closes after the command", [](FakeClamdConnection& c) { c.ReadCommand(); }},
      {"closes after the document", Answers("")},
      {"closes within the answer", Answers("stream: OK")},
      {"answers something else", Answers(absl::string_view("HTTP/1.1 400\r\n\r\n\0", 17))},
      {"answers with an error", Answers(absl::string_view("stream: SECRET ERROR\0", 21))},
  };
  for (const Case& c : cases) {
    EXPECT_EQ(CheckWith(c.behaviour).code(), Code::kUnavailable) << c.name;
  }
  const std::string endless(100000, 'x');
  EXPECT_EQ(CheckWith(Answers(endless)).code(), Code::kUnavailable);
}

TEST(ClamdCheckTest, IsUnavailableWhenTheVerdictTakesTooLong) {
  EXPECT_EQ(CheckWith([](FakeClamdConnection& connection) { connection.WaitUntilClientGoes(); },
                      absl::Milliseconds(50))
                .code(),
            Code::kUnavailable);
  EXPECT_EQ(CheckWith(
                [](FakeClamdConnection& connection) {
                  connection.Write("stream: ");
                  connection.WaitUntilClientGoes();
                },
                absl::Milliseconds(50))
                .code(),
            Code::kUnavailable);
}

TEST(ClamdCheckTest, IsUnavailableWhenTheScannerDoesNotRead) {
  absl::Notification done;
  const FakeClamd clamd([&done](FakeClamdConnection&) { done.WaitForNotification(); });
  const auto check = CheckAt(clamd.address(), absl::Milliseconds(50));
  const auto document = check->Begin("").value();
  EXPECT_EQ(SendUntilItFails(*document).code(), Code::kUnavailable);
  done.Notify();
}

TEST(ClamdCheckTest, IsUnavailableWhenNobodyListens) {
  std::string address;
  {
    const FakeClamd clamd(FindsVirus("evil"));
    address = clamd.address();
  }
  const auto check = CheckAt(address);
  const absl::Status status = check->Begin("").status();
  EXPECT_EQ(status.code(), Code::kUnavailable);
  EXPECT_EQ(status.message(), absl::StrCat("the virus scanner at ", address,
                                           " cannot be reached: Connection refused"));
  EXPECT_EQ(check->Ping().code(), Code::kUnavailable);
}

TEST(ClamdCheckTest, IsUnavailableWhenNobodyTakesTheConnection) {
  const int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof(address);
  ASSERT_EQ(bind(listener, reinterpret_cast<const sockaddr*>(&address), size), 0);
  ASSERT_EQ(listen(listener, 0), 0);
  ASSERT_EQ(getsockname(listener, reinterpret_cast<sockaddr*>(&address), &size), 0);
  const auto check =
      CheckAt(absl::StrCat("127.0.0.1:", ntohs(address.sin_port)), absl::Milliseconds(50));
  // The queue takes one or two.
  std::vector<std::unique_ptr<DocumentCheck>> waiting;
  absl::Status status;
  for (int i = 0; i < 10 && status.ok(); ++i) {
    auto document = check->Begin("");
    status = document.status();
    if (document.ok()) waiting.push_back(*std::move(document));
  }
  EXPECT_EQ(status.code(), Code::kUnavailable);
  EXPECT_TRUE(absl::StrContains(status.message(), "takes no connection")) << status;
  close(listener);
}

TEST(ClamdCheckTest, RefusesAnAddressThatIsNone) {
  EXPECT_EQ(ClamdCheck::Create({.address = "scanner.example:3310"}).status().code(),
            Code::kInvalidArgument);
}

TEST(ClamdCheckTest, PingTellsWhetherAScannerAnswers) {
  const FakeClamd clamd(FindsVirus("evil"));
  EXPECT_TRUE(CheckAt(clamd.address())->Ping().ok());
  const FakeClamd other([](FakeClamdConnection& connection) {
    connection.Write(absl::string_view("HELLO\0", 6));
    connection.WaitUntilClientGoes();
  });
  EXPECT_EQ(CheckAt(other.address())->Ping().code(), Code::kUnavailable);
}

}  // namespace
}  // namespace docshare::repository
