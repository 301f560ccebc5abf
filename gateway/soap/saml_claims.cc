#include "gateway/soap/saml_claims.h"

#include <algorithm>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "domain/xml/xml_writer.h"
#include "gateway/soap/soap_names.h"

namespace docshare::gateway {
namespace {

constexpr absl::string_view kSignatureNamespace = "http://www.w3.org/2000/09/xmldsig#";
constexpr absl::string_view kInstanceNamespace = "http://www.w3.org/2001/XMLSchema-instance";

absl::Status Refusal(absl::string_view element, absl::string_view rule) {
  return absl::InvalidArgumentError(absl::StrCat("SAML ", element, ": ", rule));
}

bool IsSaml(const XmlNode& node, absl::string_view name) { return node.Is(kSamlNamespace, name); }

// xs:dateTime with its zone, as SAML 2.0 Core 1.3.3 asks for.
absl::Status TakeTime(const XmlNode& element, absl::string_view attribute,
                      absl::optional<absl::Time>* time) {
  const absl::optional<absl::string_view> text = element.FindAttribute(attribute);
  if (!text) return absl::OkStatus();
  const absl::string_view trimmed = absl::StripAsciiWhitespace(*text);
  absl::Time parsed;
  std::string error;
  // ParseTime() also knows words, such as "infinite-future".
  if (trimmed.empty() || !absl::ascii_isdigit(static_cast<unsigned char>(trimmed.front())) ||
      trimmed.size() > 64 || !absl::ParseTime(absl::RFC3339_full, trimmed, &parsed, &error)) {
    return Refusal(element.name(), absl::StrCat(attribute, " is not a time with a zone"));
  }
  *time = parsed;
  return absl::OkStatus();
}

// Writes an element without the prefixes of its document. Namespaces that were declared once may
// have to be written many times: a caller stops it at `max_bytes`, when the text is of no use.
class ElementWriter {
 public:
  ElementWriter(std::string* out, size_t max_bytes)
      : out_(out), max_bytes_(max_bytes), writer_(out) {}

  // `parent_ns` is the default namespace around it.
  void Write(const XmlNode& node, absl::string_view parent_ns) {
    if (out_->size() > max_bytes_) return;
    // No prefix but its own, and no default, may stand for the namespace of "xml:".
    const bool is_xml = node.ns() == kXmlNamespace;
    writer_.Start(is_xml ? absl::StrCat("xml:", node.name()) : std::string(node.name()));
    const absl::string_view default_ns = is_xml ? parent_ns : node.ns();
    if (default_ns != parent_ns) writer_.Attribute("xmlns", default_ns);
    int prefixes = 0;
    for (const XmlAttribute& attribute : node.attributes()) {
      if (attribute.ns.empty()) {
        writer_.Attribute(attribute.name, attribute.value);
      } else if (attribute.ns == kXmlNamespace) {
        writer_.Attribute(absl::StrCat("xml:", attribute.name), attribute.value);
      } else {
        const std::string prefix = absl::StrCat("a", ++prefixes);
        writer_.Attribute(absl::StrCat("xmlns:", prefix), attribute.ns);
        writer_.Attribute(absl::StrCat(prefix, ":", attribute.name), attribute.value);
      }
    }
    writer_.Text(node.text());
    for (const XmlNode child : node.children()) Write(child, default_ns);
    writer_.End();
  }

 private:
  const std::string* const out_;
  const size_t max_bytes_;
  XmlWriter writer_;
};

bool IsNil(const XmlNode& value) {
  // Seen with and without its namespace.
  const absl::string_view with_ns = value.AttributeNs(kInstanceNamespace, "nil");
  const absl::string_view nil =
      absl::StripAsciiWhitespace(with_ns.empty() ? value.Attribute("nil") : with_ns);
  return nil == "true" || nil == "1";
}

class ClaimsReader {
 public:
  explicit ClaimsReader(const SamlLimits& limits) : limits_(limits) {}

