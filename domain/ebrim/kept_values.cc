#include "domain/ebrim/kept_values.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "domain/hl7v2/coded_text.h"
#include "domain/hl7v2/cxi.h"
#include "domain/hl7v2/delimiters.h"
#include "domain/hl7v2/xcn.h"
#include "domain/hl7v2/xon.h"

namespace docshare {

metadata::v1::Person KeepPerson(absl::string_view text) {
  absl::StatusOr<metadata::v1::Person> person = ParseXcn(text);
  if (person.ok()) return *std::move(person);
  metadata::v1::Person malformed;
  malformed.set_verbatim(std::string(text));
  return malformed;
}

metadata::v1::Organization KeepOrganization(absl::string_view text) {
  absl::StatusOr<metadata::v1::Organization> organization = ParseXon(text);
  if (organization.ok()) return *std::move(organization);
  metadata::v1::Organization malformed;
  malformed.set_verbatim(std::string(text));
  return malformed;
}

metadata::v1::ReferenceId KeepReferenceId(absl::string_view text) {
  absl::StatusOr<metadata::v1::ReferenceId> reference_id = ParseCxi(text);
  if (reference_id.ok()) return *std::move(reference_id);
  metadata::v1::ReferenceId malformed;
  malformed.set_verbatim(std::string(text));
  return malformed;
}

metadata::v1::CodedText KeepCodedText(absl::string_view text) {
  absl::StatusOr<metadata::v1::CodedText> coded_text = ParseCodedText(text);
  if (coded_text.ok()) return *std::move(coded_text);
  metadata::v1::CodedText malformed;
  malformed.set_text(std::string(text));
  return malformed;
}

absl::optional<metadata::v1::IntendedRecipient> KeepIntendedRecipient(absl::string_view text) {
  std::vector<absl::string_view> parts = SplitHl7(text, '|');
  if (parts.size() > 3) return absl::nullopt;
  parts.resize(3);
  metadata::v1::IntendedRecipient recipient;
  if (!parts[0].empty()) *recipient.mutable_organization() = KeepOrganization(parts[0]);
  if (!parts[1].empty()) *recipient.mutable_person() = KeepPerson(parts[1]);
  if (!parts[2].empty()) recipient.mutable_telecom()->set_xtn(std::string(parts[2]));
  return recipient;
}

absl::optional<metadata::v1::PidField> KeepPidField(absl::string_view text) {
  const size_t bar = text.find('|');
  if (bar == absl::string_view::npos) return absl::nullopt;
  metadata::v1::PidField field;
  field.set_field(std::string(text.substr(0, bar)));
  field.set_value(std::string(text.substr(bar + 1)));
  return field;
}

}  // namespace docshare
