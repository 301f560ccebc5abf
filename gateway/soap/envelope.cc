#include "gateway/soap/envelope.h"

#include <algorithm>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "gateway/soap/soap_fault.h"

namespace docshare::gateway {
namespace {

// Enough to tell a sender what to do about it.
constexpr size_t kMaxNotUnderstood = 16;
constexpr size_t kMaxAddressBytes = 8192;

constexpr absl::string_view kNextRole = "http://www.w3.org/2003/05/soap-envelope/role/next";
constexpr absl::string_view kUltimateReceiverRole =
    "http://www.w3.org/2003/05/soap-envelope/role/ultimateReceiver";

absl::Status SenderFault(absl::string_view reason) {
  return ToStatus({.code = SoapFaultCode::kSender, .reason = std::string(reason)});
}

absl::Status VersionMismatch(const XmlNode& root) {
  const bool is_soap11 = root.ns() == kSoap11Namespace;
  return ToStatus({.code = SoapFaultCode::kVersionMismatch,
                   .reason = is_soap11 ? "the message is SOAP 1.1; SOAP 1.2 is spoken here"
                                       : absl::StrCat("the Envelope has the namespace \"",
                                                      root.ns().substr(0, 200), "\" instead of ",
                                                      kSoapNamespace),
                   .in_soap11 = is_soap11});
}

absl::string_view Trimmed(absl::string_view text) { return absl::StripAsciiWhitespace(text); }

bool IsForUs(const XmlNode& block) {
  const absl::string_view role = Trimmed(block.AttributeNs(kSoapNamespace, "role"));
  return role.empty() || role == kNextRole || role == kUltimateReceiverRole;
}

absl::StatusOr<bool> MustUnderstand(const XmlNode& block) {
  const absl::string_view value = Trimmed(block.AttributeNs(kSoapNamespace, "mustUnderstand"));
  if (value == "1" || value == "true") return true;
  if (value.empty() || value == "0" || value == "false") return false;
  return SenderFault(absl::StrCat("mustUnderstand of the header ", block.name().substr(0, 200),
                                  " is neither true nor false"));
}

bool IsAddressing(const XmlNode& block) {
  constexpr absl::string_view kHeaders[] = {"Action", "MessageID", "To",       "ReplyTo",
                                            "From",   "FaultTo",   "RelatesTo"};
  return block.ns() == kAddressingNamespace &&
         std::find(std::begin(kHeaders), std::end(kHeaders), block.name()) != std::end(kHeaders);
}

// Reads the header blocks one after the other.
class HeaderReader {
 public:
  HeaderReader(const EnvelopeRules& rules, SoapEnvelope* envelope)
      : rules_(rules), envelope_(envelope) {}

  absl::Status Take(const XmlNode& block) {
    if (!IsForUs(block)) return absl::OkStatus();
    const absl::StatusOr<bool> must_understand = MustUnderstand(block);
    if (!must_understand.ok()) return must_understand.status();
    if (IsAddressing(block)) {
      addressing_.push_back(block);
    } else if (block.Is(kSecurityNamespace, "Security")) {
      if (envelope_->security) {
        return ToStatus(SecurityFault("InvalidSecurity", "two Security headers for one receiver"));
      }
      envelope_->security = block;
    } else if (IsUnderstood(block)) {
      envelope_->other_headers.push_back(block);
    } else if (*must_understand && not_understood_.size() < kMaxNotUnderstood) {
      not_understood_.push_back({std::string(block.ns()), std::string(block.name())});
    }
    return absl::OkStatus();
  }

  // Faults of single headers come after those of the whole, as SOAP has it.
  absl::Status Finish() {
    if (!not_understood_.empty()) {
      return ToStatus({.code = SoapFaultCode::kMustUnderstand,
                       .reason = absl::StrCat("header blocks that must be understood are not: ",
                                              not_understood_.front().name.substr(0, 200)),
                       .not_understood = not_understood_});
    }
    for (const XmlNode& block : addressing_) {
      if (absl::Status status = TakeAddressing(block); !status.ok()) return status;
    }
    const AddressingHeaders& addressing = envelope_->addressing;
    if (rules_.action_required && addressing.action.empty()) {
      return ToStatus(MissingHeaderFault("Action"));
    }
    if (rules_.message_id_required && addressing.message_id.empty()) {
      return ToStatus(MissingHeaderFault("MessageID"));
    }
    if (envelope_->security) {
      for (const XmlNode child : envelope_->security->children()) {
        if (child.Is(kSamlNamespace, "Assertion")) envelope_->assertions.push_back(child);
      }
    }
    return absl::OkStatus();
  }

