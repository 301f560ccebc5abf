#include "domain/hl7v2/hd.h"

#include <vector>

#include "domain/hl7v2/delimiters.h"
#include "domain/ids/oid.h"

namespace docshare {

std::string RenderHd(const metadata::v1::AssigningAuthority& authority) {
  return JoinHl7({EscapeHl7(authority.namespace_id()), EscapeHl7(authority.universal_id()),
                  EscapeHl7(authority.universal_id_type())},
                 '&');
}

absl::StatusOr<metadata::v1::AssigningAuthority> ParseHd(absl::string_view text) {
  const std::vector<absl::string_view> parts = SplitHl7(text, '&');
  if (parts.size() > 3) {
    return absl::InvalidArgumentError("the assigning authority has more than three parts");
  }
  metadata::v1::AssigningAuthority authority;
  std::string* const fields[] = {authority.mutable_namespace_id(), authority.mutable_universal_id(),
                                 authority.mutable_universal_id_type()};
  for (size_t i = 0; i < parts.size(); ++i) {
    absl::StatusOr<std::string> plain = UnescapeHl7(parts[i]);
    if (!plain.ok()) return plain.status();
    *fields[i] = *std::move(plain);
  }
  return authority;
}

absl::Status CheckIsoAuthority(const metadata::v1::AssigningAuthority& authority) {
  if (authority.universal_id_type() != "ISO" || !Oid::Parse(authority.universal_id()).ok()) {
    return absl::InvalidArgumentError("the assigning authority is not of the form &OID&ISO");
  }
  return absl::OkStatus();
}

}  // namespace docshare
