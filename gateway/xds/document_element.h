#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "domain/xml/xml_document.h"

namespace docshare::gateway {

// The namespace of documents in messages, and of XOP.
inline constexpr char kXdsNamespace[] = "urn:ihe:iti:xds-b:2007";
inline constexpr char kXopNamespace[] = "http://www.w3.org/2004/08/xop/include";

// An element with the bytes of a document, xsd:base64Binary: in itself, or in an attachment that it
// names.
struct DocumentElement {
  // "" for a document that is in the element.
  std::string content_id;
  // Base64; points into the XML.
  absl::string_view base64;
};

// Reads an element. White space around an xop:Include is let through.
//
// Returns kInvalidArgument, naming the line, for an Include without a "cid:" URL, and for anything
// else inside.
// Source: XML-binary Optimized Packaging 1.0, 2.1.
absl::StatusOr<DocumentElement> ReadDocumentElement(const XmlNode& element);

}  // namespace docshare::gateway
