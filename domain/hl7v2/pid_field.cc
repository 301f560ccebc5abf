#include "domain/hl7v2/pid_field.h"

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "domain/hl7v2/delimiters.h"

namespace docshare {
namespace {

// "PID-" and 1 to 99 without a leading zero.
bool IsPidFieldName(absl::string_view name) {
  if (!absl::ConsumePrefix(&name, "PID-")) return false;
  if (name.empty() || name.size() > 2 || name[0] == '0') return false;
  for (const unsigned char c : name) {
    if (!absl::ascii_isdigit(c)) return false;
  }
  return true;
}

// Whether ParsePidField() surely takes the text of these fields.
bool AreGood(const metadata::v1::PidField& field) {
  if (!IsPidFieldName(field.field())) return false;
  // What these mean in a value depends on where they are.
  if (absl::StrContains(field.value(), '|') || absl::StrContains(field.value(), '\\') ||
      absl::StrContains(field.value(), '~')) {
    return false;
  }
  return FitInSlot({field.field(), field.value()}, 1);
}

}  // namespace

std::string RenderPidField(const metadata::v1::PidField& field) {
  return absl::StrCat(field.field(), "|", field.value());
}

absl::StatusOr<metadata::v1::PidField> ParsePidField(absl::string_view text) {
  if (absl::Status status = CheckSlotValue(text); !status.ok()) return status;
  const std::pair<absl::string_view, absl::string_view> parts =
      absl::StrSplit(text, absl::MaxSplits('|', 1));
  const auto& [name, value] = parts;
  if (!IsPidFieldName(name) || !absl::StrContains(text, '|')) {
    return absl::InvalidArgumentError("it is not of the form PID-n|value");
  }
  const bool single = name == "PID-7" || name == "PID-8";
  if (single && absl::StrContains(value, '~')) {
    return absl::InvalidArgumentError(absl::StrCat(name, " is repeated"));
  }
  for (absl::string_view component : absl::StrSplit(value, absl::ByAnyChar("~^&"))) {
    if (absl::StatusOr<std::string> plain = UnescapeHl7(component); !plain.ok()) {
      return plain.status();
    }
  }
  metadata::v1::PidField field;
  field.set_field(std::string(name));
  field.set_value(std::string(value));
  return field;
}

absl::Status CheckPidField(const metadata::v1::PidField& field) {
  return AreGood(field) ? absl::OkStatus() : ParsePidField(RenderPidField(field)).status();
}

}  // namespace docshare
