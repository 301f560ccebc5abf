#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/optional.h"

namespace docshare::gateway {

// The value of a Content-Type header: "application/soap+xml; charset=UTF-8; action=\"urn:a\"".
//
// Read as SOAP stacks write it: values that should be quoted may come bare ("start=<a@b>"), empty
// parameters and a semicolon at the end are passed over, long values may be folded over lines. What
// could be read in two ways is refused: a parameter given twice with different values, a quote or a
// comma inside a bare value, text after a closing quote.
//
// Source: RFC 2045 5.1, RFC 9110 8.3.1.
class MediaType {
 public:
  // At most 8 KiB and 32 parameters. Returns kInvalidArgument, naming the rule and the parameter.
  static absl::StatusOr<MediaType> Parse(absl::string_view header_value);

  // "application/soap+xml": lower case, without parameters.
  const std::string& name() const { return name_; }

  // The value without its quotes; nullopt when it is missing. `name` in lower case.
  absl::optional<absl::string_view> Find(absl::string_view name) const;

  // As Find(), for values that are media types themselves (type=, start-info=): the name in lower
  // case, without parameters; empty when it is missing.
  std::string FindName(absl::string_view name) const;

 private:
  struct Parameter {
    // Lower case.
    std::string name;
    std::string value;
  };

  absl::Status Add(Parameter parameter);

  std::string name_;
  std::vector<Parameter> parameters_;
};

// `value` as a parameter value in quotes. Requires a value without control characters.
std::string QuotedParameter(absl::string_view value);

}  // namespace docshare::gateway
