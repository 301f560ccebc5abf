// No bytes, however they come, crash the check of the media type; and how they come changes
// nothing.

#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "repository/check/mime_type_check.h"

namespace {

using docshare::repository::DocumentCheck;
using docshare::repository::MimeTypeCheck;

const char* const kDeclared[] = {
    "application/pdf", "application/dicom",
    "image/jpeg",      "image/tiff",
    "application/zip", "application/rtf",
    "text/xml",        "text/json",
    "text/plain",      "application/xhtml+xml",
    "image/png",       "image/jp2",
    "text/html",       "x/unknown",
    "image/svg+xml",   "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
};

absl::Status Check(MimeTypeCheck& check, const char* declared, absl::string_view bytes,
                   size_t first_bytes) {
  const std::unique_ptr<DocumentCheck> document = check.Begin(declared).value();
  absl::Status status = document->Update(bytes.substr(0, first_bytes));
  if (status.ok()) status = document->Update(bytes.substr(first_bytes));
  if (status.ok()) status = document->Finish();
  return status;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static MimeTypeCheck* const check = MimeTypeCheck::Create().value().release();
  if (size < 2) return 0;
  const char* const declared = kDeclared[data[0] % (sizeof(kDeclared) / sizeof(kDeclared[0]))];
  const absl::string_view bytes(reinterpret_cast<const char*>(data) + 2, size - 2);
  const absl::Status whole = Check(*check, declared, bytes, bytes.size());
  if (!whole.ok() && whole.code() != absl::StatusCode::kInvalidArgument) std::abort();
  const size_t first_bytes = bytes.empty() ? 0 : data[1] % bytes.size();
  if (Check(*check, declared, bytes, first_bytes) != whole) std::abort();
  return 0;
}
