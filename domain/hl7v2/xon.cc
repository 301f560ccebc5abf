#include "domain/hl7v2/xon.h"

#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "domain/hl7v2/delimiters.h"
#include "domain/hl7v2/hd.h"
#include "domain/ids/oid.h"

namespace docshare {
namespace {

using metadata::v1::Organization;

constexpr size_t kNameIndex = 0;
constexpr size_t kAuthorityIndex = 5;
constexpr size_t kIdIndex = 9;

// Whether ParseXon() surely takes the text of these fields.
bool AreGood(const Organization& organization) {
  if (!organization.verbatim().empty() || organization.name().empty()) return false;
  const auto& authority = organization.assigning_authority();
  if (!authority.namespace_id().empty()) return false;
  if (!authority.universal_id().empty() || !authority.universal_id_type().empty()) {
    if (!CheckIsoAuthority(authority).ok()) return false;
  } else if (!organization.id().empty() && !Oid::Parse(organization.id()).ok()) {
    return false;
  }
  return FitInSlot({organization.name(), authority.universal_id(), authority.universal_id_type(),
                    organization.id()},
                   kIdIndex + 2);
}

}  // namespace

std::string RenderXon(const Organization& organization) {
  if (!organization.verbatim().empty()) return organization.verbatim();
  std::vector<std::string> components(kIdIndex + 1);
  components[kNameIndex] = EscapeHl7(organization.name());
  components[kAuthorityIndex] = RenderHd(organization.assigning_authority());
  components[kIdIndex] = EscapeHl7(organization.id());
  return JoinHl7(components, '^');
}

absl::StatusOr<Organization> ParseXon(absl::string_view text) {
  if (absl::Status status = CheckSlotValue(text); !status.ok()) return status;
  std::vector<absl::string_view> components = SplitHl7(text, '^');
  if (components.size() > kIdIndex + 1) {
    return absl::InvalidArgumentError("XON has more than 10 components");
  }
  components.resize(kIdIndex + 1);
  for (size_t i = 0; i < components.size(); ++i) {
    const bool used = i == kNameIndex || i == kAuthorityIndex || i == kIdIndex;
    if (!used && !components[i].empty()) {
      return absl::InvalidArgumentError("XON has components beside XON.1, XON.6 and XON.10");
    }
  }
  absl::StatusOr<std::string> name = UnescapeHl7(components[kNameIndex]);
  if (!name.ok()) return name.status();
  if (name->empty()) return absl::InvalidArgumentError("XON has no name (XON.1)");
  absl::StatusOr<std::string> id = UnescapeHl7(components[kIdIndex]);
  if (!id.ok()) return id.status();

  Organization organization;
  organization.set_name(*std::move(name));
  if (!components[kAuthorityIndex].empty()) {
    auto authority = ParseHd(components[kAuthorityIndex]);
    if (!authority.ok()) return authority.status();
    if (absl::Status status = CheckIsoAuthority(*authority); !status.ok()) return status;
    if (!authority->namespace_id().empty()) {
      return absl::InvalidArgumentError(
          "the assigning authority (XON.6) is not of the form &OID&ISO");
    }
    *organization.mutable_assigning_authority() = *std::move(authority);
  } else if (!id->empty() && !Oid::Parse(*id).ok()) {
    return absl::InvalidArgumentError(
        "the id (XON.10) is not an OID and there is no assigning authority (XON.6)");
  }
  organization.set_id(*std::move(id));
  if (RenderXon(organization) != text) organization.set_verbatim(std::string(text));
  return organization;
}

absl::Status CheckXon(const Organization& organization) {
  return AreGood(organization) ? absl::OkStatus() : ParseXon(RenderXon(organization)).status();
}

}  // namespace docshare
