#include "domain/ebrim/ebrim_message.h"

#include "absl/strings/str_cat.h"
#include "domain/text/quoted_value.h"

namespace docshare {

absl::Status ExpectMessage(const XmlNode& element, absl::string_view ns, absl::string_view name) {
  if (element.Is(ns, name)) return absl::OkStatus();
  return absl::InvalidArgumentError(
      absl::StrCat("line ", element.line(), ": expected ", name, " of namespace ", ns, ", found ",
                   Quote(element.name()), " of namespace ", Quote(element.ns())));
}

}  // namespace docshare
