#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "gateway/mtom/content_id.h"
#include "platform/random/uuid_source.h"
#include "platform/stream/byte_sink.h"

namespace docshare::gateway {

// Writes a multipart message, part by part; the bytes of parts go to the sink as they are.
//
//   writer.BeginPart("image/png", id); writer.Write(bytes); writer.Write(more); writer.Finish();
//
// The boundary is made of a random UUID: nobody who supplies content knows it before it is written,
// so that no content has it but by a chance of 1 in 2^122 a byte.
//
// Errors are those of the sink. Not thread-safe.
class MultipartWriter : public platform::ByteSink {
 public:
  // `sink` must outlive the writer.
  MultipartWriter(platform::ByteSink* sink, platform::UuidSource* uuids);

  const std::string& boundary() const { return boundary_; }

  // Ends the part before. `content_type` goes into the header as it is; empty: without that header.
  absl::Status BeginPart(absl::string_view content_type, const ContentId& id);

  // Bytes of the part that was begun last. Requires BeginPart() before.
  absl::Status Write(absl::string_view bytes) override { return sink_->Write(bytes); }

  // Ends the message. Requires at least one part.
  absl::Status Finish();

 private:
  platform::ByteSink* const sink_;
  const std::string boundary_;
  bool is_first_ = true;
};

// A UUID in its usual form, 36 characters.
std::string UuidText(platform::UuidSource& uuids);

}  // namespace docshare::gateway
