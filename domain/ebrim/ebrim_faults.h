#pragma once

#include <utility>

#include "absl/strings/string_view.h"
#include "domain/errors/xds_error.h"
#include "domain/metadata/rules/location.h"
#include "domain/xml/xml_document.h"

namespace docshare {

// Collects what is wrong with the form of an ebRIM message, or lost by reading it. Everything a
// reader takes in either comes out of the writer again, or is named here, or is one of the things
// that say nothing (registry_objects.h lists them).
class EbrimFaults {
 public:
  // `code` is what a fault of the metadata is called where the message arrived:
  // XDSRegistryMetadataError or XDSRepositoryMetadataError.
  explicit EbrimFaults(XdsErrorCode code) : code_(code) {}

  // Refuses. `location` is a field of our messages, `node` where the fault stands in the XML.
  void Add(const Location& location, const XmlNode& node, absl::string_view context);
  // Warns that something which is not of the standard is not kept: XDSExtraMetadataNotSaved.
  void AddNotKept(const Location& location, const XmlNode& node, absl::string_view context);

  const RegistryErrors& errors() const { return errors_; }
  RegistryErrors Take() { return std::move(errors_); }

 private:
  XdsErrorCode code_;
  RegistryErrors errors_;
};

}  // namespace docshare
