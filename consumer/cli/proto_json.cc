#include "consumer/cli/proto_json.h"

#include <google/protobuf/util/json_util.h>

namespace docshare::consumer {
namespace {

// Of messages without google.protobuf.Any: there is nothing that could fail.
std::string Json(const google::protobuf::Message& message, bool indented) {
  google::protobuf::util::JsonPrintOptions options;
  options.add_whitespace = indented;
  std::string json;
  (void)google::protobuf::util::MessageToJsonString(message, &json, options);
  return json;
}

}  // namespace

std::string ProtoJson(const google::protobuf::Message& message) { return Json(message, false); }

std::string IndentedProtoJson(const google::protobuf::Message& message) {
  return Json(message, true);
}

}  // namespace docshare::consumer
