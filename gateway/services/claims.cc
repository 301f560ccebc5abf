#include "gateway/services/claims.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "gateway/soap/saml_claims.h"
#include "gateway/soap/soap_fault.h"

namespace docshare::gateway {
namespace {

absl::Status Refused(absl::string_view reason) {
  return ToStatus(SecurityFault("InvalidSecurityToken", reason));
}

void SetTime(absl::Time time, google::protobuf::Timestamp* out) {
  out->set_seconds(absl::ToUnixSeconds(time));
}

rpc::v1::Claims ToProto(const SamlClaims& saml) {
  rpc::v1::Claims claims;
  claims.set_issuer(saml.issuer);
  claims.set_id(saml.id);
  claims.set_subject(saml.name_id);
  claims.set_subject_format(saml.name_id_format);
  if (saml.not_before) SetTime(*saml.not_before, claims.mutable_not_before());
  if (saml.not_on_or_after) SetTime(*saml.not_on_or_after, claims.mutable_not_on_or_after());
  for (const std::vector<std::string>& audience : saml.audiences) {
    claims.add_audiences()->mutable_any_of()->Assign(audience.begin(), audience.end());
  }
  for (const SamlAuthnStatement& authentication : saml.authentications) {
    claims.add_authentication_contexts(authentication.context);
  }
  for (const SamlAttribute& attribute : saml.attributes) {
    rpc::v1::ClaimAttribute& added = *claims.add_attributes();
    added.set_name(attribute.name);
    for (const SamlValue& value : attribute.values) {
      rpc::v1::ClaimValue& added_value = *added.add_values();
      if (value.is_nil) continue;
      added_value.set_text(value.text);
      added_value.set_xml(value.xml);
    }
  }
  claims.set_is_signed(saml.is_signed);
  return claims;
}

}  // namespace

absl::StatusOr<rpc::v1::Claims> ClaimsOf(const std::vector<XmlNode>& assertions) {
  if (assertions.empty()) return rpc::v1::Claims();
  if (assertions.size() > 1) {
    return Refused(absl::StrCat("a request has one SAML assertion, not ", assertions.size()));
  }
  const absl::StatusOr<SamlClaims> saml = ReadSamlClaims(assertions.front());
  if (!saml.ok()) return Refused(saml.status().message());
  rpc::v1::Claims claims = ToProto(*saml);
  if (const size_t bytes = claims.ByteSizeLong(); bytes > kMaxClaimsBytes) {
    return Refused(absl::StrCat("what the SAML assertion says takes ", bytes, " bytes, at most ",
                                kMaxClaimsBytes));
  }
  return claims;
}

}  // namespace docshare::gateway
