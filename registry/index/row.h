#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/io/zero_copy_stream_impl_lite.h"
#include "google/protobuf/message_lite.h"

namespace docshare::registry {

// Bytes of a stored message, the same for equal messages on every replica.
inline std::string EncodeRow(const google::protobuf::MessageLite& row) {
  std::string bytes;
  google::protobuf::io::StringOutputStream stream(&bytes);
  google::protobuf::io::CodedOutputStream out(&stream);
  out.SetSerializationDeterministic(true);
  row.SerializeToCodedStream(&out);
  out.Trim();
  return bytes;
}

// Reads a stored message into `row`. Returns kDataLoss, naming the kind of row, for bytes that are
// not one.
inline absl::Status DecodeRow(absl::string_view bytes, google::protobuf::MessageLite& row) {
  if (row.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) return absl::OkStatus();
  return absl::DataLossError(absl::StrCat("a stored ", row.GetTypeName(), " is malformed"));
}

}  // namespace docshare::registry