 private:
  bool IsUnderstood(const XmlNode& block) const {
    return std::any_of(
        rules_.understood.begin(), rules_.understood.end(),
        [&block](const QualifiedName& name) { return block.Is(name.ns, name.name); });
  }

  absl::Status TakeAddressing(const XmlNode& block) {
    AddressingHeaders& addressing = envelope_->addressing;
    const absl::string_view name = block.name();
    if (name == "Action") return TakeUri(name, block, &addressing.action);
    if (name == "MessageID") return TakeUri(name, block, &addressing.message_id);
    if (name == "To") return TakeUri(name, block, &addressing.to);
    if (name == "FaultTo") return TakeAddress(name, block, &addressing.fault_to);
    if (name == "ReplyTo") {
      std::string address;
      if (addressing.reply_to_given) return Twice(name);
      addressing.reply_to_given = true;
      absl::Status status = TakeAddress(name, block, &address);
      if (status.ok()) addressing.reply_to = std::move(address);
      return status;
    }
    // Several may say what else a message relates to; the first plain one is the answer's request.
    if (name == "RelatesTo" && addressing.relates_to.empty()) {
      return TakeUri(name, block, &addressing.relates_to);
    }
    return absl::OkStatus();
  }

  static absl::Status Twice(absl::string_view name) {
    return ToStatus(InvalidHeaderFault(name, "InvalidCardinality", "it is given twice"));
  }

  static absl::Status TakeUri(absl::string_view name, const XmlNode& node, std::string* uri) {
    if (!uri->empty()) return Twice(name);
    const absl::string_view text = Trimmed(node.text());
    if (text.empty()) {
      return ToStatus(InvalidHeaderFault(name, "InvalidAddress", "it must not be empty"));
    }
    if (text.size() > kMaxAddressBytes) {
      return ToStatus(InvalidHeaderFault(name, "InvalidAddress",
                                         absl::StrCat("more than ", kMaxAddressBytes, " bytes")));
    }
    *uri = std::string(text);
    return absl::OkStatus();
  }

  static absl::Status TakeAddress(absl::string_view name, const XmlNode& block,
                                  std::string* address) {
    if (!address->empty()) return Twice(name);
    bool found = false;
    for (const XmlNode child : block.children()) {
      if (!child.Is(kAddressingNamespace, "Address")) continue;
      found = true;
      if (absl::Status status = TakeUri(name, child, address); !status.ok()) return status;
    }
    if (found) return absl::OkStatus();
    return ToStatus(
        InvalidHeaderFault(name, "MissingAddressInEPR", "an endpoint without an Address"));
  }

  const EnvelopeRules& rules_;
  SoapEnvelope* const envelope_;
  std::vector<XmlNode> addressing_;
  std::vector<QualifiedName> not_understood_;
};

absl::Status ReadBody(const XmlNode& body, const EnvelopeRules& rules, SoapEnvelope* envelope) {
  for (const XmlNode child : body.children()) {
    if (envelope->body) return SenderFault("the Body has more than one child");
    envelope->body = child;
  }
  if (!Trimmed(body.text()).empty()) return SenderFault("the Body has text beside elements");
  if (!envelope->body && !rules.body_may_be_empty) return SenderFault("the Body is empty");
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<SoapEnvelope> ReadEnvelope(const XmlNode& root, const EnvelopeRules& rules) {
  if (root.name() != "Envelope") return SenderFault("the root of the message is no Envelope");
  if (root.ns() != kSoapNamespace) return VersionMismatch(root);
  absl::optional<XmlNode> header;
  absl::optional<XmlNode> body;
  for (const XmlNode child : root.children()) {
    if (child.Is(kSoapNamespace, "Header") && !header && !body) {
      header = child;
    } else if (child.Is(kSoapNamespace, "Body") && !body) {
      body = child;
    } else {
      return SenderFault(absl::StrCat("an Envelope is an optional Header and one Body; \"",
                                      child.name().substr(0, 200), "\" of namespace \"",
                                      child.ns().substr(0, 200), "\" is in it, or twice"));
    }
  }
  if (!body) return SenderFault("the Envelope has no Body");
  if (!Trimmed(root.text()).empty()) return SenderFault("the Envelope has text beside elements");
  SoapEnvelope envelope;
  HeaderReader headers(rules, &envelope);
  if (header) {
    for (const XmlNode block : header->children()) {
      if (absl::Status status = headers.Take(block); !status.ok()) return status;
    }
  }
  if (absl::Status status = headers.Finish(); !status.ok()) return status;
  if (absl::Status status = ReadBody(*body, rules, &envelope); !status.ok()) return status;
  return envelope;
}

}  // namespace docshare::gateway
