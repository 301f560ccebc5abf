#include "gateway/xds/answer_removal.h"

#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/strip.h"
#include "domain/ebrim/registry_response.h"
#include "domain/ebrim/remove_objects.h"
#include "domain/errors/xds_error.h"
#include "gateway/xds/refusal.h"

namespace docshare::gateway {
namespace {

// An error says which of the ids it is about: "entry_uuids[3]".
void NameObjects(const std::vector<std::string>& ids, metadata::v1::RegistryErrorList* errors) {
  for (metadata::v1::RegistryError& error : *errors->mutable_errors()) {
    absl::string_view index = error.location();
    size_t i = 0;
    if (absl::ConsumePrefix(&index, "entry_uuids[") && absl::ConsumeSuffix(&index, "]") &&
        absl::SimpleAtoi(index, &i) && i < ids.size()) {
      error.set_location(ids[i]);
    }
  }
}

}  // namespace

absl::StatusOr<std::string> AnswerRemoval(const XmlNode& body, const RegistryCalls& registry,
                                          const Caller& caller) {
  const absl::StatusOr<std::vector<std::string>> ids = ReadRemoveObjectsRequest(body);
  absl::Status outcome = ids.status();
  // Without an error of the standard it is no such request at all.
  if (!outcome.ok() && !RegistryErrorsOf(outcome).has_value()) return outcome;
  if (outcome.ok()) {
    registry::v1::RemoveMetadataRequest request;
    request.mutable_entry_uuids()->Assign(ids->begin(), ids->end());
    // A second call would find nothing of what the first one removed.
    outcome = registry.CallOnce(caller, &RegistryCalls::Stub::RemoveMetadata, request).status();
  }
  if (IsFault(outcome)) return outcome;
  RegistryResponse answer;
  if (!outcome.ok()) answer = RefusalBy(Actor::kRegistry, outcome);
  if (ids.ok()) NameObjects(*ids, &answer.errors);
  return WriteRegistryResponse(answer);
}

}  // namespace docshare::gateway
