#include "repository/check/detected_type.h"

#include <magic.h>

#include <memory>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"

namespace docshare::repository {
namespace {

// Formats that need more than a signature to be told are not looked into: the bytes are a
// stranger's, and the parsers of libmagic have had faults.
constexpr int kFlags = MAGIC_MIME_TYPE | MAGIC_ERROR | MAGIC_NO_CHECK_COMPRESS |
                       MAGIC_NO_CHECK_ELF | MAGIC_NO_CHECK_CDF;

struct Closer {
  void operator()(magic_set* cookie) const { magic_close(cookie); }
};

}  // namespace

absl::StatusOr<std::string> DetectType(absl::string_view head) {
  head = head.substr(0, kDetectBytes);
  const std::unique_ptr<magic_set, Closer> cookie(magic_open(kFlags));
  if (cookie == nullptr) return absl::UnavailableError("libmagic cannot be started");
  if (magic_load(cookie.get(), nullptr) != 0) {
    return absl::UnavailableError(
        absl::StrCat("the rules of libmagic: ", magic_error(cookie.get())));
  }
  const char* type = magic_buffer(cookie.get(), head.data(), head.size());
  // Some broken UTF-32 has no answer and is no error.
  if (type == nullptr && magic_errno(cookie.get()) == 0 && magic_error(cookie.get()) == nullptr) {
    return "application/octet-stream";
  }
  // Its message could tell of the bytes.
  if (type == nullptr) return absl::UnavailableError("libmagic cannot tell the type of a document");
  return absl::string_view(type) == "text/rtf" ? "application/rtf" : std::string(type);
}

}  // namespace docshare::repository
