#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "docshare/metadata/v1/identifier.pb.h"

namespace docshare {

// HL7 type HD inside another type: namespace&universal_id&universal_id_type, who gave an
// identifier.

// "" for an empty message.
std::string RenderHd(const metadata::v1::AssigningAuthority& authority);

// Requires no '^' in `text`. Trailing delimiters and a fourth subcomponent that is empty say
// nothing. Returns kInvalidArgument for more than three subcomponents and for wrong escapes.
absl::StatusOr<metadata::v1::AssigningAuthority> ParseHd(absl::string_view text);

// Refuses an authority without an OID and the type "ISO". The namespace may be anything.
absl::Status CheckIsoAuthority(const metadata::v1::AssigningAuthority& authority);

}  // namespace docshare
