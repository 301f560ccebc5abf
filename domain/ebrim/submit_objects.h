#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "docshare/registry/v1/registry_service.pb.h"
#include "domain/ebrim/ebrim_message.h"
#include "domain/errors/xds_error.h"
#include "domain/xml/xml_document.h"

namespace docshare {

// A SubmitObjectsRequest as our message: the metadata of ITI-41, 42 and 61, and what ITI-57 and 92
// send. Ids are as sent, symbolic ones too.
struct SubmitObjects {
  registry::v1::RegisterDocumentSetRequest request;
  // What is wrong with the ebRIM form, and warnings of what is not kept. Without an error here,
  // WriteSubmitObjectsRequest() gives back everything that was sent. What `request` can say, right
  // or wrong, is for the rules to judge (RunStatelessRules()).
  RegistryErrors faults;
  // The id of every element of the RegistryObjectList, "" for one without.
  std::vector<std::string> listed_ids;

  // The ebRIM id of the object that a RegistryError names by its location: of
  // "document_entries[0].hash" that of the first ExtrinsicObject. Works for faults of the reader
  // and of the rules alike. "" for the whole request, for an object that was sent without id, and
  // for a location that names no object of this request.
  std::string ObjectIdAt(absl::string_view location) const;
};

// Reads an lcm:SubmitObjectsRequest. A RequestSlotList is not looked at.
//
// Returns kInvalidArgument, naming the line, for bytes that are not XML or break a limit, and for
// another message. Everything else is in SubmitObjects::faults.
//
// Source: ITI TF-2:3.42.4.1.2; ITI XDS Metadata Update supplement 3.57.4.1.2.
absl::StatusOr<SubmitObjects> ReadSubmitObjectsRequest(absl::string_view xml,
                                                       const EbrimReadOptions& options = {});
absl::StatusOr<SubmitObjects> ReadSubmitObjectsRequest(const XmlNode& element,
                                                       const EbrimReadOptions& options = {});

// Writes one, in schema order. What ReadSubmitObjectsRequest() makes of it is `request` again, but
// for values that are not UTF-8 or have control characters, and values without a place in XML: an
// enum that is unknown, an HL7 value with fields beside `verbatim`. An association without an id is
// written without one.
std::string WriteSubmitObjectsRequest(const registry::v1::RegisterDocumentSetRequest& request);

}  // namespace docshare
