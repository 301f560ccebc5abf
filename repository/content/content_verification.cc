#include "repository/content/content_verification.h"

#include <memory>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"

namespace docshare::repository {

absl::Status VerifyContent(const StoredContent& expected, const ContentStore& content,
                           const HashAlgorithms& algorithms,
                           absl::FunctionRef<absl::Status(uint64_t bytes)> paced) {
  const absl::StatusOr<std::unique_ptr<ContentReader>> reader = content.Open(expected.id);
  if (absl::IsNotFound(reader.status())) {
    return absl::DataLossError(absl::StrCat("content ", expected.id.ToHex(), " is gone"));
  }
  if (!reader.ok()) return reader.status();
  ContentHasher hasher(&algorithms);
  while (true) {
    const absl::StatusOr<absl::string_view> piece = (*reader)->Read();
    if (!piece.ok()) return piece.status();
    if (piece->empty()) break;
    if (absl::Status hashed = hasher.Update(*piece); !hashed.ok()) return hashed;
    if (absl::Status going_on = paced(piece->size()); !going_on.ok()) return going_on;
  }
  const absl::StatusOr<StoredContent> found = hasher.Finish(expected.id);
  if (!found.ok()) return found.status();
  if (*found == expected) return absl::OkStatus();
  return absl::DataLossError(absl::StrCat("content ", expected.id.ToHex(), " has ",
                                          found->size_bytes, " bytes with other hashes than the ",
                                          expected.size_bytes, " bytes that were stored"));
}

}  // namespace docshare::repository
