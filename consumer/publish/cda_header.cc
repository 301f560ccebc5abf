#include "consumer/publish/cda_header.h"

#include <algorithm>
#include <array>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "domain/xml/strict_xml.h"

namespace docshare::consumer {
namespace {

constexpr absl::string_view kHl7V3 = "urn:hl7-org:v3";
constexpr size_t kMaxValueBytes = size_t{16} * 1024;
constexpr size_t kMaxNameInError = 60;
constexpr size_t kReadBytes = size_t{16} * 1024;

// What to do with the content of an element.
struct Content {
  // Where its own text goes; null when it is of no interest.
  std::string* text = nullptr;
  // Skip everything inside.
  bool skip = false;
};

std::string Stripped(absl::string_view value) {
  return std::string(absl::StripAsciiWhitespace(value));
}

std::string Collapsed(absl::string_view value) {
  std::string text(value);
  absl::RemoveExtraAsciiWhitespace(&text);
  return text;
}

constexpr std::vector<std::string> CdaName::*kNameParts[] = {&CdaName::family, &CdaName::given,
                                                             &CdaName::prefix, &CdaName::suffix};

bool IsEmpty(const CdaInterval& interval) { return interval.low.empty() && interval.high.empty(); }

bool IsEmpty(const CdaName& name) {
  for (const auto part : kNameParts) {
    for (const std::string& text : name.*part) {
      if (!text.empty()) return false;
    }
  }
  return name.text.empty();
}

// A part given as nullFlavor has no text.
void DropEmptyParts(CdaName* name) {
  for (const auto part : kNameParts) {
    std::vector<std::string>& texts = name->*part;
    texts.erase(std::remove(texts.begin(), texts.end(), ""), texts.end());
  }
}

// The first element wins where a document repeats what is allowed once.
Content TakeValue(const XmlElement& element, absl::string_view attribute, std::string* value) {
  if (value->empty()) *value = Stripped(element.Attribute(attribute));
  return {};
}

Content TakeText(std::string* text) { return {text->empty() ? text : nullptr, !text->empty()}; }

Content TakeCode(const XmlElement& element, CdaCode* code) {
  if (!code->code.empty()) return {};
  *code = {Stripped(element.Attribute("code")), Stripped(element.Attribute("codeSystem")),
           Collapsed(element.Attribute("codeSystemName")),
           Collapsed(element.Attribute("displayName"))};
  return {};
}

CdaId IdOf(const XmlElement& element) {
  return {Stripped(element.Attribute("root")), Stripped(element.Attribute("extension"))};
}

Content TakeId(const XmlElement& element, CdaId* id) {
  if (id->root.empty()) *id = IdOf(element);
  return {};
}

Content AddId(const XmlElement& element, std::vector<CdaId>* ids) {
  CdaId id = IdOf(element);
  if (!id.root.empty()) ids->push_back(std::move(id));
  return {};
}

// Whether `path` is `element` or inside it. If so, cuts `element` off the front of `path`.
bool Enter(absl::string_view element, absl::string_view* path) {
  absl::string_view rest = *path;
  if (!absl::ConsumePrefix(&rest, element) || !(rest.empty() || rest[0] == '/')) return false;
  *path = rest;
  return true;
}

// The Visit functions take what they want from the start of the element at `path`, which begins
// below the element they are named after; an empty path is that element itself.

Content VisitName(absl::string_view path, CdaName* name) {
  if (path.empty()) return {IsEmpty(*name) ? &name->text : nullptr, !IsEmpty(*name)};
  if (path == "/family") return {&name->family.emplace_back()};
  if (path == "/given") return {&name->given.emplace_back()};
  if (path == "/prefix") return {&name->prefix.emplace_back()};
  if (path == "/suffix") return {&name->suffix.emplace_back()};
  return {};
}

Content VisitInterval(absl::string_view path, const XmlElement& element, CdaInterval* interval) {
  const std::string value = Stripped(element.Attribute("value"));
  if (path.empty()) interval->low = interval->high = value;
  if (path == "/low") interval->low = value;
  if (path == "/high") interval->high = value;
  return {};
}

Content VisitOrganization(absl::string_view path, const XmlElement& element,
                          CdaOrganization* organization) {
  if (path == "/id") return AddId(element, &organization->ids);
  if (path == "/name") return TakeText(&organization->name);
  return {};
}

Content VisitPatient(absl::string_view path, const XmlElement& element, CdaPatient* patient) {
  if (path == "/id") return AddId(element, &patient->ids);
  if (!Enter("/patient", &path)) return {};
  if (path == "/administrativeGenderCode") return TakeCode(element, &patient->gender);
  if (path == "/birthTime") return TakeValue(element, "value", &patient->birth_time);
  if (Enter("/name", &path)) return VisitName(path, &patient->name);
  return {};
}

Content VisitAuthor(absl::string_view path, const XmlElement& element, CdaAuthor* author) {
  if (path == "/time") return TakeValue(element, "value", &author->time);
  if (!Enter("/assignedAuthor", &path)) return {};
  if (path == "/id") return AddId(element, &author->ids);
  if (path == "/assignedAuthoringDevice/softwareName" ||
      path == "/assignedAuthoringDevice/manufacturerModelName") {
    return TakeText(&author->device);
  }
  if (Enter("/assignedPerson/name", &path)) return VisitName(path, &author->name);
  if (Enter("/representedOrganization", &path)) {
    return VisitOrganization(path, element, &author->organization);
  }
  return {};
}

Content VisitAuthenticator(absl::string_view path, const XmlElement& element,
                           CdaAuthenticator* authenticator) {
  if (path == "/time") return TakeValue(element, "value", &authenticator->time);
  if (!Enter("/assignedEntity", &path)) return {};
  if (path == "/id") return AddId(element, &authenticator->ids);
  if (Enter("/assignedPerson/name", &path)) {
    return VisitName(path, &authenticator->name);
  }
  return {};
}

Content VisitRelatedDocument(absl::string_view path, const XmlElement& element,
                             CdaRelatedDocument* document) {
  if (path.empty()) return TakeValue(element, "typeCode", &document->type_code);
  if (path == "/parentDocument/id") return AddId(element, &document->ids);
  if (path == "/parentDocument/setId") return TakeId(element, &document->set_id);
  if (path == "/parentDocument/versionNumber") {
    return TakeValue(element, "value", &document->version_number);
  }
  return {};
}

// The elements directly below ClinicalDocument that say something about the document itself.
Content VisitOwn(absl::string_view path, const XmlElement& element, CdaHeader* header) {
  if (path == "/templateId") return AddId(element, &header->template_ids);
  if (path == "/id") return TakeId(element, &header->id);
  if (path == "/setId") return TakeId(element, &header->set_id);
  if (path == "/versionNumber") return TakeValue(element, "value", &header->version_number);
  if (path == "/code") return TakeCode(element, &header->code);
  if (path == "/title") return TakeText(&header->title);
  if (path == "/effectiveTime") return TakeValue(element, "value", &header->effective_time);
  if (path == "/confidentialityCode") return TakeCode(element, &header->confidentiality);
  if (path == "/languageCode") return TakeValue(element, "code", &header->language);
  return {};
}

Content Visit(absl::string_view path, const XmlElement& element, CdaHeader* header) {
  if (Enter("/recordTarget", &path)) {
    if (path.empty()) header->patients.emplace_back();
    return Enter("/patientRole", &path) ? VisitPatient(path, element, &header->patients.back())
                                        : Content{};
  }
  if (Enter("/author", &path)) {
    if (path.empty()) header->authors.emplace_back();
    return VisitAuthor(path, element, &header->authors.back());
  }
  if (Enter("/custodian/assignedCustodian/representedCustodianOrganization", &path)) {
    return VisitOrganization(path, element, &header->custodian);
  }
  if (Enter("/legalAuthenticator", &path)) {
    if (path.empty() && header->legal_authenticator) return {nullptr, true};
    if (path.empty()) header->legal_authenticator.emplace();
    return VisitAuthenticator(path, element, &*header->legal_authenticator);
  }
  if (path == "/documentationOf" && !IsEmpty(header->service_event_time)) return {nullptr, true};
  if (Enter("/documentationOf/serviceEvent/effectiveTime", &path)) {
    return VisitInterval(path, element, &header->service_event_time);
  }
  if (Enter("/componentOf/encompassingEncounter/effectiveTime", &path)) {
    return VisitInterval(path, element, &header->encounter_time);
  }
  if (Enter("/relatedDocument", &path)) {
    if (path.empty()) header->related_documents.emplace_back();
    return VisitRelatedDocument(path, element, &header->related_documents.back());
  }
  return VisitOwn(path, element, header);
}

// Stops when the kind of the body is known.
XmlNext VisitBody(absl::string_view path, const XmlElement& element, CdaHeader* header) {
  if (!Enter("/component", &path) || path.empty()) return XmlNext::kContinue;
  if (Enter("/nonXMLBody", &path)) {
    header->body = CdaBody::kNonXml;
    if (path.empty()) return XmlNext::kContinue;
    if (path == "/text") header->body_media_type = Stripped(element.Attribute("mediaType"));
    return XmlNext::kStop;
  }
  if (path == "/structuredBody") header->body = CdaBody::kStructured;
  return XmlNext::kStop;
}

// Follows the path through the document.
class HeaderHandler : public XmlHandler {
 public:
  CdaHeader TakeHeader() {
    for (CdaPatient& patient : header_.patients) DropEmptyParts(&patient.name);
    for (CdaAuthor& author : header_.authors) DropEmptyParts(&author.name);
    if (header_.legal_authenticator) DropEmptyParts(&header_.legal_authenticator->name);
    return std::move(header_);
  }

