#include "domain/xml/xml_writer.h"

#include "absl/strings/str_cat.h"
#include "absl/types/optional.h"
#include "domain/text/unicode_text.h"

namespace docshare {
namespace {

constexpr absl::string_view kReplacementCharacter = "\xef\xbf\xbd";

// How a character is written; empty when it stands for itself. White space is written as a
// reference where a parser would change it: any but the blank in attributes, the carriage return
// everywhere.
absl::string_view Escape(char32_t character, bool in_attribute) {
  switch (character) {
    case '&':
      return "&amp;";
    case '<':
      return "&lt;";
    case '>':
      return "&gt;";
    case '"':
      return in_attribute ? "&quot;" : "";
    case '\t':
      return in_attribute ? "&#9;" : "";
    case '\n':
      return in_attribute ? "&#10;" : "";
    case '\r':
      return "&#13;";
    default:
      break;
  }
  const bool is_carried = character >= 0x20 && character != 0xfffe && character != 0xffff;
  return is_carried ? "" : kReplacementCharacter;
}

void AppendEscaped(absl::string_view value, bool in_attribute, std::string* out) {
  // Runs of characters that stand for themselves are copied in one go.
  absl::string_view run = value;
  const auto replace = [&](size_t run_size, absl::string_view by) {
    absl::StrAppend(out, run.substr(0, run_size), by);
    run = value;
  };
  while (!value.empty()) {
    const size_t run_size = run.size() - value.size();
    const absl::optional<char32_t> character = TakeCodePoint(value);
    if (!character) {
      value.remove_prefix(1);
      replace(run_size, kReplacementCharacter);
    } else if (const absl::string_view escape = Escape(*character, in_attribute); !escape.empty()) {
      replace(run_size, escape);
    }
  }
  absl::StrAppend(out, run);
}

}  // namespace

XmlWriter& XmlWriter::Declaration() {
  absl::StrAppend(out_, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>");
  return *this;
}

XmlWriter& XmlWriter::Start(absl::string_view name) {
  CloseTag();
  absl::StrAppend(out_, "<", name);
  names_.emplace_back(name);
  in_tag_ = true;
  return *this;
}

XmlWriter& XmlWriter::Attribute(absl::string_view name, absl::string_view value) {
  absl::StrAppend(out_, " ", name, "=\"");
  AppendEscaped(value, /*in_attribute=*/true, out_);
  absl::StrAppend(out_, "\"");
  return *this;
}

XmlWriter& XmlWriter::AttributeIfAny(absl::string_view name, absl::string_view value) {
  return value.empty() ? *this : Attribute(name, value);
}

XmlWriter& XmlWriter::Text(absl::string_view value) {
  if (value.empty()) return *this;
  CloseTag();
  AppendEscaped(value, /*in_attribute=*/false, out_);
  return *this;
}

XmlWriter& XmlWriter::Inside() {
  CloseTag();
  return *this;
}

XmlWriter& XmlWriter::End() {
  if (in_tag_) {
    absl::StrAppend(out_, "/>");
    in_tag_ = false;
  } else {
    absl::StrAppend(out_, "</", names_.back(), ">");
  }
  names_.pop_back();
  return *this;
}

void XmlWriter::CloseTag() {
  if (in_tag_) absl::StrAppend(out_, ">");
  in_tag_ = false;
}

}  // namespace docshare
