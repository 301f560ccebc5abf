#include "domain/ebrim/registry_response.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/types/optional.h"
#include "domain/ebrim/ebrim_names.h"
#include "domain/ebrim/object_writer.h"
#include "domain/ebrim/slot_list.h"
#include "domain/errors/xds_error.h"
#include "domain/text/quoted_value.h"

namespace docshare {
namespace {

using metadata::v1::RegistryError;
using metadata::v1::RegistryErrorList;

constexpr absl::string_view kSuccess = "urn:oasis:names:tc:ebxml-regrep:ResponseStatusType:Success";
constexpr absl::string_view kFailure = "urn:oasis:names:tc:ebxml-regrep:ResponseStatusType:Failure";
// Of another family than its siblings.
constexpr absl::string_view kPartialSuccess = "urn:ihe:iti:2007:ResponseStatusType:PartialSuccess";

constexpr absl::string_view kErrorSeverity =
    "urn:oasis:names:tc:ebxml-regrep:ErrorSeverityType:Error";
constexpr absl::string_view kWarningSeverity =
    "urn:oasis:names:tc:ebxml-regrep:ErrorSeverityType:Warning";

absl::string_view ToUrn(ResponseStatus status) {
  switch (status) {
    case ResponseStatus::kSuccess:
      return kSuccess;
    case ResponseStatus::kPartialSuccess:
      return kPartialSuccess;
    case ResponseStatus::kFailure:
      break;
  }
  return kFailure;
}

absl::optional<ResponseStatus> ParseResponseStatus(absl::string_view urn) {
  if (urn == kSuccess) return ResponseStatus::kSuccess;
  if (urn == kPartialSuccess) return ResponseStatus::kPartialSuccess;
  if (urn == kFailure) return ResponseStatus::kFailure;
  return absl::nullopt;
}

bool IsWarning(const RegistryError& error) {
  return error.severity() == metadata::v1::SEVERITY_WARNING;
}

bool HasError(const RegistryErrorList& list) {
  return !std::all_of(list.errors().begin(), list.errors().end(), IsWarning);
}

// Some senders bind these lists to the wrong one of the two namespaces.
bool IsList(const XmlNode& element, absl::string_view name) {
  return element.Is(kRsNamespace, name) || element.Is(kRimNamespace, name);
}

void ReadErrors(const XmlNode& list, RegistryErrorList& errors) {
  for (const XmlNode element : list.children()) {
    if (!IsList(element, "RegistryError")) continue;
    RegistryError& error = *errors.add_errors();
    error.set_error_code(std::string(element.Attribute("errorCode")));
    error.set_code_context(std::string(element.Attribute("codeContext")));
    error.set_location(std::string(element.Attribute("location")));
    error.set_severity(element.Attribute("severity") == kWarningSeverity
                           ? metadata::v1::SEVERITY_WARNING
                           : metadata::v1::SEVERITY_ERROR);
  }
}

void WriteErrors(const RegistryErrorList& list, XmlWriter& writer) {
  if (list.errors().empty()) return;
  writer.Start("rs:RegistryErrorList")
      .Attribute("highestSeverity", HasError(list) ? kErrorSeverity : kWarningSeverity);
  for (const RegistryError& error : list.errors()) {
    writer.Start("rs:RegistryError")
        .Attribute("errorCode", error.error_code())
        .Attribute("codeContext", error.code_context())
        .AttributeIfAny("location", error.location())
        .Attribute("severity", IsWarning(error) ? kWarningSeverity : kErrorSeverity)
        .End();
  }
  writer.End();
}

}  // namespace

RegistryResponse ResponseTo(const absl::Status& outcome, const RegistryErrorList& warnings) {
  RegistryResponse response;
  if (outcome.ok()) {
    response.errors = warnings;
    return response;
  }
  response.status = ResponseStatus::kFailure;
  const absl::Status refusal = WithXdsErrorIfMissing(outcome, XdsErrorCode::kRegistryError);
  response.errors = RegistryErrorsOf(refusal).value_or(RegistryErrorList());
  return response;
}

absl::StatusOr<RegistryResponse> ReadResponseHead(const XmlNode& element) {
  RegistryResponse response;
  const absl::string_view urn = element.Attribute("status");
  const absl::optional<ResponseStatus> status = ParseResponseStatus(urn);
  if (!status) {
    return absl::InvalidArgumentError(
        absl::StrCat("line ", element.line(), ": there is no response status ", Quote(urn)));
  }
  response.status = *status;
  response.request_id = std::string(element.Attribute("requestId"));
  for (const XmlNode child : element.children()) {
    if (IsList(child, "RegistryErrorList")) ReadErrors(child, response.errors);
    if (!IsList(child, "ResponseSlotList")) continue;
    for (const XmlNode slot : child.children()) {
      if (!slot.Is(kRimNamespace, "Slot")) continue;
      metadata::v1::Slot& added = *response.response_slots.Add();
      added.set_name(std::string(slot.Attribute("name")));
      for (const absl::string_view value : ValuesOf(slot)) added.add_values(std::string(value));
    }
  }
  if (response.status == ResponseStatus::kSuccess && HasError(response.errors)) {
    return absl::InvalidArgumentError(absl::StrCat(
        "line ", element.line(), ": the response says Success and has a RegistryError"));
  }
  return response;
}

absl::StatusOr<RegistryResponse> ReadRegistryResponse(absl::string_view xml,
                                                      const EbrimReadOptions& options) {
  const absl::StatusOr<XmlDocument> document = XmlDocument::Parse(xml, options.limits);
  if (!document.ok()) return document.status();
  return ReadRegistryResponse(document->root());
}

absl::StatusOr<RegistryResponse> ReadRegistryResponse(const XmlNode& element) {
  absl::Status status = ExpectMessage(element, kRsNamespace, "RegistryResponse");
  if (!status.ok()) return status;
  return ReadResponseHead(element);
}

void WriteResponseHead(const RegistryResponse& response, XmlWriter& writer) {
  writer.Attribute("status", ToUrn(response.status));
  writer.AttributeIfAny("requestId", response.request_id);
  if (!response.response_slots.empty()) {
    writer.Start("rs:ResponseSlotList");
    ObjectWriter("", writer).Slots(response.response_slots);
    writer.End();
  }
  WriteErrors(response.errors, writer);
}

std::string WriteRegistryResponse(const RegistryResponse& response) {
  std::string xml;
  XmlWriter writer(&xml);
  writer.Declaration().Start("rs:RegistryResponse").Attribute("xmlns:rs", kRsNamespace);
  writer.Attribute("xmlns:rim", kRimNamespace);
  WriteResponseHead(response, writer);
  writer.End();
  return xml;
}

}  // namespace docshare
