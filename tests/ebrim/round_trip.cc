#include "tests/ebrim/round_trip.h"

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "domain/ebrim/adhoc_query_request.h"
#include "domain/ebrim/adhoc_query_response.h"
#include "domain/ebrim/registry_response.h"
#include "domain/ebrim/remove_objects.h"
#include "domain/ebrim/submit_objects.h"

namespace docshare::tests {
namespace {

absl::Status FaultsAsStatus(const RegistryErrors& faults) {
  std::string text;
  for (const auto& error : faults.list().errors()) {
    absl::StrAppend(&text, error.error_code(), " at ", error.location(), ": ", error.code_context(),
                    "; ");
  }
  return text.empty() ? absl::OkStatus() : absl::InvalidArgumentError(text);
}

}  // namespace

absl::StatusOr<std::string> Rewritten(absl::string_view xml) {
  const auto document = XmlDocument::Parse(xml, {.max_bytes = size_t{64} << 20});
  if (!document.ok()) return document.status();
  const XmlNode root = document->root();
  if (root.name() == "SubmitObjectsRequest") {
    const auto submit = ReadSubmitObjectsRequest(root);
    if (!submit.ok()) return submit.status();
    if (absl::Status status = FaultsAsStatus(submit->faults); !status.ok()) return status;
    return WriteSubmitObjectsRequest(submit->request);
  }
  if (root.name() == "AdhocQueryRequest") {
    const auto query = ReadAdhocQueryRequest(root);
    if (!query.ok()) return query.status();
    return WriteAdhocQueryRequest(*query);
  }
  if (root.name() == "AdhocQueryResponse") {
    const auto answer = ReadAdhocQueryResponse(root);
    if (!answer.ok()) return answer.status();
    if (absl::Status status = FaultsAsStatus(answer->faults); !status.ok()) return status;
    return WriteAdhocQueryResponse(*answer);
  }
  if (root.name() == "RegistryResponse") {
    const auto response = ReadRegistryResponse(root);
    if (!response.ok()) return response.status();
    return WriteRegistryResponse(*response);
  }
  const auto ids = ReadRemoveObjectsRequest(root);
  if (!ids.ok()) return ids.status();
  return WriteRemoveObjectsRequest(*ids);
}

}  // namespace docshare::tests
