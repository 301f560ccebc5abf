#pragma once

#include <memory>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/optional.h"
#include "domain/xml/xml_document.h"
#include "gateway/mtom/content_id.h"
#include "platform/stream/byte_source.h"

namespace docshare::gateway {

// What an element of type base64Binary holds. Lives as long as its document.
struct BinaryValue {
  // The part that has the bytes; nullopt when they are in the element itself.
  absl::optional<ContentId> attachment;
  // The element's own text, not decoded yet.
  absl::string_view base64;
};

// Reads such an element: base64 text, or a single xop:Include, around which white space may stand.
// Returns kInvalidArgument, naming the element, for anything else in it.
//
// Source: XOP 1.0 2.1, 3.2.
absl::StatusOr<BinaryValue> ReadBinaryValue(const XmlNode& element);

// The bytes of base64 text, decoded as they are read; see Base64Source for what is refused. The
// text must outlive the source.
std::unique_ptr<platform::ByteSource> DecodeBase64(absl::string_view base64);

}  // namespace docshare::gateway
