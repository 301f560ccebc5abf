#include "tests/ebrim/sent_message.h"

#include <algorithm>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "domain/xml/xml_document.h"
#include "tests/ebrim/toolkit_conversion.h"
#include "tests/ebrim/toolkit_symbols.h"
#include "tests/ebrim/xml_tree.h"
#include "tests/real_data/real_data.h"

namespace docshare::tests {
namespace {

constexpr absl::string_view kMessages[] = {"SubmitObjectsRequest", "RemoveObjectsRequest",
                                           "AdhocQueryRequest", "AdhocQueryResponse",
                                           "RegistryResponse"};

XmlTree* FindMessage(XmlTree& document) {
  for (const absl::string_view name : kMessages) {
    if (XmlTree* found = document.Find(name)) return found;
  }
  return nullptr;
}

absl::StatusOr<XmlTree> Parse(const std::string& xml) {
  const auto document = XmlDocument::Parse(xml, {.max_bytes = size_t{64} << 20});
  if (!document.ok()) {
    return absl::NotFoundError(absl::StrCat("not XML: ", document.status().message()));
  }
  return XmlTree::From(document->root());
}

// The openxds samples have symbols without an end.
std::string ReplaceOpenSymbols(const std::string& xml) {
  return absl::StrReplaceAll(
      xml, {{"value=\"$patientId\"", "value=\"12838520020^^^&amp;2.16.578.1.12.4.1.4.1&amp;ISO\""},
            {"value=\"$XDSDocumentEntry.uniqueId\"", "value=\"2.999.7.1\""},
            {"value=\"$XDSSubmissionSet.uniqueId\"", "value=\"2.999.7.2\""},
            {"value=\"$XDSFolder.uniqueId\"", "value=\"2.999.7.3\""}});
}

// The step of a plan that a case names: "a/b/submit_doc#2" is the second with the id "submit_doc".
absl::StatusOr<XmlTree> TransactionOf(const std::string& plan_xml, absl::string_view case_id) {
  auto plan = Parse(plan_xml);
  if (!plan.ok()) return plan.status();
  const std::string last(case_id.substr(case_id.rfind('/') + 1));
  const std::pair<std::string, std::string> step = absl::StrSplit(last, absl::MaxSplits('#', 1));
  int skipped = 0;
  if (!step.second.empty() && absl::SimpleAtoi(step.second, &skipped)) --skipped;
  for (XmlTree& candidate : plan->children) {
    if (candidate.name != "TestStep" || candidate.Get("id") != step.first) continue;
    if (skipped-- > 0) continue;
    for (XmlTree& child : candidate.children) {
      if (absl::EndsWith(child.name, "Transaction")) return child;
    }
  }
  return absl::NotFoundError("the plan has no such step");
}

std::string FolderOf(const std::string& path) { return path.substr(0, path.rfind('/')); }

// The file that a transaction sends. What the plan itself holds is sent from there.
absl::StatusOr<std::string> BodyOf(const std::string& dir, const RealCase& real_case,
                                   const XmlTree& transaction) {
  for (const XmlTree& child : transaction.children) {
    if (child.name == "MetadataExL2MapKey") {
      return absl::NotFoundError("the toolkit's program makes the message");
    }
    if (child.name != "Metadata") continue;
    if (!child.children.empty()) return child.children.front().ToXml();
    return ReadFile(absl::StrCat(dir, "/", FolderOf(real_case.plan), "/",
                                 absl::StripAsciiWhitespace(child.text)));
  }
  return ReadFile(absl::StrCat(dir, "/", real_case.file));
}

bool HasFlag(const XmlTree& transaction, absl::string_view name, absl::string_view text) {
  return std::any_of(transaction.children.begin(), transaction.children.end(),
                     [&](const XmlTree& child) {
                       return child.name == name &&
                              (text.empty() || absl::StripAsciiWhitespace(child.text) == text);
                     });
}

absl::StatusOr<std::string> MessageIn(const std::string& xml) {
  auto document = Parse(xml);
  if (!document.ok()) return document.status();
  XmlTree* message = FindMessage(*document);
  if (message == nullptr) return absl::NotFoundError("no ebRIM message in it");
  return message->ToXml();
}

}  // namespace

bool IsEbrimMessage(absl::string_view local_name) {
  return std::find(std::begin(kMessages), std::end(kMessages), local_name) != std::end(kMessages);
}

absl::StatusOr<std::string> XmlIn(const std::string& bytes) {
  const std::string text(absl::StripAsciiWhitespace(bytes));
  if (Parse(text).ok()) return text;
  // "<prefix:Envelope" to "</prefix:Envelope>".
  const size_t name = text.find("Envelope");
  const size_t end = text.rfind("Envelope>");
  if (name == std::string::npos || end == std::string::npos || end <= name) {
    return absl::NotFoundError(std::string(Parse(text).status().message()));
  }
  const size_t start = text.rfind('<', name);
  if (start == std::string::npos) return absl::NotFoundError("no XML");
  return text.substr(start, end + 9 - start);
}

absl::StatusOr<std::string> SentMessage(const std::string& real_data_dir,
                                        const RealCase& real_case) {
  if (real_case.plan.empty() || !absl::EndsWith(real_case.file, ".xml")) {
    const auto bytes = ReadFile(absl::StrCat(real_data_dir, "/", real_case.file));
    if (!bytes.ok()) return bytes.status();
    const auto xml = XmlIn(*bytes);
    if (!xml.ok()) return xml.status();
    return MessageIn(ReplaceOpenSymbols(*xml));
  }
  const auto plan = ReadFile(absl::StrCat(real_data_dir, "/", real_case.plan));
  if (!plan.ok()) return plan.status();
  auto transaction = TransactionOf(*plan, real_case.id);
  if (!transaction.ok()) return transaction.status();
  const auto body = BodyOf(real_data_dir, real_case, *transaction);
  if (!body.ok()) return body.status();
  auto document = Parse(ReplaceSymbols(*body, *transaction));
  if (!document.ok()) return document.status();
  XmlTree* message = FindMessage(*document);
  if (message == nullptr) return absl::NotFoundError("no ebRIM message in it");
  if (message->name == "SubmitObjectsRequest" && !HasFlag(*transaction, "ParseMetadata", "False")) {
    AssignValues(*message, *transaction, FolderOf(real_case.id));
    ConvertToEbrim3(*message);
  }
  if (HasFlag(*transaction, "CleanParams", "")) CleanParameters(*message);
  return message->ToXml();
}

}  // namespace docshare::tests