  absl::StatusOr<SamlClaims> Read(const XmlNode& assertion) {
    if (!IsSaml(assertion, "Assertion")) return Refusal("Assertion", "another element");
    if (assertion.Attribute("Version") != "2.0") {
      return Refusal("Assertion", "Version must be 2.0");
    }
    absl::Status status = TakeText("Assertion", assertion.Attribute("ID"), &claims_.id);
    if (status.ok()) status = TakeTime(assertion, "IssueInstant", &claims_.issued);
    for (const XmlNode child : assertion.children()) {
      if (!status.ok()) return status;
      status = TakeChild(child);
    }
    if (!status.ok()) return status;
    if (claims_.issuer.empty()) return Refusal("Issuer", "it must not be missing or empty");
    return std::move(claims_);
  }

 private:
  absl::Status TakeChild(const XmlNode& child) {
    if (child.Is(kSignatureNamespace, "Signature")) {
      claims_.is_signed = true;
      return absl::OkStatus();
    }
    if (IsSaml(child, "Issuer")) {
      if (!claims_.issuer.empty()) return Refusal("Issuer", "it is given twice");
      return TakeText("Issuer", child.text(), &claims_.issuer);
    }
    if (IsSaml(child, "Subject")) return TakeSubject(child);
    if (IsSaml(child, "Conditions")) return TakeConditions(child);
    if (IsSaml(child, "AuthnStatement")) return TakeAuthnStatement(child);
    if (IsSaml(child, "AttributeStatement")) return TakeAttributeStatement(child);
    // Advice and AuthzDecisionStatement may hold whole assertions, which are not the caller's.
    return absl::OkStatus();
  }

  absl::Status Count(absl::string_view element, size_t bytes) {
    bytes_ += bytes;
    if (bytes_ <= limits_.max_bytes) return absl::OkStatus();
    return Refusal(element, absl::StrCat("more than ", limits_.max_bytes, " bytes of values"));
  }

  absl::Status TakeText(absl::string_view element, absl::string_view text, std::string* target) {
    const absl::string_view trimmed = absl::StripAsciiWhitespace(text);
    if (absl::Status status = Count(element, trimmed.size()); !status.ok()) return status;
    *target = std::string(trimmed);
    return absl::OkStatus();
  }

  absl::Status TakeSubject(const XmlNode& subject) {
    if (std::exchange(has_subject_, true)) return Refusal("Subject", "it is given twice");
    for (const XmlNode child : subject.children()) {
      absl::Status status = absl::OkStatus();
      if (IsSaml(child, "EncryptedID")) return Refusal("EncryptedID", "it cannot be read");
      if (IsSaml(child, "NameID")) {
        if (!claims_.name_id.empty()) return Refusal("NameID", "it is given twice");
        status = TakeText("NameID", child.text(), &claims_.name_id);
        if (status.ok()) {
          status = TakeText("NameID", child.Attribute("Format"), &claims_.name_id_format);
        }
      } else if (IsSaml(child, "SubjectConfirmation")) {
        status = TakeListed("SubjectConfirmation", child.Attribute("Method"),
                            &claims_.confirmation_methods);
      }
      if (!status.ok()) return status;
    }
    return absl::OkStatus();
  }

  // One more text of a list, which counts as a value.
  absl::Status TakeListed(absl::string_view element, absl::string_view text,
                          std::vector<std::string>* list) {
    if (absl::Status status = CountValue(element); !status.ok()) return status;
    list->emplace_back();
    return TakeText(element, text, &list->back());
  }

  absl::Status CountValue(absl::string_view element) {
    if (++values_ <= limits_.max_values) return absl::OkStatus();
    return Refusal(element, absl::StrCat("more than ", limits_.max_values, " values"));
  }

