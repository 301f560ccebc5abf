#include "domain/hl7v2/xcn.h"

#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_split.h"
#include "domain/hl7v2/delimiters.h"
#include "domain/hl7v2/hd.h"

namespace docshare {
namespace {

using metadata::v1::Person;

constexpr size_t kMaxComponents = 23;
constexpr size_t kNameComponents = 7;
constexpr size_t kAuthorityIndex = 8;

// The first subcomponent in plain form; all of them must have right escapes.
absl::StatusOr<std::string> FirstSubcomponent(absl::string_view component) {
  std::string first;
  bool is_first = true;
  for (absl::string_view part : absl::StrSplit(component, '&')) {
    absl::StatusOr<std::string> plain = UnescapeHl7(part);
    if (!plain.ok()) return plain.status();
    if (is_first) first = *std::move(plain);
    is_first = false;
  }
  return first;
}

// Whether ParseXcn() surely takes the text of these fields.
bool AreGood(const Person& person) {
  if (!person.verbatim().empty()) return false;
  if (person.id().empty() && person.family_name().empty()) return false;
  const auto& authority = person.assigning_authority();
  const bool has_authority = !authority.namespace_id().empty() ||
                             !authority.universal_id().empty() ||
                             !authority.universal_id_type().empty();
  if (has_authority && !CheckIsoAuthority(authority).ok()) return false;
  return FitInSlot(
      {person.id(), person.family_name(), person.given_name(), person.further_given_names(),
       person.suffix(), person.prefix(), person.degree(), authority.namespace_id(),
       authority.universal_id(), authority.universal_id_type()},
      kAuthorityIndex + 2);
}

}  // namespace

std::string RenderXcn(const Person& person) {
  if (!person.verbatim().empty()) return person.verbatim();
  return JoinHl7({EscapeHl7(person.id()), EscapeHl7(person.family_name()),
                  EscapeHl7(person.given_name()), EscapeHl7(person.further_given_names()),
                  EscapeHl7(person.suffix()), EscapeHl7(person.prefix()),
                  EscapeHl7(person.degree()), "", RenderHd(person.assigning_authority())},
                 '^');
}

absl::StatusOr<Person> ParseXcn(absl::string_view text) {
  if (absl::Status status = CheckSlotValue(text); !status.ok()) return status;
  const std::vector<absl::string_view> components = SplitHl7(text, '^');
  if (components.size() > kMaxComponents) {
    return absl::InvalidArgumentError("XCN has more than 23 components");
  }
  Person person;
  std::string* const fields[kNameComponents] = {
      person.mutable_id(),         person.mutable_family_name(),
      person.mutable_given_name(), person.mutable_further_given_names(),
      person.mutable_suffix(),     person.mutable_prefix(),
      person.mutable_degree()};
  for (size_t i = 0; i < components.size(); ++i) {
    if (i == kAuthorityIndex) continue;
    absl::StatusOr<std::string> plain = FirstSubcomponent(components[i]);
    if (!plain.ok()) return plain.status();
    if (i < kNameComponents) *fields[i] = *std::move(plain);
  }
  if (components.size() > kAuthorityIndex && !components[kAuthorityIndex].empty()) {
    auto authority = ParseHd(components[kAuthorityIndex]);
    if (!authority.ok()) return authority.status();
    if (absl::Status status = CheckIsoAuthority(*authority); !status.ok()) return status;
    *person.mutable_assigning_authority() = *std::move(authority);
  }
  if (person.id().empty() && person.family_name().empty()) {
    return absl::InvalidArgumentError("XCN has neither an id (XCN.1) nor a family name (XCN.2)");
  }
  if (RenderXcn(person) != text) person.set_verbatim(std::string(text));
  return person;
}

absl::Status CheckXcn(const Person& person) {
  return AreGood(person) ? absl::OkStatus() : ParseXcn(RenderXcn(person)).status();
}

}  // namespace docshare
