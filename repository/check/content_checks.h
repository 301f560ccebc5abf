#pragma once

#include <memory>
#include <string>
#include <vector>

#include "repository/check/content_check.h"

namespace docshare::repository {

// Several checks as one: each sees every byte, in the order given, and the first error is the
// answer. Without any, every document is good.
class ContentChecks : public ContentCheck {
 public:
  explicit ContentChecks(std::vector<std::unique_ptr<ContentCheck>> checks);

  absl::StatusOr<std::unique_ptr<DocumentCheck>> Begin(
      const std::string& declared_mime_type) override;

 private:
  const std::vector<std::unique_ptr<ContentCheck>> checks_;
};

}  // namespace docshare::repository
