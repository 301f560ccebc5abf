#pragma once

#include <string>

#include "repository/content/content_store.h"

namespace docshare::repository {

// Hands out bytes that are in memory as if they came from a content store.
class BytesReader final : public ContentReader {
 public:
  explicit BytesReader(std::string bytes);

  // Its id is all zeros: no store has the content.
  const StoredContent& content() const override { return content_; }
  absl::StatusOr<absl::string_view> Read() override;
  absl::Status Seek(uint64_t offset) override;

 private:
  const std::string bytes_;
  StoredContent content_{.id = ContentId({})};
  size_t position_ = 0;
};

}  // namespace docshare::repository