  absl::StatusOr<XmlNext> OnStart(const XmlElement& element) override {
    if (open_.empty()) {
      if (element.ns != kHl7V3 || element.name != "ClinicalDocument") return NotCda(element);
      open_.push_back({});
      return XmlNext::kContinue;
    }
    // Elements of other namespaces are extensions: this standard says nothing about them.
    if (open_.back().content.skip || element.ns != kHl7V3) {
      open_.push_back({{nullptr, true}, path_.size()});
      return XmlNext::kContinue;
    }
    for (const XmlAttribute& attribute : element.attributes) {
      if (attribute.value.size() > kMaxValueBytes) return TooLong();
    }
    open_.push_back({{}, path_.size()});
    absl::StrAppend(&path_, "/", element.name);
    open_.back().content = Visit(path_, element, &header_);
    return VisitBody(path_, element, &header_);
  }

  absl::Status OnText(absl::string_view text) override {
    std::string* target = open_.back().content.text;
    if (target == nullptr) return absl::OkStatus();
    if (target->size() + text.size() > kMaxValueBytes) return TooLong();
    absl::StrAppend(target, text);
    return absl::OkStatus();
  }

  absl::Status OnEnd() override {
    if (std::string* text = open_.back().content.text) absl::RemoveExtraAsciiWhitespace(text);
    path_.resize(open_.back().outer_path_size);
    open_.pop_back();
    return absl::OkStatus();
  }

