#include "domain/hl7v2/ack_message.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "domain/hl7v2/hl7_version.h"
#include "domain/text/unicode_text.h"

namespace docshare {
namespace {

constexpr size_t kMaxMirroredBytes = 256;
constexpr size_t kMaxTextUpTo24 = 80;
constexpr size_t kMaxTextFrom25 = 250;
constexpr absl::string_view kOldestVersion = "2.3.1";

// A field of the message as it was sent.
std::string Mirrored(const Hl7Message* message, size_t field) {
  if (message == nullptr) return "";
  std::string value(message->HeaderBytes(field).substr(0, kMaxMirroredBytes));
  value.erase(std::remove_if(value.begin(), value.end(), absl::ascii_iscntrl), value.end());
  return value;
}

// The event in the second component of MSH-9, when it looks like one.
std::string EventOf(const Hl7Message* message) {
  if (message == nullptr) return "";
  const absl::string_view event =
      absl::StripAsciiWhitespace(message->Component(message->HeaderBytes(9), 2));
  const bool is_event =
      event.size() == 3 && std::all_of(event.begin(), event.end(), absl::ascii_isalnum);
  return is_event ? std::string(event) : "";
}

class AckWriter {
 public:
  AckWriter(const Hl7Message* message, absl::string_view control_id, absl::Time now)
      : message_(message), control_id_(control_id), now_(now) {
    if (message != nullptr) delimiters_ = message->delimiters();
    const std::string version =
        message == nullptr
            ? ""
            : std::string(absl::StripAsciiWhitespace(message->Component(Mirrored(message, 12), 1)));
    version_ = IsHl7Version(version) ? version : std::string(kOldestVersion);
  }

  std::string Write(const absl::optional<Hl7Fault>& fault) const {
    std::string ack = absl::StrCat(Header(), "\r", Acknowledgement(fault), "\r");
    if (fault) absl::StrAppend(&ack, Error(*fault), "\r");
    return ack;
  }

 private:
  bool IsFrom(int minor) const { return IsHl7VersionFrom(version_, minor); }

  // Without empty parts at the end.
  static std::string Join(std::vector<std::string> parts, char delimiter) {
    while (!parts.empty() && parts.back().empty()) parts.pop_back();
    return absl::StrJoin(parts, std::string(1, delimiter));
  }

  std::string Components(std::vector<std::string> components) const {
    return Join(std::move(components), delimiters_.component);
  }

  std::string Segment(std::vector<std::string> fields) const {
    return Join(std::move(fields), delimiters_.field);
  }

  std::string Text(absl::string_view plain, size_t max_characters) const {
    std::string text;
    size_t characters = 0;
    while (!plain.empty() && characters < max_characters) {
      const absl::optional<char32_t> c = TakeCodePoint(plain);
      if (!c) plain.remove_prefix(1);
      ++characters;
      const bool is_printable = c && *c >= 0x20 && *c < 0x7f;
      AppendEscaped(is_printable ? static_cast<char>(*c) : '?', text);
    }
    return text;
  }

  void AppendEscaped(char c, std::string& text) const {
    char letter = 0;
    if (c == delimiters_.field) letter = 'F';
    if (c == delimiters_.component) letter = 'S';
    if (c == delimiters_.repetition) letter = 'R';
    if (c == delimiters_.subcomponent) letter = 'T';
    if (c == delimiters_.escape) letter = 'E';
    if (letter == 0) {
      text.push_back(c);
    } else {
      text.append({delimiters_.escape, letter, delimiters_.escape});
    }
  }

  std::string Header() const {
    const std::string type = Components(
        {"ACK", EventOf(message_), IsFrom(4) && !EventOf(message_).empty() ? "ACK" : ""});
    const std::string processing_id = Mirrored(message_, 11);
    return Segment({
        "MSH",
        {delimiters_.component, delimiters_.repetition, delimiters_.escape,
         delimiters_.subcomponent},
        Mirrored(message_, 5),
        Mirrored(message_, 6),
        Mirrored(message_, 3),
        Mirrored(message_, 4),
        absl::FormatTime("%Y%m%d%H%M%S+0000", now_, absl::UTCTimeZone()),
        "",
        type,
        control_id_,
        processing_id.empty() ? "P" : processing_id,
        version_,
        "",
        "",
        "",
        "",
        "",
        Mirrored(message_, 18),
    });
  }

  std::string Acknowledgement(const absl::optional<Hl7Fault>& fault) const {
    const AckCode code = fault ? AckCodeOf(fault->error) : AckCode::kAccept;
    return Segment({"MSA", std::string(AckCodeText(code)), Mirrored(message_, 10),
                    fault && !IsFrom(5) ? Text(fault->text, kMaxTextUpTo24) : ""});
  }

  std::string Error(const Hl7Fault& fault) const {
    const auto number = [](int n) { return n == 0 ? std::string() : absl::StrCat(n); };
    const std::string code = absl::StrCat(static_cast<int>(fault.error));
    const std::string words(Hl7ErrorText(fault.error));
    const Hl7Location& at = fault.location;
    // All that is read is in the first segment of its name.
    std::vector<std::string> place = {at.segment, at.segment.empty() ? "" : "1", number(at.field)};
    if (IsFrom(5)) {
      place.push_back(number(at.repetition));
      return Segment({"ERR", "", Components(place), Components({code, words, "HL70357"}), "E", "",
                      "", "", Text(fault.text, kMaxTextFrom25)});
    }
    place.push_back(Join({code, words, "HL70357"}, delimiters_.subcomponent));
    return Segment({"ERR", Components(place)});
  }

  const Hl7Message* const message_;
  const std::string control_id_;
  const absl::Time now_;
  Hl7Delimiters delimiters_;
  std::string version_;
};

}  // namespace

std::string AckMessage(const Hl7Message* message, const absl::optional<Hl7Fault>& fault,
                       absl::string_view control_id, absl::Time now) {
  return AckWriter(message, control_id, now).Write(fault);
}

}  // namespace docshare
