#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "docshare/metadata/v1/registry_error.pb.h"
#include "docshare/metadata/v1/text.pb.h"
#include "domain/ebrim/ebrim_message.h"
#include "domain/xml/xml_document.h"
#include "domain/xml/xml_writer.h"

namespace docshare {

enum class ResponseStatus {
  kSuccess,
  // Never in an answer to a submission, an update or a removal.
  kPartialSuccess,
  kFailure
};

// What every answer has: an rs:RegistryResponse, and the head of a query:AdhocQueryResponse.
//
// Source: ITI TF-3:4.2.4.
struct RegistryResponse {
  ResponseStatus status = ResponseStatus::kSuccess;
  metadata::v1::RegistryErrorList errors;
  // Used by asynchronous cross-community queries only.
  std::string request_id;
  google::protobuf::RepeatedPtrField<metadata::v1::Slot> response_slots;
};

// The answer to a submission, an update or a removal: kFailure with the errors that `outcome`
// carries, or else with XDSRegistryError and its message. `warnings` go beside a success.
RegistryResponse ResponseTo(const absl::Status& outcome,
                            const metadata::v1::RegistryErrorList& warnings = {});

// Returns kInvalidArgument, naming the line, for bytes that are not XML, for another message, for a
// status the standard does not have, and for a success with an error of severity Error.
absl::StatusOr<RegistryResponse> ReadRegistryResponse(absl::string_view xml,
                                                      const EbrimReadOptions& options = {});
absl::StatusOr<RegistryResponse> ReadRegistryResponse(const XmlNode& element);

std::string WriteRegistryResponse(const RegistryResponse& response);

// The same for the head of an AdhocQueryResponse: its attributes, slots and errors.
absl::StatusOr<RegistryResponse> ReadResponseHead(const XmlNode& element);
// Requires that the response element was just started, with "rs" and "rim" bound.
void WriteResponseHead(const RegistryResponse& response, XmlWriter& writer);

}  // namespace docshare
