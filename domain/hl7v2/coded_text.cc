#include "domain/hl7v2/coded_text.h"

#include <vector>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "domain/hl7v2/delimiters.h"
#include "domain/ids/oid.h"

namespace docshare {

std::string RenderCodedText(const metadata::v1::CodedText& coded_text) {
  if (coded_text.code_system().empty()) return coded_text.text();
  return absl::StrCat(EscapeHl7(coded_text.text()), "^^^&", EscapeHl7(coded_text.code_system()),
                      "&ISO");
}

absl::StatusOr<metadata::v1::CodedText> ParseCodedText(absl::string_view text) {
  if (absl::Status status = CheckSlotValue(text); !status.ok()) return status;
  metadata::v1::CodedText coded_text;
  if (!absl::StrContains(text, '^')) {
    coded_text.set_text(std::string(text));
    return coded_text;
  }
  const auto refuse = [] {
    return absl::InvalidArgumentError("it is neither plain text nor of the form code^^^&OID&ISO");
  };
  const std::vector<absl::string_view> components = absl::StrSplit(text, '^');
  if (components.size() != 4 || !components[1].empty() || !components[2].empty()) return refuse();
  const std::vector<absl::string_view> system = absl::StrSplit(components[3], '&');
  if (system.size() != 3 || !system[0].empty() || system[2] != "ISO") return refuse();
  if (!Oid::Parse(system[1]).ok()) return refuse();
  absl::StatusOr<std::string> code = UnescapeHl7(components[0]);
  if (!code.ok()) return code.status();
  if (code->empty()) return absl::InvalidArgumentError("the code is empty");
  coded_text.set_text(*std::move(code));
  coded_text.set_code_system(std::string(system[1]));
  return coded_text;
}

absl::Status CheckCodedText(const metadata::v1::CodedText& coded_text) {
  const bool has_system = !coded_text.code_system().empty();
  if (!has_system && !absl::StrContains(coded_text.text(), '^')) {
    return CheckSlotValue(coded_text.text());
  }
  if (absl::Status status = ParseCodedText(RenderCodedText(coded_text)).status(); !status.ok()) {
    return status;
  }
  if (has_system) return absl::OkStatus();
  // Past the value sets, if it could.
  return absl::InvalidArgumentError("its code system belongs into code_system, not into text");
}

}  // namespace docshare
