#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "repository/content/content_row.h"
#include "repository/content/content_store.h"

namespace docshare::repository {

// Reads a document whose bytes are in its content row.
class RowContentReader : public ContentReader {
 public:
  // `row` is the opened `value`; its place must be kRow.
  RowContentReader(std::unique_ptr<const std::string> value, const ContentRow& row);

  const StoredContent& content() const override { return row_.content; }
  absl::StatusOr<absl::string_view> Read() override;
  absl::Status Seek(uint64_t offset) override;

 private:
  // What `row_` points into.
  const std::unique_ptr<const std::string> value_;
  const ContentRow row_;
  uint64_t position_ = 0;
};

}  // namespace docshare::repository