  absl::Status TakeConditions(const XmlNode& conditions) {
    if (std::exchange(has_conditions_, true)) return Refusal("Conditions", "it is given twice");
    absl::Status status = TakeTime(conditions, "NotBefore", &claims_.not_before);
    if (status.ok()) status = TakeTime(conditions, "NotOnOrAfter", &claims_.not_on_or_after);
    if (!status.ok()) return status;
    for (const XmlNode restriction : conditions.children()) {
      if (!IsSaml(restriction, "AudienceRestriction")) continue;
      if (status = CountValue("AudienceRestriction"); !status.ok()) return status;
      claims_.audiences.emplace_back();
      for (const XmlNode audience : restriction.children()) {
        if (!IsSaml(audience, "Audience")) continue;
        status = TakeListed("Audience", audience.text(), &claims_.audiences.back());
        if (!status.ok()) return status;
      }
    }
    return absl::OkStatus();
  }

  absl::Status TakeAuthnStatement(const XmlNode& statement) {
    if (absl::Status status = CountValue("AuthnStatement"); !status.ok()) return status;
    SamlAuthnStatement& taken = claims_.authentications.emplace_back();
    absl::Status status = TakeTime(statement, "AuthnInstant", &taken.authenticated);
    if (status.ok()) status = TakeTime(statement, "SessionNotOnOrAfter", &taken.session_ends);
    for (const XmlNode context : statement.children()) {
      if (!status.ok() || !IsSaml(context, "AuthnContext")) continue;
      for (const XmlNode child : context.children()) {
        const bool is_class = IsSaml(child, "AuthnContextClassRef");
        if (is_class || (IsSaml(child, "AuthnContextDeclRef") && taken.context.empty())) {
          status = TakeText(child.name(), child.text(), &taken.context);
        }
        if (!status.ok()) break;
      }
    }
    return status;
  }

  absl::Status TakeAttributeStatement(const XmlNode& statement) {
    for (const XmlNode child : statement.children()) {
      if (IsSaml(child, "EncryptedAttribute")) {
        return Refusal("EncryptedAttribute", "it cannot be read");
      }
      if (!IsSaml(child, "Attribute")) continue;
      if (absl::Status status = TakeAttribute(child); !status.ok()) return status;
    }
    return absl::OkStatus();
  }

  absl::Status TakeAttribute(const XmlNode& element) {
    std::string name;
    absl::Status status = TakeText("Attribute", element.Attribute("Name"), &name);
    if (!status.ok()) return status;
    if (name.empty()) return Refusal("Attribute", "Name is missing");
    const auto same_name = [&name](const SamlAttribute& known) { return known.name == name; };
    auto place = std::find_if(claims_.attributes.begin(), claims_.attributes.end(), same_name);
    if (place == claims_.attributes.end()) {
      if (claims_.attributes.size() == limits_.max_attributes) {
        return Refusal("Attribute", absl::StrCat("more than ", limits_.max_attributes));
      }
      place = claims_.attributes.insert(place, {std::move(name), {}});
    }
    for (const XmlNode value : element.children()) {
      if (!IsSaml(value, "AttributeValue")) continue;
      if (status = TakeValue(value, &place->values); !status.ok()) return status;
    }
    return absl::OkStatus();
  }

  absl::Status TakeValue(const XmlNode& element, std::vector<SamlValue>* values) {
    if (absl::Status status = CountValue("AttributeValue"); !status.ok()) return status;
    SamlValue& value = values->emplace_back();
    value.is_nil = IsNil(element);
    if (element.children().empty()) {
      return TakeText("AttributeValue", element.text(), &value.text);
    }
    ElementWriter(&value.xml, limits_.max_bytes).Write(*element.children().begin(), "");
    absl::Status status = Count("AttributeValue", value.xml.size());
    return status.ok() ? TakeText("AttributeValue", element.text(), &value.text) : status;
  }

  const SamlLimits limits_;
  SamlClaims claims_;
  size_t bytes_ = 0;
  size_t values_ = 0;
  bool has_subject_ = false;
  bool has_conditions_ = false;
};

}  // namespace

const SamlAttribute* SamlClaims::Find(absl::string_view name) const {
  for (const SamlAttribute& attribute : attributes) {
    if (attribute.name == name) return &attribute;
  }
  return nullptr;
}

absl::StatusOr<SamlClaims> ReadSamlClaims(const XmlNode& assertion, const SamlLimits& limits) {
  return ClaimsReader(limits).Read(assertion);
}

}  // namespace docshare::gateway
