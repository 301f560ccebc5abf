#include "repository/on_demand/bytes_reader.h"

#include <openssl/sha.h>

#include <algorithm>
#include <utility>

namespace docshare::repository {
namespace {

constexpr size_t kMostAtOnce = size_t{256} << 10;

}  // namespace

BytesReader::BytesReader(std::string bytes) : bytes_(std::move(bytes)) {
  const auto* data = reinterpret_cast<const unsigned char*>(bytes_.data());
  content_.size_bytes = bytes_.size();
  SHA1(data, bytes_.size(), content_.sha1.data());
  SHA256(data, bytes_.size(), content_.sha256.data());
}

absl::StatusOr<absl::string_view> BytesReader::Read() {
  const absl::string_view piece = absl::string_view(bytes_).substr(position_, kMostAtOnce);
  position_ += piece.size();
  return piece;
}

absl::Status BytesReader::Seek(uint64_t offset) {
  if (offset > bytes_.size()) return absl::InvalidArgumentError("beyond the end");
  position_ = static_cast<size_t>(offset);
  return absl::OkStatus();
}

}  // namespace docshare::repository
