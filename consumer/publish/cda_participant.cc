#include "consumer/publish/cda_participant.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "domain/hl7v2/delimiters.h"
#include "domain/hl7v2/xcn.h"
#include "domain/hl7v2/xon.h"
#include "domain/ids/entry_uuid.h"
#include "domain/ids/oid.h"

namespace docshare::consumer {
namespace {

using metadata::v1::AssigningAuthority;
using metadata::v1::Organization;
using metadata::v1::Person;

bool IsOid(absl::string_view text) { return Oid::Parse(text).ok(); }

// "urn:uuid:..." for a UUID in any case; nullopt for another text.
absl::optional<std::string> UuidUrn(absl::string_view text) {
  const std::string urn = absl::StrCat("urn:uuid:", absl::AsciiStrToLower(text));
  if (!EntryUuid::Parse(urn).ok()) return absl::nullopt;
  return urn;
}

// Fills in id and authority of an XCN or XON. Returns false when `id` has no such form.
template <typename Participant>
bool SetId(const CdaId& id, Participant* participant) {
  if (IsOid(id.root) && id.extension.empty()) {
    participant->set_id(id.root);
    return true;
  }
  if (IsOid(id.root)) {
    participant->set_id(id.extension);
    AssigningAuthority* authority = participant->mutable_assigning_authority();
    authority->set_universal_id(id.root);
    authority->set_universal_id_type("ISO");
    return true;
  }
  const absl::optional<std::string> urn = UuidUrn(id.root);
  if (!urn || !id.extension.empty()) return false;
  participant->set_id(*urn);
  return true;
}

// The fields of a name as XCN and XPN have them.
struct NameParts {
  std::string family;
  std::string given;
  std::string further;
  std::string suffix;
  std::string prefix;
};

NameParts PartsOf(const CdaName& name) {
  NameParts parts;
  parts.family = absl::StrJoin(name.family, " ");
  if (!name.given.empty()) {
    parts.given = name.given.front();
    parts.further = absl::StrJoin(name.given.begin() + 1, name.given.end(), " ");
  }
  parts.suffix = absl::StrJoin(name.suffix, " ");
  parts.prefix = absl::StrJoin(name.prefix, " ");
  // A name that is not divided is better in the wrong place than lost.
  if (parts.family.empty() && parts.given.empty()) parts.family = name.text;
  return parts;
}

// `custodian`'s name when it is the same organisation.
std::string NameOf(const CdaOrganization& organization, const CdaOrganization& custodian) {
  if (!organization.name.empty()) return organization.name;
  for (const CdaId& id : organization.ids) {
    for (const CdaId& other : custodian.ids) {
      if (id.root == other.root && id.extension == other.extension) return custodian.name;
    }
  }
  return "";
}

}  // namespace

absl::optional<std::string> DocumentUniqueId(const CdaId& id) {
  if (IsOid(id.root)) {
    return id.extension.empty() ? id.root : absl::StrCat(id.root, "^", id.extension);
  }
  if (!id.extension.empty()) return absl::nullopt;
  return UuidUrn(id.root);
}

absl::optional<Person> PersonFromCda(absl::string_view attribute, const std::vector<CdaId>& ids,
                                     const CdaName& name, absl::string_view device,
                                     std::vector<std::string>* notes) {
  const NameParts parts = PartsOf(name);
  Person person;
  person.set_family_name(parts.family);
  person.set_given_name(parts.given);
  person.set_further_given_names(parts.further);
  person.set_suffix(parts.suffix);
  person.set_prefix(parts.prefix);
  if (parts.family.empty() && parts.given.empty()) person.set_family_name(std::string(device));
  // XCN needs an id or a family name, so the name is tried together with each id.
  for (const CdaId& id : ids) {
    Person with_id = person;
    if (SetId(id, &with_id) && ParseXcn(RenderXcn(with_id)).ok()) return with_id;
  }
  if (!ids.empty()) {
    notes->push_back(
        absl::StrCat(attribute, ": no identifier of the person can be written in XDS"));
  }
  if (ParseXcn(RenderXcn(person)).ok()) return person;
  if (!name.family.empty() || !name.given.empty() || !name.text.empty()) {
    notes->push_back(absl::StrCat(attribute, ": the name of the person cannot be written in XDS"));
  }
  return absl::nullopt;
}

absl::optional<Organization> OrganizationFromCda(absl::string_view attribute,
                                                 const CdaOrganization& organization,
                                                 const CdaOrganization& custodian,
                                                 std::vector<std::string>* notes) {
  if (organization.name.empty() && organization.ids.empty()) return absl::nullopt;
  Organization value;
  value.set_name(NameOf(organization, custodian));
  for (const CdaId& id : organization.ids) {
    Organization with_id = value;
    if (SetId(id, &with_id) && ParseXon(RenderXon(with_id)).ok()) return with_id;
  }
  if (!ParseXon(RenderXon(value)).ok()) {
    notes->push_back(absl::StrCat(
        attribute, ": the organisation has no name that can be written in XDS, left out"));
    return absl::nullopt;
  }
  if (!organization.ids.empty()) {
    notes->push_back(
        absl::StrCat(attribute, ": no identifier of the organisation can be written in XDS"));
  }
  return value;
}

std::string NameField(const CdaName& name) {
  const NameParts parts = PartsOf(name);
  return JoinHl7({EscapeHl7(parts.family), EscapeHl7(parts.given), EscapeHl7(parts.further),
                  EscapeHl7(parts.suffix), EscapeHl7(parts.prefix)},
                 '^');
}

}  // namespace docshare::consumer
