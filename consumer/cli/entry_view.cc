#include "consumer/cli/entry_view.h"

#include <google/protobuf/descriptor.h>

#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"
#include "absl/types/optional.h"
#include "consumer/cli/metadata_values.h"
#include "consumer/cli/printable_text.h"
#include "consumer/cli/progress_bar.h"
#include "domain/hl7v2/coded_text.h"
#include "domain/hl7v2/cxi.h"
#include "domain/hl7v2/pid_field.h"
#include "domain/hl7v2/xcn.h"
#include "domain/hl7v2/xon.h"
#include "domain/ids/patient_id.h"

namespace docshare::consumer {
namespace {

using docshare::metadata::v1::CodedValue;
using docshare::metadata::v1::DocumentEntry;
using docshare::metadata::v1::InternationalString;
using docshare::metadata::v1::LocalizedString;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

constexpr size_t kLabelWidth = 32;

// "class_code" as "Class code".
std::string Label(const FieldDescriptor& field) {
  std::string label = absl::StrReplaceAll(field.name(), {{"_", " "}});
  label[0] = absl::ascii_toupper(label[0]);
  return label;
}

std::string CodeText(const CodedValue& code) {
  std::string text = absl::StrCat(code.code(), "^^", code.code_system());
  if (!code.display_name().empty() && code.display_name() != code.code()) {
    text = absl::StrCat(code.display_name(), "  (", text, ")");
  }
  return text;
}

std::string LocalizedText(const LocalizedString& text) {
  if (text.language_code().empty()) return text.value();
  return absl::StrCat(text.value(), "  [", text.language_code(), "]");
}

std::string PatientText(const docshare::metadata::v1::PatientIdentifier& identifier) {
  absl::StatusOr<PatientId> patient = PatientId::FromProto(identifier);
  if (patient.ok()) return patient->ToCx();
  return absl::StrCat(identifier.id(), "^^^&", identifier.assigning_authority(), "&ISO");
}

template <typename Type>
const Type* As(const Message& message) {
  return dynamic_cast<const Type*>(&message);
}

// One line for messages that have a usual text form; nullopt for others.
absl::optional<std::string> MessageText(const Message& message) {
  namespace v1 = docshare::metadata::v1;
  if (const auto* code = As<CodedValue>(message); code && code->extra_slots().empty()) {
    return CodeText(*code);
  }
  if (const auto* patient = As<v1::PatientIdentifier>(message)) return PatientText(*patient);
  if (const auto* person = As<v1::Person>(message)) return RenderXcn(*person);
  if (const auto* organization = As<v1::Organization>(message)) return RenderXon(*organization);
  if (const auto* telecom = As<v1::Telecom>(message)) return telecom->xtn();
  if (const auto* text = As<v1::CodedText>(message)) return RenderCodedText(*text);
  if (const auto* reference = As<v1::ReferenceId>(message)) return RenderCxi(*reference);
  if (const auto* field = As<v1::PidField>(message)) return RenderPidField(*field);
  if (const auto* text = As<LocalizedString>(message)) return LocalizedText(*text);
  if (const auto* text = As<InternationalString>(message); text && text->localized_size() == 1) {
    return LocalizedText(text->localized(0));
  }
  return absl::nullopt;
}

// "AVAILABILITY_STATUS_APPROVED" as "approved".
std::string EnumText(const google::protobuf::EnumValueDescriptor& value) {
  // The first value of every enum is its name and UNSPECIFIED.
  const absl::string_view prefix = absl::StripSuffix(value.type()->value(0)->name(), "UNSPECIFIED");
  return absl::AsciiStrToLower(absl::StripPrefix(value.name(), prefix));
}

class Describer {
 public:
  void Describe(const Message& message, size_t indent) {
    std::vector<const FieldDescriptor*> fields;
    message.GetReflection()->ListFields(message, &fields);
    for (const FieldDescriptor* field : fields) {
      const int count =
          field->is_repeated() ? message.GetReflection()->FieldSize(message, field) : 1;
      for (int i = 0; i < count; ++i) DescribeField(message, *field, i, indent);
    }
  }

  std::string text;

 private:
  void DescribeField(const Message& message, const FieldDescriptor& field, int index,
                     size_t indent) {
    if (field.cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) {
      Line(Label(field), ScalarText(message, field, index), indent);
      return;
    }
    const auto& reflection = *message.GetReflection();
    const Message& part = field.is_repeated()
                              ? reflection.GetRepeatedMessage(message, &field, index)
                              : reflection.GetMessage(message, &field);
    absl::optional<std::string> part_text = MessageText(part);
    Line(Label(field), part_text.value_or(""), indent);
    if (!part_text.has_value()) Describe(part, indent + 2);
  }

  static std::string ScalarText(const Message& message, const FieldDescriptor& field, int index) {
    const auto& reflection = *message.GetReflection();
    switch (field.cpp_type()) {
      case FieldDescriptor::CPPTYPE_STRING: {
        std::string value = field.is_repeated()
                                ? reflection.GetRepeatedString(message, &field, index)
                                : reflection.GetString(message, &field);
        const std::string time = FormatTime(value);
        const bool is_time = absl::EndsWith(field.name(), "_time") && time != value;
        return is_time ? absl::StrCat(time, " UTC  (", value, ")") : value;
      }
      case FieldDescriptor::CPPTYPE_UINT64: {
        const uint64_t value = reflection.GetUInt64(message, &field);
        return absl::StrCat(value, " bytes  (", FormatBytes(value), ")");
      }
      case FieldDescriptor::CPPTYPE_UINT32:
        return absl::StrCat(reflection.GetUInt32(message, &field));
      case FieldDescriptor::CPPTYPE_BOOL:
        return reflection.GetBool(message, &field) ? "yes" : "no";
      case FieldDescriptor::CPPTYPE_ENUM:
        return EnumText(*reflection.GetEnum(message, &field));
      default:
        // Metadata has no other kinds; an entry_view test walks them all.
        return "(not shown)";
    }
  }

  void Line(const std::string& label, const std::string& value, size_t indent) {
    std::string line = std::string(indent, ' ') + label;
    if (!value.empty()) {
      line.append(line.size() < kLabelWidth ? kLabelWidth - line.size() : 1, ' ');
      line += PrintableText(value);
    }
    absl::StrAppend(&text, line, "\n");
  }
};

}  // namespace

std::string CodeLabel(const CodedValue& code) {
  return code.display_name().empty() ? code.code() : code.display_name();
}

std::string TextLabel(const InternationalString& text) {
  return text.localized().empty() ? "" : text.localized(0).value();
}

std::string DescribeEntry(const DocumentEntry& entry) { return DescribeMetadata(entry); }

std::string DescribeMetadata(const Message& object) {
  Describer describer;
  describer.Describe(object, 0);
  return describer.text;
}

}  // namespace docshare::consumer
