#include "domain/metadata/rules/text_form.h"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "domain/text/quoted_value.h"
#include "domain/text/unicode_text.h"

namespace docshare {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

constexpr size_t kMaxCharacters = 1024;

// Walks a message depth first and knows where it is.
class TextWalker {
 public:
  explicit TextWalker(RegistryErrors& errors) : errors_(errors) {}

  void Visit(const Message& message) {
    const Reflection& reflection = *message.GetReflection();
    std::vector<const FieldDescriptor*> fields;
    reflection.ListFields(message, &fields);
    for (const FieldDescriptor* field : fields) {
      const int count = field->is_repeated() ? reflection.FieldSize(message, field) : 1;
      for (int i = 0; i < count && !errors_.full(); ++i) {
        path_.push_back({field, i});
        VisitValue(message, reflection, *field, i);
        path_.pop_back();
      }
    }
  }

 private:
  struct Step {
    const FieldDescriptor* field;
    int index;
  };

  void VisitValue(const Message& message, const Reflection& reflection,
                  const FieldDescriptor& field, int index) {
    std::string scratch;
    switch (field.cpp_type()) {
      case FieldDescriptor::CPPTYPE_MESSAGE:
        Visit(field.is_repeated() ? reflection.GetRepeatedMessage(message, &field, index)
                                  : reflection.GetMessage(message, &field));
        break;
      case FieldDescriptor::CPPTYPE_STRING:
        CheckText(field.is_repeated()
                      ? reflection.GetRepeatedStringReference(message, &field, index, &scratch)
                      : reflection.GetStringReference(message, &field, &scratch));
        break;
      default:
        break;
    }
  }

  void CheckText(const std::string& text) {
    if (!IsValidUtf8(text)) return Refuse(text, "is not UTF-8");
    const bool is_comment = IsInComments();
    if (is_comment ? HasControlCharacterBesideLayout(text) : HasControlCharacter(text)) {
      return Refuse(text, "has a control character");
    }
    if (!is_comment && CodePointCount(text) > kMaxCharacters) {
      Refuse(text, absl::StrCat("is longer than ", kMaxCharacters, " characters"));
    }
  }

  bool IsInComments() const {
    for (const Step& step : path_) {
      if (step.field->name() == "comments") return true;
    }
    return false;
  }

  void Refuse(const std::string& text, absl::string_view why) {
    std::string location;
    for (const Step& step : path_) {
      if (!location.empty()) location += ".";
      location += step.field->name();
      if (step.field->is_repeated()) absl::StrAppend(&location, "[", step.index, "]");
    }
    errors_.Add(XdsErrorCode::kRegistryMetadataError, location,
                absl::StrCat("text ", Quote(text), " ", why));
  }

  RegistryErrors& errors_;
  std::vector<Step> path_;
};

}  // namespace

void CheckTextForm(const registry::v1::RegisterDocumentSetRequest& request,
                   RegistryErrors& errors) {
  TextWalker(errors).Visit(request);
}

}  // namespace docshare
