#include "domain/hl7v2/intended_recipient.h"

#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "domain/hl7v2/delimiters.h"
#include "domain/hl7v2/xcn.h"
#include "domain/hl7v2/xon.h"
#include "domain/hl7v2/xtn.h"

namespace docshare {

std::string RenderIntendedRecipient(const metadata::v1::IntendedRecipient& recipient) {
  return JoinHl7({RenderXon(recipient.organization()), RenderXcn(recipient.person()),
                  recipient.telecom().xtn()},
                 '|');
}

absl::StatusOr<metadata::v1::IntendedRecipient> ParseIntendedRecipient(absl::string_view text) {
  if (absl::Status status = CheckSlotValue(text); !status.ok()) return status;
  std::vector<absl::string_view> parts = SplitHl7(text, '|');
  if (parts.empty() || parts.size() > 3) {
    return absl::InvalidArgumentError("it is not of the form organisation|person|telecom");
  }
  parts.resize(3);
  metadata::v1::IntendedRecipient recipient;
  if (!parts[0].empty()) {
    auto organization = ParseXon(parts[0]);
    if (!organization.ok()) return organization.status();
    *recipient.mutable_organization() = *std::move(organization);
  }
  if (!parts[1].empty()) {
    auto person = ParseXcn(parts[1]);
    if (!person.ok()) return person.status();
    *recipient.mutable_person() = *std::move(person);
  }
  if (!parts[2].empty()) {
    if (absl::Status status = CheckXtn(parts[2]); !status.ok()) return status;
    recipient.mutable_telecom()->set_xtn(std::string(parts[2]));
  }
  return recipient;
}

}  // namespace docshare
