#include "repository/check/mime_type_check.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "domain/text/quoted_value.h"
#include "repository/check/detected_type.h"
#include "repository/check/mime_type_rules.h"

namespace docshare::repository {
namespace {

class DocumentMimeTypeCheck : public DocumentCheck {
 public:
  // `rule` may be null: then the document is good.
  DocumentMimeTypeCheck(const MimeTypeRule* rule, const std::string& declared)
      : rule_(rule), declared_(declared), judged_(rule == nullptr) {}

  absl::Status Update(absl::string_view bytes) override {
    if (judged_) return status_;
    const size_t missing = MimeTypeCheck::kHeadBytes - head_.size();
    head_.append(bytes.data(), std::min(bytes.size(), missing));
    if (head_.size() == MimeTypeCheck::kHeadBytes) Judge();
    return status_;
  }

  absl::Status Finish() override {
    if (!judged_ && !head_.empty()) Judge();
    return status_;
  }

 private:
  void Judge() {
    judged_ = true;
    status_ = Verdict();
    // Most of a large document is still to come.
    std::string().swap(head_);
  }

  absl::Status Verdict() const {
    if (rule_->starts_well != nullptr && rule_->starts_well(head_)) return absl::OkStatus();
    const absl::StatusOr<std::string> detected = DetectType(head_);
    if (!detected.ok()) return detected.status();
    if (AcceptsDetected(*rule_, *detected)) return absl::OkStatus();
    return absl::InvalidArgumentError(absl::StrCat(
        "the document is declared as ", Quote(declared_),
        ", but its first bytes are not of that type",
        *detected == "application/octet-stream" ? ""
                                                : absl::StrCat(": they look like ", *detected)));
  }

  const MimeTypeRule* const rule_;
  const std::string declared_;
  bool judged_;
  std::string head_;
  absl::Status status_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<MimeTypeCheck>> MimeTypeCheck::Create() {
  if (const absl::StatusOr<std::string> type = DetectType("x"); !type.ok()) return type.status();
  return std::unique_ptr<MimeTypeCheck>(new MimeTypeCheck());
}

absl::StatusOr<std::unique_ptr<DocumentCheck>> MimeTypeCheck::Begin(
    const std::string& declared_mime_type) {
  return std::make_unique<DocumentMimeTypeCheck>(FindMimeTypeRule(declared_mime_type),
                                                 declared_mime_type);
}

}  // namespace docshare::repository