 private:
  struct OpenElement {
    Content content;
    size_t outer_path_size = 0;
  };

  static absl::Status TooLong() {
    return absl::InvalidArgumentError(
        absl::StrCat("a value of the header is longer than ", kMaxValueBytes, " bytes"));
  }

  static absl::Status NotCda(const XmlElement& root) {
    return absl::NotFoundError(absl::StrCat(
        "the root element is \"", absl::CHexEscape(root.name.substr(0, kMaxNameInError)),
        "\" of namespace \"", absl::CHexEscape(root.ns.substr(0, kMaxNameInError)),
        "\", not \"ClinicalDocument\" of \"", kHl7V3, "\""));
  }

  CdaHeader header_;
  std::string path_;
  std::vector<OpenElement> open_;
};

}  // namespace

absl::StatusOr<CdaHeader> ReadCdaHeader(std::istream& document) {
  HeaderHandler handler;
  StrictXmlParser parser(XmlLimits{}, &handler);
  std::array<char, kReadBytes> buffer;
  while (!parser.stopped() && document) {
    document.read(buffer.data(), buffer.size());
    const absl::string_view piece(buffer.data(), static_cast<size_t>(document.gcount()));
    if (const absl::Status fed = parser.Feed(piece); !fed.ok()) return fed;
  }
  if (document.bad()) return absl::DataLossError("the document cannot be read");
  if (const absl::Status finished = parser.Finish(); !finished.ok()) return finished;
  return handler.TakeHeader();
}

}  // namespace docshare::consumer
