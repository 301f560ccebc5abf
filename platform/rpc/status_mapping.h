#pragma once

#include <grpcpp/support/status.h>

#include <cstddef>

#include "absl/status/status.h"

namespace docshare::platform {

// Longest message that is sent; longer ones are cut at a character and end in "...".
inline constexpr size_t kMaxStatusMessageBytes = 2048;

// Most payload bytes that are sent; base64 makes a third more of them, and
// kMaxResponseMetadataBytes has to hold the result.
inline constexpr size_t kMaxStatusPayloadBytes = size_t{512} << 10;

// Type of the payload that says that others were cut: a docshare.rpc.v1.CutDetails.
inline constexpr char kCutDetailsTypeUrl[] = "type.googleapis.com/docshare.rpc.v1.CutDetails";

// The one way from our statuses to gRPC's and back. Knows nothing of what payloads mean.
//
// Codes keep their number. Payloads travel as a google.rpc.Status in grpc-status-details-bin: a
// payload "type.googleapis.com/docshare.metadata.v1.RegistryErrorList" becomes an Any of that type.
// A status without payloads has no details.
//
// Payloads beyond kMaxStatusPayloadBytes are cut where a top-level field ends, so that what is left
// of a list is a valid list of its first items; a CutDetails payload then tells how much is missing
// and the message says so too. Bytes that are not UTF-8 in the message become '?'.
grpc::Status ToGrpcStatus(const absl::Status& status);

// A code gRPC does not define becomes kUnknown. When the peer sent details that cannot be read, the
// message says so and there are no payloads. Of several details of one type the first is kept.
absl::Status FromGrpcStatus(const grpc::Status& status);

}  // namespace docshare::platform
