#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/optional.h"

namespace docshare::gateway {

// The headers of one part of a multipart message.
class PartHeaders {
 public:
  // Reads whole lines, which end in CRLF or LF; a line that begins with a blank continues the one
  // before. Returns kInvalidArgument for more than `max_headers`, a line that is no header, a
  // control character, and for a Content-Type, Content-ID or Content-Transfer-Encoding given twice.
  //
  // Source: RFC 2046 5.1, RFC 5322 2.2.
  static absl::StatusOr<PartHeaders> Parse(absl::string_view lines, size_t max_headers);

  // The first value of that name, without white space around it; nullopt when it is missing.
  // Upper and lower case are the same.
  absl::optional<absl::string_view> Find(absl::string_view name) const;

 private:
  struct Header {
    std::string name;
    std::string value;
  };

  absl::Status Check() const;

  std::vector<Header> headers_;
};

}  // namespace docshare::gateway
