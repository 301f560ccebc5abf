#pragma once

#include <cstddef>
#include <memory>
#include <string>

#include "absl/container/flat_hash_set.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/optional.h"
#include "gateway/mtom/boundary.h"
#include "gateway/mtom/content_id.h"
#include "gateway/mtom/part_headers.h"
#include "gateway/mtom/piece_window.h"
#include "platform/stream/byte_source.h"

namespace docshare::gateway {

struct MultipartLimits {
  size_t max_parts = 4096;
  // Of one part.
  size_t max_headers = 32;
  size_t max_header_bytes = size_t{16} * 1024;
  // Before the first delimiter, and after the last one.
  size_t max_surrounding_bytes = size_t{64} * 1024;
};

// One part of a message. Valid until the next one is asked for.
struct MultipartPart {
  PartHeaders headers;
  absl::optional<ContentId> content_id;
  // The part's bytes, its transfer encoding undone. A part whose delimiter does not come is an
  // error of Read(), never an end.
  platform::ByteSource* bytes = nullptr;
};

// Reads a multipart message as it arrives, in constant memory: bytes of parts are handed on as
// pieces of the source itself, copied only where a delimiter may lie across two pieces.
//
// Returns kInvalidArgument, naming the rule, for what is not a multipart message or breaks a limit:
// also for a message that ends before its last delimiter, two parts with the same Content-ID, and
// an unknown transfer encoding. Errors of the source come back as they are. After an error the same
// error comes back.
//
// Source: RFC 2046 5.1, RFC 2045. Not thread-safe.
class MultipartReader {
 public:
  // `source` must outlive the reader.
  MultipartReader(platform::ByteSource* source, Boundary boundary,
                  const MultipartLimits& limits = {});
  ~MultipartReader();

  MultipartReader(const MultipartReader&) = delete;
  MultipartReader& operator=(const MultipartReader&) = delete;

  // Passes over what was not read of the part before. Null when there are no more parts; the source
  // is at its end then.
  absl::StatusOr<MultipartPart*> NextPart();

 private:
  // The encoded bytes of the part that is being read.
  class Content;

  enum class State { kBeforeFirst, kInHeaders, kInContent, kBetween, kAfterLast };

  absl::StatusOr<absl::string_view> ReadContent();
  absl::Status SkipContent(size_t max_bytes, absl::string_view what);
  absl::Status SkipEpilogue();
  absl::Status StartPart();
  absl::StatusOr<std::string> ReadHeaderLines();
  absl::Status GrowForHeaders();
  void Passed(const Boundary::Match& match);
  absl::Status Fail(absl::Status status);

  const Boundary boundary_;
  const MultipartLimits limits_;
  PieceWindow window_;
  State state_ = State::kBeforeFirst;
  // The window begins where a line begins.
  bool at_line_start_ = true;
  // Of the window, handed out and to be skipped.
  size_t handed_out_ = 0;
  size_t parts_ = 0;
  absl::flat_hash_set<ContentId> content_ids_;
  std::unique_ptr<Content> content_;
  std::unique_ptr<platform::ByteSource> decoded_;
  absl::optional<MultipartPart> part_;
  absl::Status status_ = absl::OkStatus();
};

}  // namespace docshare::gateway
