#include "gateway/mtom/multipart_reader.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "absl/strings/str_cat.h"
#include "gateway/mtom/transfer_encoding.h"

namespace docshare::gateway {
namespace {

absl::Status Refusal(absl::string_view rule) {
  return absl::InvalidArgumentError(absl::StrCat("multipart message: ", rule));
}

}  // namespace

class MultipartReader::Content : public platform::ByteSource {
 public:
  explicit Content(MultipartReader* reader) : reader_(reader) {}

  absl::StatusOr<absl::string_view> Read() override { return reader_->ReadContent(); }

 private:
  MultipartReader* const reader_;
};

MultipartReader::MultipartReader(platform::ByteSource* source, Boundary boundary,
                                 const MultipartLimits& limits)
    : boundary_(std::move(boundary)),
      limits_(limits),
      window_(source),
      content_(std::make_unique<Content>(this)) {}

MultipartReader::~MultipartReader() = default;

absl::Status MultipartReader::Fail(absl::Status status) {
  status_ = std::move(status);
  return status_;
}

void MultipartReader::Passed(const Boundary::Match& match) {
  window_.Skip(match.size);
  at_line_start_ = true;
  state_ = match.kind == Boundary::Kind::kLast ? State::kAfterLast : State::kBetween;
}

// The next bytes before a delimiter, which is passed at the end of them.
absl::StatusOr<absl::string_view> MultipartReader::ReadContent() {
  if (!status_.ok()) return status_;
  window_.Skip(std::exchange(handed_out_, 0));
  while (state_ == State::kInContent || state_ == State::kBeforeFirst) {
    Boundary::Found found;
    if (at_line_start_) found.match = boundary_.MatchAt(window_.bytes(), window_.at_end());
    if (found.match.kind == Boundary::Kind::kNone) {
      found = boundary_.FindIn(window_.bytes(), window_.at_end());
    }
    if (found.content_bytes > 0) {
      at_line_start_ = false;
      handed_out_ = found.content_bytes;
      return window_.bytes().substr(0, found.content_bytes);
    }
    if (found.match.kind == Boundary::Kind::kPart || found.match.kind == Boundary::Kind::kLast) {
      Passed(found.match);
      break;
    }
    if (window_.at_end()) return Fail(Refusal("it ends before its last boundary"));
    if (absl::Status status = window_.Grow(); !status.ok()) return Fail(std::move(status));
  }
  return absl::string_view();
}

absl::Status MultipartReader::SkipContent(size_t max_bytes, absl::string_view what) {
  size_t bytes = 0;
  while (true) {
    const absl::StatusOr<absl::string_view> piece = ReadContent();
    if (!piece.ok()) return piece.status();
    if (piece->empty()) return absl::OkStatus();
    bytes += piece->size();
    if (bytes > max_bytes) {
      return Fail(Refusal(absl::StrCat("more than ", max_bytes, " bytes ", what)));
    }
  }
}

absl::Status MultipartReader::SkipEpilogue() {
  for (size_t bytes = 0; !window_.at_end();) {
    bytes += window_.bytes().size();
    if (bytes > limits_.max_surrounding_bytes) {
      return Fail(Refusal(absl::StrCat("more than ", limits_.max_surrounding_bytes,
                                       " bytes after the last boundary")));
    }
    window_.Skip(window_.bytes().size());
    if (absl::Status status = window_.Grow(); !status.ok()) return Fail(std::move(status));
  }
  return absl::OkStatus();
}

absl::Status MultipartReader::GrowForHeaders() {
  if (window_.at_end()) return Refusal("it ends within the headers of a part");
  return window_.Grow();
}

// Up to the empty line, which goes with them, or up to a delimiter: then the part has no content.
absl::StatusOr<std::string> MultipartReader::ReadHeaderLines() {
  std::string lines;
  while (true) {
    const absl::string_view bytes = window_.bytes();
    if (at_line_start_) {
      const Boundary::Match match = boundary_.MatchAt(bytes, window_.at_end());
      if (match.kind == Boundary::Kind::kPart || match.kind == Boundary::Kind::kLast) {
        Passed(match);
        return lines;
      }
      if (match.kind == Boundary::Kind::kUndecided || bytes.empty() || bytes == "\r") {
        if (absl::Status status = GrowForHeaders(); !status.ok()) return status;
        continue;
      }
      if (bytes[0] == '\n' || bytes.substr(0, 2) == "\r\n") {
        window_.Skip(bytes[0] == '\n' ? 1 : 2);
        state_ = State::kInContent;
        return lines;
      }
    }
    const size_t line_feed = bytes.find('\n');
    at_line_start_ = line_feed != absl::string_view::npos;
    const size_t size = at_line_start_ ? line_feed + 1 : bytes.size();
    if (lines.size() + size > limits_.max_header_bytes) {
      return Refusal(
          absl::StrCat("more than ", limits_.max_header_bytes, " bytes of headers in a part"));
    }
    lines.append(bytes.data(), size);
    window_.Skip(size);
    if (window_.bytes().empty()) {
      if (absl::Status status = GrowForHeaders(); !status.ok()) return status;
    }
  }
}

absl::Status MultipartReader::StartPart() {
  if (++parts_ > limits_.max_parts) {
    return Refusal(absl::StrCat("more than ", limits_.max_parts, " parts"));
  }
  state_ = State::kInHeaders;
  const absl::StatusOr<std::string> lines = ReadHeaderLines();
  if (!lines.ok()) return lines.status();
  absl::StatusOr<PartHeaders> headers = PartHeaders::Parse(*lines, limits_.max_headers);
  if (!headers.ok()) return headers.status();
  part_.emplace();
  part_->headers = *std::move(headers);
  if (const auto id_text = part_->headers.Find("content-id"); id_text) {
    absl::StatusOr<ContentId> id = ContentId::FromHeader(*id_text);
    if (!id.ok()) return id.status();
    if (!content_ids_.insert(*id).second) return Refusal("two parts have the same Content-ID");
    part_->content_id = *std::move(id);
  }
  auto decoded = UndoTransferEncoding(part_->headers.Find("content-transfer-encoding").value_or(""),
                                      content_.get());
  if (!decoded.ok()) return decoded.status();
  decoded_ = *std::move(decoded);
  part_->bytes = decoded_ == nullptr ? content_.get() : decoded_.get();
  return absl::OkStatus();
}

absl::StatusOr<MultipartPart*> MultipartReader::NextPart() {
  if (!status_.ok()) return status_;
  absl::Status status = absl::OkStatus();
  if (state_ == State::kBeforeFirst) {
    status = SkipContent(limits_.max_surrounding_bytes, "before the first boundary");
  } else {
    status = SkipContent(std::numeric_limits<size_t>::max(), "");
  }
  if (!status.ok()) return status;
  part_.reset();
  if (state_ == State::kAfterLast) {
    if (parts_ == 0) return Fail(Refusal("it has no part"));
    if (status = SkipEpilogue(); !status.ok()) return status;
    return nullptr;
  }
  if (status = StartPart(); !status.ok()) return Fail(std::move(status));
  return &*part_;
}

}  // namespace docshare::gateway
