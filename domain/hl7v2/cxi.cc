#include "domain/hl7v2/cxi.h"

#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "domain/hl7v2/delimiters.h"
#include "domain/hl7v2/hd.h"
#include "domain/ids/home_community_id.h"

namespace docshare {
namespace {

using metadata::v1::ReferenceId;

constexpr size_t kMaxComponents = 6;

bool NeedsAuthority(absl::string_view type_code) {
  return type_code == "urn:ihe:iti:xds:2013:referral" ||
         type_code == "urn:ihe:iti:xds:2013:order" ||
         type_code == "urn:ihe:iti:xds:2015:encounterId";
}

absl::Status CheckAuthority(const metadata::v1::AssigningAuthority& authority) {
  const bool is_namespace_only =
      authority.universal_id().empty() && authority.universal_id_type().empty();
  if (is_namespace_only) return absl::OkStatus();
  if (!authority.namespace_id().empty()) {
    return absl::InvalidArgumentError("CXi.4 has both a namespace and a universal id");
  }
  return CheckIsoAuthority(authority);
}

}  // namespace

std::string RenderCxi(const ReferenceId& reference_id) {
  if (!reference_id.verbatim().empty()) return reference_id.verbatim();
  return JoinHl7(
      {EscapeHl7(reference_id.id()), "", "", RenderHd(reference_id.assigning_authority()),
       EscapeHl7(reference_id.identifier_type_code()), EscapeHl7(reference_id.home_community_id())},
      '^');
}

absl::StatusOr<ReferenceId> ParseCxi(absl::string_view text) {
  if (absl::Status status = CheckSlotValue(text); !status.ok()) return status;
  std::vector<absl::string_view> components = SplitHl7(text, '^');
  if (components.size() > kMaxComponents) {
    return absl::InvalidArgumentError("CXi has more than 6 components");
  }
  components.resize(kMaxComponents);
  if (!components[1].empty() || !components[2].empty()) {
    return absl::InvalidArgumentError("CXi.2 and CXi.3 are not empty");
  }
  ReferenceId reference_id;
  const std::pair<size_t, std::string*> plain_fields[] = {
      {0, reference_id.mutable_id()},
      {4, reference_id.mutable_identifier_type_code()},
      {5, reference_id.mutable_home_community_id()}};
  for (const auto& [index, field] : plain_fields) {
    absl::StatusOr<std::string> plain = UnescapeHl7(components[index]);
    if (!plain.ok()) return plain.status();
    *field = *std::move(plain);
  }
  if (reference_id.id().empty()) return absl::InvalidArgumentError("CXi has no id (CXi.1)");
  if (reference_id.identifier_type_code().empty()) {
    return absl::InvalidArgumentError("CXi has no identifier type code (CXi.5)");
  }
  if (!reference_id.home_community_id().empty()) {
    auto home = HomeCommunityId::Parse(reference_id.home_community_id());
    if (!home.ok()) return absl::InvalidArgumentError("CXi.6 is not \"urn:oid:\" and an OID");
  }
  if (!components[3].empty()) {
    auto authority = ParseHd(components[3]);
    if (!authority.ok()) return authority.status();
    if (absl::Status status = CheckAuthority(*authority); !status.ok()) return status;
    *reference_id.mutable_assigning_authority() = *std::move(authority);
  } else if (NeedsAuthority(reference_id.identifier_type_code())) {
    return absl::InvalidArgumentError(absl::StrCat(
        "identifiers of type ", reference_id.identifier_type_code(), " need an authority (CXi.4)"));
  }
  if (RenderCxi(reference_id) != text) reference_id.set_verbatim(std::string(text));
  return reference_id;
}

}  // namespace docshare
