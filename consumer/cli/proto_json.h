#pragma once

#include <google/protobuf/message.h>

#include <string>

namespace docshare::consumer {

// A message in protobuf's JSON form, on one line, or indented over several that end in a newline.
std::string ProtoJson(const google::protobuf::Message& message);
std::string IndentedProtoJson(const google::protobuf::Message& message);

}  // namespace docshare::consumer
