#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace docshare {

// What divides a message, as its MSH-1 and MSH-2 say.
struct Hl7Delimiters {
  char field = '|';
  char component = '^';
  char repetition = '~';
  char escape = '\\';
  char subcomponent = '&';
};

// An HL7 v2 message in segments and fields. Every text it hands out is UTF-8 and points into the
// message; where something is absent it is empty. Fields, repetitions, components and subcomponents
// are counted from 1, and MSH-1 is the field separator, as the standard has it.
//
// Segments end with CR. A message whose first segment ends with LF alone is one of LF, as files
// and some senders have it; an LF after a CR says nothing, and one elsewhere is text. A line that
// does not begin with the name of a segment is passed over: real senders break long segments, and
// what they break is not read here.
//
// Source: HL7 v2.5 chapter 2.5 to 2.7.
class Hl7Message {
 public:
  static constexpr size_t kMaxBytes = size_t{1} << 20;
  static constexpr size_t kMaxSegments = 10000;

  // A UTF-8 byte order mark in front is tolerated. So is MSH-2 with its backslash doubled, and with
  // a fifth character (truncation, from v2.7).
  //
  // Returns kInvalidArgument for bytes that do not begin with MSH and usable delimiters, for more
  // than kMaxBytes, and for more than kMaxSegments segments. Messages do not quote the bytes.
  // Takes time and memory in proportion to the bytes.
  static absl::StatusOr<Hl7Message> Parse(absl::string_view bytes);

  const Hl7Delimiters& delimiters() const { return delimiters_; }

  // What DecodeHl7Text() said of the charset in MSH-18. When it is not OK, all bytes have been read
  // as 8859/1: good for an answer, not for use.
  const absl::Status& charset_status() const { return charset_status_; }

  // How many segments have that name.
  size_t CountOf(absl::string_view segment) const;
  // A field of the first segment with that name, all its repetitions.
  absl::string_view Field(absl::string_view segment, size_t field) const;
  // A field of MSH in the bytes that were sent, for an answer to give them back.
  absl::string_view HeaderBytes(size_t field) const;

  // The repetitions of a field, without empty ones at the end.
  std::vector<absl::string_view> Repetitions(absl::string_view field) const;
  // A component of a field without repetitions, or of one repetition.
  absl::string_view Component(absl::string_view repetition, size_t component) const;
  absl::string_view Subcomponent(absl::string_view component, size_t subcomponent) const;

  // The plain value of one subcomponent, or of a component that has none. Escapes of delimiters
  // become these, hexadecimal ones what they mean in the charset of the message, \.br\ a line feed,
  // those for highlighting nothing.
  // Returns kInvalidArgument for a delimiter that is not escaped, and for an escape that does not
  // end or is of another kind. Messages do not quote the text.
  absl::StatusOr<std::string> Unescape(absl::string_view text) const;

 private:
  struct Segment {
    absl::string_view name;
    absl::string_view text;
  };

  Hl7Message() = default;
  absl::Status ReadDelimiters(absl::string_view bytes);
  absl::Status ReadSegments();

  Hl7Delimiters delimiters_;
  absl::Status charset_status_;
  // The first segment as it was sent.
  std::string header_;
  // Not moved with the message: segments_ points into it.
  std::unique_ptr<const std::string> text_;
  std::vector<Segment> segments_;
};

// "\"\"", which a sender writes to have a value deleted.
bool IsHl7Null(absl::string_view value);

}  // namespace docshare
