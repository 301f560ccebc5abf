#pragma once

namespace docshare::platform {

// Limits of a connection that its two ends have to agree on.

// Most metadata bytes a server takes with a call: room for access tokens.
inline constexpr int kMaxRequestMetadataBytes = 64 << 10;

// Most metadata bytes a client takes with an answer, status details included. gRPC's own default is
// 8 KiB, which the faults of one large submission exceed; a client of another make has to raise its
// limit (grpc.max_metadata_size) as well, or it sees RESOURCE_EXHAUSTED instead of a long refusal.
inline constexpr int kMaxResponseMetadataBytes = 1 << 20;

// Most bytes of a message's protobuf encoding where nothing else is configured.
inline constexpr int kDefaultMaxMessageBytes = 4 << 20;

// Bytes of a stream that may be on their way before its reader has taken them. Fixed: gRPC would
// otherwise measure the connection and, on a fast one, hold more than 100 MiB for a slow reader.
// This size fills a line of 400 Mbit/s with a round trip of 20 ms.
inline constexpr int kStreamWindowBytes = 1 << 20;

}  // namespace docshare::platform
