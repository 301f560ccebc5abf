#include "repository/check/clamd_reply.h"

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "domain/text/quoted_value.h"

namespace docshare::repository {
namespace {

std::string ToPrintable(absl::string_view name) {
  std::string printable(name);
  for (char& c : printable) {
    if (!absl::ascii_isprint(c)) c = '?';
  }
  return printable;
}

}  // namespace

absl::Status VerdictOfReply(absl::string_view reply, const std::string& address) {
  if (absl::StartsWith(reply, "INSTREAM size limit exceeded")) {
    return absl::InvalidArgumentError("the document is larger than the virus scanner takes");
  }
  absl::string_view verdict = reply;
  if (absl::ConsumePrefix(&verdict, "stream: ")) {
    if (verdict == "OK") return absl::OkStatus();
    if (absl::ConsumeSuffix(&verdict, " FOUND")) {
      return absl::InvalidArgumentError(
          absl::StrCat("the virus scanner found ", Quote(ToPrintable(verdict))));
    }
  }
  return absl::UnavailableError(
      absl::StrCat("the virus scanner at ", address, " gave no verdict on a document"));
}

}  // namespace docshare::repository
