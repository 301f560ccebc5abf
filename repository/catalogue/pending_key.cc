#include "repository/catalogue/pending_key.h"

#include <algorithm>

#include "absl/status/status.h"
#include "repository/catalogue/key_space.h"

namespace docshare::repository {
namespace {

constexpr char kSpace = static_cast<char>(KeySpace::kPending);

}  // namespace

std::string EncodePendingKey(const SubmissionKey& submission) {
  std::string key(1, kSpace);
  key.append(submission.begin(), submission.end());
  return key;
}

absl::StatusOr<SubmissionKey> DecodePendingKey(absl::string_view bytes) {
  SubmissionKey submission;
  if (bytes.size() != 1 + submission.size() || bytes[0] != kSpace) {
    return absl::DataLossError("not the key of a pending submission");
  }
  std::copy(bytes.begin() + 1, bytes.end(), submission.begin());
  return submission;
}

std::string FirstPendingKey() { return std::string(1, kSpace); }

std::string PendingKeysEnd() { return std::string(1, kSpace + 1); }

}  // namespace docshare::repository
