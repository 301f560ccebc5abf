// Untrusted SAML assertions: claims within the limits, or kInvalidArgument; and elements inside
// values are still XML after they were written.

#include <cstdint>
#include <cstdlib>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "domain/xml/xml_document.h"
#include "gateway/soap/saml_claims.h"

namespace {

void Check(bool holds) {
  if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using docshare::XmlDocument;
  const absl::string_view bytes(reinterpret_cast<const char*>(data), size);
  const auto document = XmlDocument::Parse(bytes, {.max_depth = 16});
  if (!document.ok()) return 0;
  const docshare::gateway::SamlLimits limits = {.max_attributes = 8, .max_values = 16};
  const auto claims = docshare::gateway::ReadSamlClaims(document->root(), limits);
  if (!claims.ok()) {
    Check(absl::IsInvalidArgument(claims.status()));
    return 0;
  }
  Check(!claims->issuer.empty() && claims->attributes.size() <= limits.max_attributes);
  for (const auto& attribute : claims->attributes) {
    Check(claims->Find(attribute.name) == &attribute);
    for (const auto& value : attribute.values) {
      if (value.xml.empty()) continue;
      Check(XmlDocument::Parse(value.xml, {.max_attributes = 200, .max_bytes = size_t{2} << 20})
                .ok());
    }
  }
  return 0;
}
