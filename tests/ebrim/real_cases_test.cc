// Every case of the real test inputs that submits, updates, removes or queries in plain ebRIM: read
// into the requests of the RPCs, or refused as the case says.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <map>
#include <set>
#include <string>

#include "absl/algorithm/container.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "domain/ebrim/query_message.h"
#include "domain/ebrim/remove_objects.h"
#include "domain/ebrim/stored_query_request.h"
#include "domain/ebrim/submit_objects.h"
#include "domain/metadata/rules/stateless_rules.h"
#include "tests/ebrim/real_case.h"
#include "tests/ebrim/sent_message.h"
#include "tests/real_data/real_data.h"

namespace docshare::tests {
namespace {

// What became of a case: read when there are no codes.
struct Outcome {
  std::vector<std::string> codes;
  std::string detail;
};

void AddErrors(const metadata::v1::RegistryErrorList& errors, Outcome& outcome) {
  for (const auto& error : errors.errors()) {
    if (error.severity() == metadata::v1::SEVERITY_WARNING) continue;
    outcome.codes.push_back(error.error_code());
    absl::StrAppend(&outcome.detail, error.location(), ": ", error.code_context(), "; ");
  }
}

void AddStatus(const absl::Status& status, Outcome& outcome) {
  if (const auto errors = RegistryErrorsOf(status)) return AddErrors(*errors, outcome);
  outcome.codes.push_back("SOAP fault");
  outcome.detail = std::string(status.message());
}

// ITI-42 and 61 also pass the rules that need no registry. A document of ITI-41 gets its hash, size
// and repository from the repository first; the rules of an update are those of the registry.
Outcome Submit(const std::string& transaction, const std::string& xml) {
  Outcome outcome;
  const auto submit = ReadSubmitObjectsRequest(xml);
  if (!submit.ok()) {
    AddStatus(submit.status(), outcome);
    return outcome;
  }
  AddErrors(submit->faults.list(), outcome);
  if (transaction == "ITI-42") {
    AddErrors(RunStatelessRules(submit->request, Transaction::kRegisterDocumentSet).list(),
              outcome);
  } else if (transaction == "ITI-61") {
    AddErrors(
        RunStatelessRules(submit->request, Transaction::kRegisterOnDemandDocumentEntry).list(),
        outcome);
  }
  return outcome;
}

Outcome Remove(const std::string& xml) {
  Outcome outcome;
  const auto ids = ReadRemoveObjectsRequest(xml);
  if (!ids.ok()) AddStatus(ids.status(), outcome);
  return outcome;
}

Outcome Query(const std::string& xml, QueryTransaction transaction) {
  Outcome outcome;
  const auto message = ReadAdhocQueryRequest(xml);
  if (!message.ok()) {
    AddStatus(message.status(), outcome);
    return outcome;
  }
  const auto query = ParseStoredQueryRequest(*message, transaction);
  if (!query.ok()) {
    AddStatus(query.status(), outcome);
    return outcome;
  }
  const auto request = ToQueryMessage(*query);
  if (!request.ok()) AddStatus(request.status(), outcome);
  return outcome;
}

// "ITI-42" of "ITI-42 request"; "" for a case of another transaction or for a response.
std::string TransactionOf(const RealCase& real_case) {
  if (absl::EndsWith(real_case.transaction, "response")) return "";
  for (const char* transaction :
       {"ITI-18", "ITI-38", "ITI-41", "ITI-42", "ITI-51", "ITI-57", "ITI-61", "ITI-62", "ITI-92"}) {
    if (real_case.transaction == transaction ||
        absl::StartsWith(real_case.transaction, absl::StrCat(transaction, " "))) {
      return transaction;
    }
  }
  return "";
}

Outcome OutcomeOf(const std::string& transaction, const std::string& xml) {
  if (transaction == "ITI-62") return Remove(xml);
  if (transaction == "ITI-51") return Query(xml, QueryTransaction::kMultiPatientStoredQuery);
  if (transaction == "ITI-18" || transaction == "ITI-38") {
    return Query(xml, QueryTransaction::kRegistryStoredQuery);
  }
  return Submit(transaction, xml);
}

// Cases without a message that a reader could be given, and why.
const std::map<std::string, std::string>& NotApplicable() {
  static const auto* const kCases = new std::map<std::string, std::string>{
      {"soap/epr-by-example/ITI-18_request.xml", "shortened for print: not XML"},
      {"soap/epr-by-example/ITI-41_request.xml", "shortened for print: not XML"},
      {"soap/epr-by-example/ITI-41_request_raw.xml", "prefixes without a namespace: not XML"},
      {"tk2/tests/12342/uuid/uuid", "the plan names a file that is not there"},
      {"tk2/utilities/MU-Simple/update/update", "the toolkit's program makes the message"},
      {"xds-toolkit2/validator-messages/empty-soap-wrapper.xml",
       "an empty SOAP body: the SOAP edge refuses it"},
  };
  return *kCases;
}

// Cases that say success and are refused, and why.
const std::map<std::string, std::string>& RefusedAlthoughSuccess() {
  static const auto* const kCases = new std::map<std::string, std::string>{
      {"http-raw/toolkit2/sq.txt", "the patient id is 'xxx', no CX; a sample of HTTP"},
      {"soap/ipf/iti18request.xml", "the patient id is an SQL injection without closing quote"},
      {"soap/xcadocumentsource/PnR_request.xml",
       "check 17: parts of the entry name another object than the one they stand in"},
      {"tk2/tests/12346/submit_doc", "check 16: slot languageCode twice"},
      // By the rules.
      {"soap/ipf/SubmitObjectsRequest_ebrs30.xml", "UUIDs with blanks in them, so attributes lack"},
      {"soap/ipf/SubmitObjectsRequest_ebrs3_extra_metadata.xml",
       "UUIDs with blanks in them, so attributes lack"},
      {"soap/xcadocumentsource/IT_iti-42_request.xml", "a skeleton with an empty list"},
      {"soap/xds-registry-to-fhir/iti-42.xml", "check 32: logical id of another object"},
      {"tk2/tests/16102c/submit/load_two_de_fd",
       "check 10: a folder and its memberships are no members of the submission set"},
      {"tk2/tests/16103c/submit/load_two_de_fd",
       "check 10: a folder and its memberships are no members of the submission set"},
  };
  return *kCases;
}

struct Count {
  int read = 0;
  int read_to_fail_later = 0;
  int refused = 0;
  int excepted = 0;
  int not_applicable = 0;
};

TEST(RealCasesTest, AreReadOrRefusedAsTheySay) {
  const absl::optional<std::string> real_data = RealDataDir();
  if (!real_data) GTEST_SKIP() << kNoRealData;
  const auto cases = ReadRealCases(*real_data);
  ASSERT_TRUE(cases.ok()) << cases.status();
  std::map<std::string, Count> counts;
  std::set<std::string> not_applicable;
  std::set<std::string> excepted;
  for (const RealCase& real_case : *cases) {
    const std::string transaction = TransactionOf(real_case);
    if (transaction.empty()) continue;
    SCOPED_TRACE(real_case.id);
    Count& count = counts[transaction];
    const auto message = SentMessage(*real_data, real_case);
    if (!message.ok()) {
      EXPECT_TRUE(NotApplicable().count(real_case.id) > 0) << message.status();
      not_applicable.insert(real_case.id);
      ++count.not_applicable;
      continue;
    }
    const Outcome outcome = OutcomeOf(transaction, *message);
    if (outcome.codes.empty()) {
      ++(real_case.expects_success ? count.read : count.read_to_fail_later);
    } else if (!real_case.expects_success) {
      ++count.refused;
      // Where the case names codes, one of them is what it is refused with.
      const auto& expected = real_case.expected_error_codes;
      EXPECT_TRUE(expected.empty() || std::any_of(expected.begin(), expected.end(),
                                                  [&](const std::string& code) {
                                                    return absl::c_linear_search(outcome.codes,
                                                                                 code);
                                                  }))
          << absl::StrJoin(outcome.codes, ", ") << ": " << outcome.detail;
    } else {
      EXPECT_TRUE(RefusedAlthoughSuccess().count(real_case.id) > 0)
          << absl::StrJoin(outcome.codes, ", ") << ": " << outcome.detail;
      excepted.insert(real_case.id);
      ++count.excepted;
    }
  }
  for (const auto& [id, reason] : NotApplicable()) {
    EXPECT_TRUE(not_applicable.count(id) > 0) << id << " has a message: " << reason;
  }
  for (const auto& [id, reason] : RefusedAlthoughSuccess()) {
    EXPECT_TRUE(excepted.count(id) > 0) << id << " is not refused: " << reason;
  }
  for (const auto& [transaction, count] : counts) {
    std::printf(
        "%s: %d read, %d read that a registry refuses later, %d refused, %d refused although they "
        "say success, %d not applicable\n",
        transaction.c_str(), count.read, count.read_to_fail_later, count.refused, count.excepted,
        count.not_applicable);
  }
}

}  // namespace
}  // namespace docshare::tests
