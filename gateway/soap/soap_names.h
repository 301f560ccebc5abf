#pragma once

#include <string>

#include "absl/strings/string_view.h"

namespace docshare::gateway {

// Namespaces. Source: ITI TF-2: Appendix V.
inline constexpr absl::string_view kSoapNamespace = "http://www.w3.org/2003/05/soap-envelope";
inline constexpr absl::string_view kSoap11Namespace = "http://schemas.xmlsoap.org/soap/envelope/";
inline constexpr absl::string_view kAddressingNamespace = "http://www.w3.org/2005/08/addressing";
inline constexpr absl::string_view kXopNamespace = "http://www.w3.org/2004/08/xop/include";
inline constexpr absl::string_view kSecurityNamespace =
    "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd";
// Of the prefix "xml", which is never declared.
inline constexpr absl::string_view kXmlNamespace = "http://www.w3.org/XML/1998/namespace";
inline constexpr absl::string_view kSamlNamespace = "urn:oasis:names:tc:SAML:2.0:assertion";

// Addresses with a meaning of their own. Source: WS-Addressing 1.0 Core 2.1.
inline constexpr absl::string_view kAnonymousAddress =
    "http://www.w3.org/2005/08/addressing/anonymous";
inline constexpr absl::string_view kNoneAddress = "http://www.w3.org/2005/08/addressing/none";

// Media types.
inline constexpr absl::string_view kSoapMediaType = "application/soap+xml";
inline constexpr absl::string_view kXopMediaType = "application/xop+xml";

// The name of an element, or of a fault's subcode.
struct QualifiedName {
  std::string ns;
  std::string name;

  friend bool operator==(const QualifiedName&, const QualifiedName&) = default;
};

}  // namespace docshare::gateway
