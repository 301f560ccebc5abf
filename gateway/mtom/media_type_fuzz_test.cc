// Untrusted Content-Type headers: what is read from a parameter reads the same again.

#include <cstdint>
#include <cstdlib>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "gateway/mtom/content_id.h"
#include "gateway/mtom/media_type.h"

namespace {

void Check(bool holds) {
  if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using docshare::gateway::ContentId;
  using docshare::gateway::MediaType;
  const absl::string_view text(reinterpret_cast<const char*>(data), size);
  const auto id = ContentId::FromHeader(text);
  if (id.ok()) {
    const auto from_url = ContentId::FromCidUrl(id->ToCidUrl());
    Check(from_url.ok() && *from_url == *id);
  }
  const auto media_type = MediaType::Parse(text);
  if (!media_type.ok()) return 0;
  for (const absl::string_view name : {"boundary", "start", "a"}) {
    const auto value = media_type->Find(name);
    // A longer header than the limit.
    if (!value || value->size() > 1000) continue;
    const auto again = MediaType::Parse(absl::StrCat(media_type->name(), ";", name, "=",
                                                     docshare::gateway::QuotedParameter(*value)));
    Check(again.ok());
    Check(again->Find(name) == value);
  }
  return 0;
}
