#pragma once

#include <google/protobuf/message.h>

namespace docshare::consumer {

// Copies every field of `from` that is set there and not in `to`. A field counts as a whole: lists
// and messages are never merged. Requires messages of one type.
void FillAbsentFields(const google::protobuf::Message& from, google::protobuf::Message* to);

}  // namespace docshare::consumer
