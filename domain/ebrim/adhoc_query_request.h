#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "domain/ebrim/ebrim_message.h"
#include "domain/xml/xml_document.h"

namespace docshare {

// A query:AdhocQueryRequest as it stands in the XML: the request of ITI-18, 38 and 51. Its values
// are texts with quotes and parentheses; ParseStoredQueryRequest() reads them.
//
// Source: ITI TF-2:3.18.4.1.2.
struct AdhocQueryRequest {
  struct Slot {
    std::string name;
    std::vector<std::string> values;

    friend bool operator==(const Slot&, const Slot&) = default;
  };

  // The message's own id; used by asynchronous cross-community queries only.
  std::string request_id;
  // ResponseOption/@returnType, "" when absent.
  std::string return_type;
  // AdhocQuery/@id, which says what query it is.
  std::string query_id;
  // AdhocQuery/@home, the community that is asked.
  std::string home_community_id;
  // In the order sent; the same name may come again.
  std::vector<Slot> slots;

  friend bool operator==(const AdhocQueryRequest&, const AdhocQueryRequest&) = default;
};

// Returns kInvalidArgument, naming the line, for bytes that are not XML, for another message and
// for one without an AdhocQuery.
absl::StatusOr<AdhocQueryRequest> ReadAdhocQueryRequest(absl::string_view xml,
                                                        const EbrimReadOptions& options = {});
absl::StatusOr<AdhocQueryRequest> ReadAdhocQueryRequest(const XmlNode& element);

// What ReadAdhocQueryRequest() reads the same again. returnComposedObjects is "true", as the
// standard has clients send it.
std::string WriteAdhocQueryRequest(const AdhocQueryRequest& request);

}  // namespace docshare
