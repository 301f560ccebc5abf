#pragma once

#include <cstddef>

#include "google/protobuf/descriptor.h"
#include "google/protobuf/io/zero_copy_stream.h"

namespace docshare::platform {

// Whether a protobuf message on the wire holds at most `limit` messages, strings and byte fields at
// any depth. An empty one takes two bytes there and some hundred in memory: bytes alone bound
// nothing. Looks at tags and lengths only, in time linear in the bytes. True also for bytes that
// are no such message: the parser refuses them.
bool HoldsAtMost(size_t limit, const google::protobuf::Descriptor& type,
                 google::protobuf::io::ZeroCopyInputStream* wire);

}  // namespace docshare::platform
