#include "gateway/mtom/transfer_encoding.h"

#include <string>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "gateway/mtom/base64_source.h"
#include "gateway/mtom/quoted_printable_source.h"

namespace docshare::gateway {

absl::StatusOr<std::unique_ptr<platform::ByteSource>> UndoTransferEncoding(
    absl::string_view name, platform::ByteSource* encoded) {
  const std::string lower = absl::AsciiStrToLower(absl::StripAsciiWhitespace(name));
  if (lower == "base64") return std::make_unique<Base64Source>(encoded);
  if (lower == "quoted-printable") return std::make_unique<QuotedPrintableSource>(encoded);
  if (lower.empty() || lower == "binary" || lower == "8bit" || lower == "7bit") return nullptr;
  return absl::InvalidArgumentError(
      absl::StrCat("Content-Transfer-Encoding: \"", absl::CHexEscape(lower.substr(0, 64)),
                   "\" is none of binary, 8bit, 7bit, base64 and quoted-printable"));
}

}  // namespace docshare::gateway
