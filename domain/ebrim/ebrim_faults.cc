#include "domain/ebrim/ebrim_faults.h"

#include "absl/strings/str_cat.h"

namespace docshare {

void EbrimFaults::Add(const Location& location, const XmlNode& node, absl::string_view context) {
  if (errors_.full()) return;
  errors_.Add(code_, location.ToString(), absl::StrCat("line ", node.line(), ": ", context));
}

void EbrimFaults::AddNotKept(const Location& location, const XmlNode& node,
                             absl::string_view context) {
  if (errors_.full()) return;
  errors_.Add(XdsErrorCode::kExtraMetadataNotSaved, location.ToString(),
              absl::StrCat("line ", node.line(), ": ", context));
}

}  // namespace docshare
