#include "platform/rpc/status_mapping.h"

#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/wire_format_lite.h>

#include <algorithm>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/strings/cord.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/types/optional.h"
#include "docshare/rpc/v1/status_details.pb.h"
#include "platform/operations/valid_utf8.h"

namespace docshare::platform {
namespace {

using ::docshare::rpc::v1::CutDetail;
using ::docshare::rpc::v1::CutDetails;
using ::docshare::rpc::v1::StatusDetails;
using ::google::protobuf::internal::WireFormatLite;
using ::google::protobuf::io::CodedInputStream;

constexpr absl::string_view kEllipsis = "...";
constexpr absl::string_view kCutNote = " (some details were too large to send)";
constexpr absl::string_view kUnreadableNote = " (its details could not be read)";

struct Payload {
  std::string type_url;
  std::string value;
};

std::string MessageOf(absl::string_view message, absl::string_view note) {
  std::string text = ToValidUtf8(message);
  if (text.size() + note.size() > kMaxStatusMessageBytes) {
    const size_t room = kMaxStatusMessageBytes - note.size() - kEllipsis.size();
    text = absl::StrCat(Utf8Prefix(text, room), kEllipsis);
  }
  return absl::StrCat(text, note);
}

// Length of the longest prefix of at most `limit` bytes that ends where a top-level field ends.
size_t FieldBoundary(const std::string& message, size_t limit) {
  CodedInputStream in(reinterpret_cast<const uint8_t*>(message.data()),
                      static_cast<int>(message.size()));
  size_t boundary = 0;
  while (const uint32_t tag = in.ReadTag()) {
    if (!WireFormatLite::SkipField(&in, tag)) break;
    const auto position = static_cast<size_t>(in.CurrentPosition());
    if (position > limit) break;
    boundary = position;
  }
  return boundary;
}

// Smallest first, so that one large payload does not push out the others.
std::vector<Payload> PayloadsOf(const absl::Status& status, CutDetails& earlier_cuts) {
  std::vector<Payload> payloads;
  status.ForEachPayload([&](absl::string_view type_url, const absl::Cord& value) {
    if (type_url == kCutDetailsTypeUrl && earlier_cuts.ParseFromString(std::string(value))) return;
    payloads.push_back({std::string(type_url), std::string(value)});
  });
  std::sort(payloads.begin(), payloads.end(), [](const Payload& a, const Payload& b) {
    return std::forward_as_tuple(a.value.size(), a.type_url) <
           std::forward_as_tuple(b.value.size(), b.type_url);
  });
  return payloads;
}

void AddDetail(std::string type_url, std::string value, StatusDetails& details) {
  google::protobuf::Any& any = *details.add_details();
  any.set_type_url(std::move(type_url));
  any.set_value(std::move(value));
}

}  // namespace

grpc::Status ToGrpcStatus(const absl::Status& status) {
  if (status.ok()) return grpc::Status::OK;
  CutDetails cuts;  // Also those of a status that came over the wire before.
  std::vector<Payload> payloads = PayloadsOf(status, cuts);
  StatusDetails details;
  size_t room = kMaxStatusPayloadBytes;
  bool cut_now = false;
  for (Payload& payload : payloads) {
    const size_t original_size = payload.value.size();
    if (original_size > room) {
      payload.value.resize(FieldBoundary(payload.value, room));
      cut_now = true;
      CutDetail& cut = *cuts.add_cut();
      cut.set_type_url(payload.type_url);
      cut.set_original_size(original_size);
      cut.set_kept_size(payload.value.size());
      if (payload.value.empty()) continue;
    }
    room -= payload.value.size();
    AddDetail(std::move(payload.type_url), std::move(payload.value), details);
  }
  if (cuts.cut_size() > 0) AddDetail(kCutDetailsTypeUrl, cuts.SerializeAsString(), details);

  const auto code = static_cast<grpc::StatusCode>(status.raw_code());
  std::string message = MessageOf(status.message(), cut_now ? kCutNote : "");
  if (details.details_size() == 0) return grpc::Status(code, message);
  details.set_code(status.raw_code());
  details.set_message(message);
  return grpc::Status(code, message, details.SerializeAsString());
}

absl::Status FromGrpcStatus(const grpc::Status& status) {
  if (status.ok()) return absl::OkStatus();
  const int number = status.error_code();
  const auto code = number > 0 && number <= grpc::StatusCode::UNAUTHENTICATED
                        ? static_cast<absl::StatusCode>(number)
                        : absl::StatusCode::kUnknown;
  StatusDetails details;
  if (!details.ParseFromString(status.error_details())) {
    return absl::Status(code, absl::StrCat(status.error_message(), kUnreadableNote));
  }
  absl::Status result(code, status.error_message());
  for (const google::protobuf::Any& any : details.details()) {
    if (result.GetPayload(any.type_url()).has_value()) continue;
    result.SetPayload(any.type_url(), absl::Cord(any.value()));
  }
  return result;
}

}  // namespace docshare::platform
