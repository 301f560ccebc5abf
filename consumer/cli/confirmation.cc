#include "consumer/cli/confirmation.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "consumer/cli/printable_text.h"

namespace docshare::consumer {

absl::Status Confirm(const Terminal& terminal, bool yes, absl::string_view consequence,
                     const std::string& name) {
  if (yes) return absl::OkStatus();
  if (terminal.in == nullptr) {
    return absl::InvalidArgumentError(
        absl::StrCat(consequence,
                     " Nobody can be asked, because standard input is no terminal: "
                     "give --yes to do it without a question."));
  }
  terminal.err << consequence << " Type " << PrintableText(name) << " to go on: " << std::flush;
  std::string answer;
  std::getline(*terminal.in, answer);
  if (absl::StripAsciiWhitespace(answer) == name) return absl::OkStatus();
  return absl::CancelledError("not confirmed; nothing was changed");
}

}  // namespace docshare::consumer
