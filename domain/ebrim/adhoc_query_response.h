#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "domain/ebrim/ebrim_message.h"
#include "domain/ebrim/registry_objects.h"
#include "domain/ebrim/registry_response.h"
#include "domain/errors/xds_error.h"
#include "domain/xml/xml_document.h"
#include "domain/xml/xml_writer.h"

namespace docshare {

// A query:AdhocQueryResponse, the answer to ITI-18, 38 and 51: objects of a LeafClass answer or
// ObjectRefs, and errors beside them in a partial success.
struct AdhocQueryResponse {
  RegistryResponse head;
  RegistryObjects objects;
  // What of the objects could not be read. Never written.
  RegistryErrors faults;
};

// Returns kInvalidArgument as ReadRegistryResponse(), and for a response without a
// RegistryObjectList that is no failure; see AdhocQueryResponse::faults for the rest.
absl::StatusOr<AdhocQueryResponse> ReadAdhocQueryResponse(absl::string_view xml,
                                                          const EbrimReadOptions& options = {});
absl::StatusOr<AdhocQueryResponse> ReadAdhocQueryResponse(const XmlNode& element,
                                                          const EbrimReadOptions& options = {});

// The whole response. The RegistryObjectList is there even when it is empty: the schema wants it.
std::string WriteAdhocQueryResponse(const AdhocQueryResponse& response);

// The same object by object, for answers that are read page by page: nothing but one object is
// held.
//
//   AdhocQueryResponseWriter answer(head, &xml);
//   for (const auto& entry : page.document_entries()) WriteDocumentEntry(entry, answer.objects());
//   answer.Finish();
class AdhocQueryResponseWriter {
 public:
  // Appends to `xml`, which must outlive the writer.
  AdhocQueryResponseWriter(const RegistryResponse& head, std::string* xml);

  // For the functions of object_writers.h, and WriteObjectRef().
  XmlWriter& objects() { return writer_; }
  void WriteObjectRef(const EbrimObjectRef& reference);
  // Ends the message. Call once, last.
  void Finish();

 private:
  XmlWriter writer_;
};

}  // namespace docshare
