#include "domain/codes/nist_codes.h"

#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/types/optional.h"
#include "domain/codes/code_form.h"
#include "domain/ids/oid.h"
#include "domain/text/quoted_value.h"
#include "domain/xml/strict_xml.h"

namespace docshare {
namespace {

XmlLimits Limits() {
  XmlLimits limits;
  limits.max_depth = 4;
  limits.max_bytes = kMaxCodeFileBytes;
  return limits;
}

absl::Status Fault(absl::string_view reason) { return absl::InvalidArgumentError(reason); }

class CodesHandler final : public XmlHandler {
 public:
  explicit CodesHandler(ValueSets& sets) : sets_(sets) {}

  absl::StatusOr<XmlNext> OnStart(const XmlElement& element) override {
    absl::Status status = Start(element);
    if (!status.ok()) return status;
    open_.emplace_back(element.name);
    return XmlNext::kContinue;
  }

  absl::Status OnText(absl::string_view text) override {
    if (absl::StripAsciiWhitespace(text).empty()) return absl::OkStatus();
    return Fault(absl::StrCat("text between the elements: ", Quote(text)));
  }

  absl::Status OnEnd() override {
    open_.pop_back();
    return absl::OkStatus();
  }

 private:
  absl::Status Start(const XmlElement& element) {
    const absl::string_view parent = open_.empty() ? "" : absl::string_view(open_.back());
    if (element.ns.empty()) {
      if (parent.empty() && element.name == "Codes") return absl::OkStatus();
      if (parent == "Codes" && element.name == "CodeType") return StartCodeType(element);
      if (parent == "CodeType" && element.name == "Code") return AddCode(element);
      if (parent == "Codes" && element.name == "AssigningAuthority") return AddAuthority(element);
    }
    return Fault(absl::StrCat(
        "element ", Quote(element.name), " is not expected ",
        parent.empty() ? "as the root, which is Codes" : absl::StrCat("in ", Quote(parent))));
  }

  absl::Status StartCodeType(const XmlElement& element) {
    const absl::string_view name = element.Attribute("name");
    attribute_ = ParseCodedAttribute(name);
    if (attribute_) return absl::OkStatus();
    return Fault(absl::StrCat("CodeType ", Quote(name), " is no attribute of the metadata"));
  }

  absl::Status AddCode(const XmlElement& element) {
    return Add(*attribute_, {std::string(element.Attribute("code")),
                             std::string(element.Attribute("codingScheme")),
                             std::string(element.Attribute("display"))});
  }

  // The id is an HL7 assigning authority without a namespace: &OID&ISO.
  absl::Status AddAuthority(const XmlElement& element) {
    const absl::string_view id = element.Attribute("id");
    const std::vector<absl::string_view> parts = absl::StrSplit(id, '&');
    if (parts.size() != 3 || !parts[0].empty() || parts[2] != "ISO" || !Oid::Parse(parts[1]).ok()) {
      return Fault(absl::StrCat("AssigningAuthority ", Quote(id), " is not of the form &OID&ISO"));
    }
    return Add(CodedAttribute::kPatientIdAuthority,
               {std::string(parts[1]), "", std::string(element.Attribute("display"))});
  }

  absl::Status Add(CodedAttribute attribute, Code code) {
    if (!HasCodeSystem(attribute)) code.code_system.clear();
    if (absl::Status form = CheckCodeForm(attribute, code); !form.ok()) return form;
    sets_.Add(attribute, code);
    return absl::OkStatus();
  }

  ValueSets& sets_;
  std::vector<std::string> open_;
  // Of the CodeType that is open.
  absl::optional<CodedAttribute> attribute_;
};

}  // namespace

absl::Status AddNistCodes(absl::string_view file, absl::string_view bytes, ValueSets& sets) {
  CodesHandler handler(sets);
  StrictXmlParser parser(Limits(), &handler);
  absl::Status status = parser.Feed(bytes);
  if (status.ok()) status = parser.Finish();
  if (status.ok()) return status;
  return absl::Status(status.code(), absl::StrCat(file, ": ", status.message()));
}

}  // namespace docshare
