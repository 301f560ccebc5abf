#include "gateway/soap/soap_fault.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <utility>

#include "absl/strings/cord.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/types/optional.h"

namespace docshare::gateway {
namespace {

constexpr char kPayloadUrl[] = "docshare/gateway/soap-fault";

constexpr char kAddressingFaultAction[] = "http://www.w3.org/2005/08/addressing/fault";
constexpr char kOtherFaultAction[] = "http://www.w3.org/2005/08/addressing/soap/fault";

constexpr std::array<absl::string_view, 5> kCodeNames = {"Sender", "Receiver", "MustUnderstand",
                                                         "VersionMismatch", "DataEncodingUnknown"};

absl::string_view NameOf(SoapFaultCode code) { return kCodeNames[static_cast<size_t>(code)]; }

// The payload is a list of texts, each behind its size: "3:abc".
void Append(absl::string_view text, std::string* payload) {
  absl::StrAppend(payload, text.size(), ":", text);
}

absl::optional<std::string> Take(absl::string_view& payload) {
  const std::pair<absl::string_view, absl::string_view> split =
      absl::StrSplit(payload, absl::MaxSplits(':', 1));
  size_t size = 0;
  if (!absl::SimpleAtoi(split.first, &size) || size > split.second.size()) return absl::nullopt;
  payload = split.second.substr(size);
  return std::string(split.second.substr(0, size));
}

void Append(const std::vector<QualifiedName>& names, std::string* payload) {
  Append(absl::StrCat(names.size()), payload);
  for (const QualifiedName& name : names) {
    Append(name.ns, payload);
    Append(name.name, payload);
  }
}

// Takes what ToStatus() wrote, in its order. Statuses stay within the process: a payload that
// cannot be read leaves the rest at its default.
class PayloadReader {
 public:
  explicit PayloadReader(absl::string_view payload) : rest_(payload) {}

  std::string Text() { return Take(rest_).value_or(""); }
  int Number() {
    int number = 0;
    return absl::SimpleAtoi(Text(), &number) ? number : 0;
  }
  std::vector<QualifiedName> Names() {
    std::vector<QualifiedName> names(static_cast<size_t>(Number()));
    for (QualifiedName& name : names) {
      name.ns = Text();
      name.name = Text();
    }
    return names;
  }

 private:
  absl::string_view rest_;
};

void WriteName(absl::string_view element, const QualifiedName& name, XmlWriter& writer) {
  writer.Start(element);
  if (name.ns == kSoapNamespace) {
    writer.Text(absl::StrCat("env:", name.name));
  } else {
    writer.Attribute("xmlns:s", name.ns).Text(absl::StrCat("s:", name.name));
  }
  writer.End();
}

void WriteSubcodes(const SoapFault& fault, XmlWriter& writer) {
  for (const QualifiedName& subcode : fault.subcodes) {
    writer.Start("env:Subcode");
    WriteName("env:Value", subcode, writer);
  }
  for (size_t i = 0; i < fault.subcodes.size(); ++i) writer.End();
}

void WriteSoap11Fault(const SoapFault& fault, XmlWriter& writer) {
  writer.Start("env:Fault");
  writer.Start("faultcode").Text(absl::StrCat("env:", NameOf(fault.code))).End();
  writer.Start("faultstring").Text(fault.reason).End();
  writer.End();
}

}  // namespace

int SoapFault::http_status() const {
  if (special_http_status != 0) return special_http_status;
  return code == SoapFaultCode::kSender ? 400 : 500;
}

absl::string_view SoapFault::action() const {
  const bool is_addressing = !subcodes.empty() && subcodes.front().ns == kAddressingNamespace;
  return is_addressing ? kAddressingFaultAction : kOtherFaultAction;
}

absl::Status ToStatus(const SoapFault& fault) {
  std::string payload;
  Append(absl::StrCat(static_cast<int>(fault.code)), &payload);
  Append(fault.subcodes, &payload);
  Append(fault.not_understood, &payload);
  Append(fault.problem_header, &payload);
  Append(absl::StrCat(fault.in_soap11 ? 1 : 0), &payload);
  Append(absl::StrCat(fault.special_http_status), &payload);
  absl::Status status(fault.code == SoapFaultCode::kReceiver ? absl::StatusCode::kInternal
                                                             : absl::StatusCode::kInvalidArgument,
                      fault.reason);
  status.SetPayload(kPayloadUrl, absl::Cord(payload));
  return status;
}

SoapFault FaultOf(const absl::Status& status) {
  SoapFault fault;
  fault.reason = std::string(status.message());
  const absl::optional<absl::Cord> payload = status.GetPayload(kPayloadUrl);
  if (!payload) {
    fault.code =
        absl::IsInvalidArgument(status) ? SoapFaultCode::kSender : SoapFaultCode::kReceiver;
    return fault;
  }
  const std::string flat(*payload);
  PayloadReader reader(flat);
  fault.code = static_cast<SoapFaultCode>(reader.Number());
  fault.subcodes = reader.Names();
  fault.not_understood = reader.Names();
  fault.problem_header = reader.Text();
  fault.in_soap11 = reader.Number() != 0;
  fault.special_http_status = reader.Number();
  return fault;
}

void WriteFault(const SoapFault& fault, XmlWriter& writer) {
  if (fault.in_soap11) return WriteSoap11Fault(fault, writer);
  writer.Start("env:Fault").Start("env:Code");
  WriteName("env:Value", {std::string(kSoapNamespace), std::string(NameOf(fault.code))}, writer);
  WriteSubcodes(fault, writer);
  writer.End();
  writer.Start("env:Reason").Start("env:Text").Attribute("xml:lang", "en").Text(fault.reason);
  writer.End().End();
  if (!fault.problem_header.empty()) {
    writer.Start("env:Detail").Start("wsa:ProblemHeaderQName");
    writer.Attribute("xmlns:wsa", kAddressingNamespace);
    writer.Text(absl::StrCat("wsa:", fault.problem_header)).End().End();
  }
  writer.End();
}

SoapFault MissingHeaderFault(absl::string_view header) {
  return {.code = SoapFaultCode::kSender,
          .subcodes = {{std::string(kAddressingNamespace), "MessageAddressingHeaderRequired"}},
          .reason = absl::StrCat("the header wsa:", header, " is missing"),
          .problem_header = std::string(header)};
}

SoapFault InvalidHeaderFault(absl::string_view header, absl::string_view problem,
                             absl::string_view reason) {
  return {.code = SoapFaultCode::kSender,
          .subcodes = {{std::string(kAddressingNamespace), "InvalidAddressingHeader"},
                       {std::string(kAddressingNamespace), std::string(problem)}},
          .reason = absl::StrCat("the header wsa:", header, ": ", reason),
          .problem_header = std::string(header)};
}

SoapFault ActionNotSupportedFault(absl::string_view action) {
  return {
      .code = SoapFaultCode::kSender,
      .subcodes = {{std::string(kAddressingNamespace), "ActionNotSupported"}},
      .reason = absl::StrCat("the action \"", action.substr(0, 200), "\" is not supported here"),
      .problem_header = "Action"};
}

SoapFault SecurityFault(absl::string_view subcode, absl::string_view reason) {
  return {.code = SoapFaultCode::kSender,
          .subcodes = {{std::string(kSecurityNamespace), std::string(subcode)}},
          .reason = std::string(reason)};
}

}  // namespace docshare::gateway
