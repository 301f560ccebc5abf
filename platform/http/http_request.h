#pragma once

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"

namespace docshare::platform {

// The head of one HTTP/1.1 request.
struct HttpRequest {
  std::string method;
  // As sent, with its percent escapes, without the query; "*" for OPTIONS of the whole server.
  std::string path;
  // What follows the first '?', which is left out.
  std::string query;
  // Names as sent and values without the space around them, in the order of the request.
  std::vector<std::pair<std::string, std::string>> headers;
  // The system at the other end: SystemNameOf its certificate, or kPlaintextPeerName.
  std::string peer;

  // Value of the first header of that name, in letters of any case; "" when there is none.
  absl::string_view Header(absl::string_view name) const;
};

}  // namespace docshare::platform
