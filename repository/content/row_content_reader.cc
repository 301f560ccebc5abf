#include "repository/content/row_content_reader.h"

#include <cassert>
#include <utility>

#include "absl/strings/str_cat.h"
#include "repository/content/chunk_file_format.h"

namespace docshare::repository {

RowContentReader::RowContentReader(std::unique_ptr<const std::string> value, const ContentRow& row)
    : value_(std::move(value)), row_(row) {
  assert(row_.place == ContentPlace::kRow);
}

absl::StatusOr<absl::string_view> RowContentReader::Read() {
  const absl::string_view next = row_.bytes.substr(position_, kChunkBytes);
  position_ += next.size();
  return next;
}

absl::Status RowContentReader::Seek(uint64_t offset) {
  if (offset > row_.bytes.size()) {
    return absl::InvalidArgumentError(
        absl::StrCat("offset ", offset, " is beyond the end at ", row_.bytes.size()));
  }
  position_ = offset;
  return absl::OkStatus();
}

}  // namespace docshare::repository
