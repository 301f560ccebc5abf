#include "domain/hl7v2/hl7_message.h"

#include <algorithm>
#include <set>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "domain/hl7v2/delimiters.h"
#include "domain/hl7v2/hl7_charset.h"

namespace docshare {
namespace {

constexpr absl::string_view kByteOrderMark = "\xef\xbb\xbf";
constexpr absl::string_view kHeaderName = "MSH";
constexpr size_t kNameBytes = 3;
constexpr size_t kCharsetField = 18;

// Part number `number`, from 1; empty when there are fewer.
absl::string_view PartOf(absl::string_view text, char delimiter, size_t number) {
  for (; number > 1; --number) {
    const size_t end = text.find(delimiter);
    if (end == absl::string_view::npos) return "";
    text.remove_prefix(end + 1);
  }
  return text.substr(0, text.find(delimiter));
}

// The field of a segment that is an MSH or another one.
absl::string_view FieldOf(absl::string_view segment, const Hl7Delimiters& delimiters,
                          size_t field) {
  const bool is_header = absl::StartsWith(segment, kHeaderName);
  if (is_header && field == 1) return segment.substr(kNameBytes, 1);
  return PartOf(segment, delimiters.field, is_header ? field : field + 1);
}

bool IsSegmentName(absl::string_view name) {
  const auto is_name_character = [](unsigned char c) {
    return absl::ascii_isupper(c) || absl::ascii_isdigit(c);
  };
  return name.size() == kNameBytes && std::all_of(name.begin(), name.end(), is_name_character);
}

// Takes the next segment off `text`: all up to `end`, or to the end of the text.
absl::string_view TakeLine(absl::string_view& text, char end) {
  const size_t at = text.find(end);
  const absl::string_view line = text.substr(0, at);
  text.remove_prefix(at == absl::string_view::npos ? text.size() : at + 1);
  return line;
}

// What stands between two escape characters.
absl::StatusOr<std::string> MeaningOf(absl::string_view escape, const Hl7Delimiters& delimiters,
                                      absl::string_view charset) {
  if (escape == "F") return std::string(1, delimiters.field);
  if (escape == "S") return std::string(1, delimiters.component);
  if (escape == "R") return std::string(1, delimiters.repetition);
  if (escape == "T") return std::string(1, delimiters.subcomponent);
  if (escape == "E") return std::string(1, delimiters.escape);
  if (escape == ".br") return std::string("\n");
  if (escape == "H" || escape == "N") return std::string();
  const bool is_hex = absl::ConsumePrefix(&escape, "X") && !escape.empty() &&
                      escape.size() % 2 == 0 &&
                      std::all_of(escape.begin(), escape.end(), absl::ascii_isxdigit);
  if (!is_hex) {
    return absl::InvalidArgumentError("the value has an escape that is not known here");
  }
  absl::StatusOr<std::string> decoded = DecodeHl7Text(absl::HexStringToBytes(escape), charset);
  if (decoded.ok()) return decoded;
  return absl::InvalidArgumentError("a hexadecimal escape is no text in the message's charset");
}

}  // namespace

bool IsHl7Null(absl::string_view value) { return value == "\"\""; }

absl::StatusOr<Hl7Message> Hl7Message::Parse(absl::string_view bytes) {
  if (bytes.size() > kMaxBytes) {
    return absl::InvalidArgumentError(
        absl::StrCat("the message is longer than ", kMaxBytes, " bytes"));
  }
  const bool has_mark = absl::ConsumePrefix(&bytes, kByteOrderMark);
  Hl7Message message;
  message.header_ = std::string(bytes.substr(0, bytes.find_first_of("\r\n")));
  if (absl::Status status = message.ReadDelimiters(message.header_); !status.ok()) return status;

  const std::string charset(
      has_mark ? "UTF-8"
               : PartOf(message.HeaderBytes(kCharsetField), message.delimiters_.repetition, 1));
  absl::StatusOr<std::string> text = DecodeHl7Text(bytes, charset);
  message.charset_status_ = text.status();
  if (!text.ok()) text = DecodeHl7Text(bytes, "8859/1");
  message.text_ = std::make_unique<const std::string>(*std::move(text));
  if (absl::Status status = message.ReadSegments(); !status.ok()) return status;
  return message;
}

absl::Status Hl7Message::ReadDelimiters(absl::string_view bytes) {
  if (!absl::StartsWith(bytes, kHeaderName) || bytes.size() <= kNameBytes) {
    return absl::InvalidArgumentError("the message does not begin with the segment MSH");
  }
  delimiters_.field = bytes[kNameBytes];
  std::string others(HeaderBytes(2));
  // Escaped once too often, by a program that wrote the message as a text of its own.
  if (others == "^~\\\\&") others = "^~\\&";
  if (others.size() != 4 && others.size() != 5) {
    return absl::InvalidArgumentError("MSH-2 has not the four delimiters");
  }
  const std::string all = absl::StrCat(bytes.substr(kNameBytes, 1), others);
  const bool are_marks = std::all_of(
      all.begin(), all.end(), [](unsigned char c) { return absl::ascii_ispunct(c) && c != '"'; });
  if (!are_marks || std::set<char>(all.begin(), all.end()).size() != all.size()) {
    return absl::InvalidArgumentError("MSH-1 and MSH-2 are not different punctuation marks");
  }
  delimiters_.component = others[0];
  delimiters_.repetition = others[1];
  delimiters_.escape = others[2];
  delimiters_.subcomponent = others[3];
  return absl::OkStatus();
}

absl::Status Hl7Message::ReadSegments() {
  absl::string_view rest = *text_;
  const size_t first_end = rest.find_first_of("\r\n");
  const char end = first_end == absl::string_view::npos ? '\r' : rest[first_end];
  while (!rest.empty()) {
    absl::string_view line = TakeLine(rest, end);
    while (absl::ConsumePrefix(&line, "\n")) continue;
    const absl::string_view name = PartOf(line, delimiters_.field, 1);
    if (!IsSegmentName(name)) continue;
    if (segments_.size() == kMaxSegments) {
      return absl::InvalidArgumentError(
          absl::StrCat("the message has more than ", kMaxSegments, " segments"));
    }
    segments_.push_back({name, line});
  }
  return absl::OkStatus();
}

size_t Hl7Message::CountOf(absl::string_view segment) const {
  return std::count_if(segments_.begin(), segments_.end(),
                       [segment](const Segment& other) { return other.name == segment; });
}

absl::string_view Hl7Message::Field(absl::string_view segment, size_t field) const {
  for (const Segment& candidate : segments_) {
    if (candidate.name == segment) return FieldOf(candidate.text, delimiters_, field);
  }
  return "";
}

absl::string_view Hl7Message::HeaderBytes(size_t field) const {
  return FieldOf(header_, delimiters_, field);
}

std::vector<absl::string_view> Hl7Message::Repetitions(absl::string_view field) const {
  return SplitHl7(field, delimiters_.repetition);
}

absl::string_view Hl7Message::Component(absl::string_view repetition, size_t component) const {
  return PartOf(repetition, delimiters_.component, component);
}

absl::string_view Hl7Message::Subcomponent(absl::string_view component, size_t subcomponent) const {
  return PartOf(component, delimiters_.subcomponent, subcomponent);
}

absl::StatusOr<std::string> Hl7Message::Unescape(absl::string_view text) const {
  const std::string marks = {delimiters_.field, delimiters_.component, delimiters_.repetition,
                             delimiters_.subcomponent};
  std::string plain;
  while (!text.empty()) {
    const char c = text.front();
    text.remove_prefix(1);
    if (c != delimiters_.escape) {
      if (absl::StrContains(marks, c)) {
        return absl::InvalidArgumentError("the value has a delimiter that is not escaped");
      }
      plain.push_back(c);
      continue;
    }
    const size_t end = text.find(delimiters_.escape);
    if (end == absl::string_view::npos) {
      return absl::InvalidArgumentError("the value has an escape that does not end");
    }
    absl::StatusOr<std::string> meaning =
        MeaningOf(text.substr(0, end), delimiters_,
                  PartOf(HeaderBytes(kCharsetField), delimiters_.repetition, 1));
    if (!meaning.ok()) return meaning.status();
    plain.append(*meaning);
    text.remove_prefix(end + 1);
  }
  return plain;
}

}  // namespace docshare
