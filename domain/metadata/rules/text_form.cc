#include "domain/metadata/rules/text_form.h"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>

#include <memory>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "domain/text/quoted_value.h"
#include "domain/text/unicode_text.h"

namespace docshare {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

constexpr size_t kMaxCharacters = 1024;

// The fields of one message type that hold texts or messages that do.
struct TextFields {
  struct Inner {
    const FieldDescriptor* field;
    const TextFields* fields;
  };
  std::vector<const FieldDescriptor*> texts;
  std::vector<Inner> messages;
};

// The TextFields of a message type and of every type in it. Message types may hold each other.
class TextFieldsOfTypes {
 public:
  const TextFields* Of(const Descriptor& type) {
    const auto [place, is_new] = types_.try_emplace(&type);
    if (!is_new) return place->second.get();
    place->second = std::make_unique<TextFields>();
    TextFields* const fields = place->second.get();
    for (int i = 0; i < type.field_count(); ++i) {
      const FieldDescriptor* field = type.field(i);
      if (field->cpp_type() == FieldDescriptor::CPPTYPE_STRING) fields->texts.push_back(field);
      if (field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) continue;
      fields->messages.push_back({field, Of(*field->message_type())});
    }
    return fields;
  }

 private:
  absl::flat_hash_map<const Descriptor*, std::unique_ptr<TextFields>> types_;
};

// Worked out once a process. Never destroyed: calls may still run when the process ends.
const TextFields& TextFieldsOfRequest() {
  static TextFieldsOfTypes* const types = new TextFieldsOfTypes();
  static const TextFields* const fields =
      types->Of(*registry::v1::RegisterDocumentSetRequest::descriptor());
  return *fields;
}

// Walks a message depth first and knows where it is.
class TextWalker {
 public:
  explicit TextWalker(RegistryErrors& errors) : errors_(errors) {}

  void Visit(const Message& message, const TextFields& fields) {
    const Reflection& reflection = *message.GetReflection();
    for (const FieldDescriptor* field : fields.texts) {
      const int count = field->is_repeated() ? reflection.FieldSize(message, field) : 1;
      for (int i = 0; i < count && !errors_.full(); ++i) {
        std::string scratch;
        CheckText(field->is_repeated()
                      ? reflection.GetRepeatedStringReference(message, field, i, &scratch)
                      : reflection.GetStringReference(message, field, &scratch),
                  {field, i});
      }
    }
    for (const TextFields::Inner& inner : fields.messages) {
      if (!inner.field->is_repeated()) {
        if (!reflection.HasField(message, inner.field)) continue;
        VisitInner(reflection.GetMessage(message, inner.field), inner, 0);
        continue;
      }
      const int count = reflection.FieldSize(message, inner.field);
      for (int i = 0; i < count && !errors_.full(); ++i) {
        VisitInner(reflection.GetRepeatedMessage(message, inner.field, i), inner, i);
      }
    }
  }

 private:
  struct Step {
    const FieldDescriptor* field;
    int index;
  };

  void VisitInner(const Message& message, const TextFields::Inner& inner, int index) {
    path_.push_back({inner.field, index});
    Visit(message, *inner.fields);
    path_.pop_back();
  }

  void CheckText(const std::string& text, const Step& last) {
    if (text.size() <= kMaxCharacters && IsPrintableAscii(text)) return;
    if (!IsValidUtf8(text)) return Refuse(text, last, "is not UTF-8");
    const bool is_comment = IsInComments();
    if (is_comment ? HasControlCharacterBesideLayout(text) : HasControlCharacter(text)) {
      return Refuse(text, last, "has a control character");
    }
    if (!is_comment && CodePointCount(text) > kMaxCharacters) {
      Refuse(text, last, absl::StrCat("is longer than ", kMaxCharacters, " characters"));
    }
  }

  bool IsInComments() const {
    for (const Step& step : path_) {
      if (step.field->name() == "comments") return true;
    }
    return false;
  }

  void Refuse(const std::string& text, const Step& last, absl::string_view why) {
    std::string location;
    const auto append = [&](const Step& step) {
      if (!location.empty()) location += ".";
      location += step.field->name();
      if (step.field->is_repeated()) absl::StrAppend(&location, "[", step.index, "]");
    };
    for (const Step& step : path_) append(step);
    append(last);
    errors_.Add(XdsErrorCode::kRegistryMetadataError, location,
                absl::StrCat("text ", Quote(text), " ", why));
  }

  RegistryErrors& errors_;
  std::vector<Step> path_;
};

}  // namespace

void CheckTextForm(const registry::v1::RegisterDocumentSetRequest& request,
                   RegistryErrors& errors) {
  TextWalker(errors).Visit(request, TextFieldsOfRequest());
}

}  // namespace docshare
