#pragma once

#include <vector>

#include "absl/strings/string_view.h"

namespace docshare::repository {

// What documents of a declared media type may look like.
struct MimeTypeRule {
  // The declared type; "*" at its end or its beginning stands for anything.
  absl::string_view declared;
  // Answers of DetectType() that fit; "*" at the end stands for anything. Asked when `starts_well`
  // says no.
  std::vector<absl::string_view> detected;
  // Whether the first bytes fit, whatever libmagic takes them for; may be null.
  bool (*starts_well)(absl::string_view head) = nullptr;
};

// The rule for a media type as metadata declare it, in any case, perhaps with parameters. Null for
// a type of which we know nothing that its documents have in common. Lives for ever.
const MimeTypeRule* FindMimeTypeRule(absl::string_view declared);

// Whether an answer of DetectType() fits the rule.
bool AcceptsDetected(const MimeTypeRule& rule, absl::string_view detected);

}  // namespace docshare::repository
