#include "platform/rpc/message_size.h"

#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/wire_format_lite.h"

namespace docshare::platform {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::internal::WireFormatLite;
using google::protobuf::io::CodedInputStream;

// As deep as protobuf's own parser goes.
constexpr int kMaxDepth = 100;

class Counter {
 public:
  Counter(size_t limit, CodedInputStream* in) : left_(limit), in_(in) {}

  // False when there is more than the limit. Ends early, and true, at bytes that make no sense.
  bool Count(const Descriptor& type, int depth) {
    while (const uint32_t tag = in_->ReadTag()) {
      if (WireFormatLite::GetTagWireType(tag) != WireFormatLite::WIRETYPE_LENGTH_DELIMITED) {
        if (!WireFormatLite::SkipField(in_, tag)) return true;
        continue;
      }
      if (left_-- == 0) return false;
      uint32_t length = 0;
      if (!in_->ReadVarint32(&length)) return true;
      const FieldDescriptor* field = type.FindFieldByNumber(WireFormatLite::GetTagFieldNumber(tag));
      const bool is_message = field != nullptr && field->type() == FieldDescriptor::TYPE_MESSAGE;
      if (!is_message || depth == kMaxDepth) {
        if (!in_->Skip(static_cast<int>(length))) return true;
        continue;
      }
      const CodedInputStream::Limit outer = in_->PushLimit(static_cast<int>(length));
      if (!Count(*field->message_type(), depth + 1)) return false;
      if (in_->BytesUntilLimit() != 0) return true;
      in_->PopLimit(outer);
    }
    return true;
  }

 private:
  size_t left_;
  CodedInputStream* const in_;
};

}  // namespace

bool HoldsAtMost(size_t limit, const Descriptor& type,
                 google::protobuf::io::ZeroCopyInputStream* wire) {
  CodedInputStream in(wire);
  return Counter(limit, &in).Count(type, 0);
}

}  // namespace docshare::platform
