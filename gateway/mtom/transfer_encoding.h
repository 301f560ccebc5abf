#pragma once

#include <memory>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "platform/stream/byte_source.h"

namespace docshare::gateway {

// A source that undoes a Content-Transfer-Encoding of `encoded`, which must outlive it; null when
// there is nothing to undo: binary, 8bit, 7bit and the empty name. Upper and lower case are the
// same. Returns kInvalidArgument for any other encoding than those, base64 and quoted-printable.
//
// Source: RFC 2045 6.
absl::StatusOr<std::unique_ptr<platform::ByteSource>> UndoTransferEncoding(
    absl::string_view name, platform::ByteSource* encoded);

}  // namespace docshare::gateway
