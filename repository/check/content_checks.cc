#include "repository/check/content_checks.h"

#include <utility>

namespace docshare::repository {
namespace {

class DocumentChecks : public DocumentCheck {
 public:
  explicit DocumentChecks(std::vector<std::unique_ptr<DocumentCheck>> checks)
      : checks_(std::move(checks)) {}

  absl::Status Update(absl::string_view bytes) override {
    for (size_t i = 0; i < checks_.size() && status_.ok(); ++i) {
      status_ = checks_[i]->Update(bytes);
    }
    return Answer();
  }

  absl::Status Finish() override {
    for (size_t i = 0; i < checks_.size() && status_.ok(); ++i) status_ = checks_[i]->Finish();
    return Answer();
  }

 private:
  // A check that waits for the rest of a refused document would hold a scanner for nothing.
  absl::Status Answer() {
    if (!status_.ok()) checks_.clear();
    return status_;
  }

  std::vector<std::unique_ptr<DocumentCheck>> checks_;
  absl::Status status_;
};

}  // namespace

ContentChecks::ContentChecks(std::vector<std::unique_ptr<ContentCheck>> checks)
    : checks_(std::move(checks)) {}

absl::StatusOr<std::unique_ptr<DocumentCheck>> ContentChecks::Begin(
    const std::string& declared_mime_type) {
  std::vector<std::unique_ptr<DocumentCheck>> begun;
  begun.reserve(checks_.size());
  for (const std::unique_ptr<ContentCheck>& check : checks_) {
    absl::StatusOr<std::unique_ptr<DocumentCheck>> document = check->Begin(declared_mime_type);
    if (!document.ok()) return document.status();
    begun.push_back(*std::move(document));
  }
  return std::make_unique<DocumentChecks>(std::move(begun));
}

}  // namespace docshare::repository
