#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/optional.h"
#include "domain/xml/xml_document.h"

namespace docshare::gateway {

// One AttributeValue.
struct SamlValue {
  // Its characters, white space around them taken off, unescaped once, as XML has it. National
  // tokens put XML in here as text, with prefixes that nobody declares: it is kept as it stands.
  std::string text;
  // Its first child element written as XML, such as hl7:Role; empty when it has none. Prefixes are
  // our own; text between the children of an element comes before them.
  std::string xml;
  // xsi:nil: no value at all.
  bool is_nil = false;
};

// An Attribute; those of the same name are one, whichever AttributeStatement they stand in.
struct SamlAttribute {
  std::string name;
  std::vector<SamlValue> values;
};

// How the subject proved who it is.
struct SamlAuthnStatement {
  absl::optional<absl::Time> authenticated;
  absl::optional<absl::Time> session_ends;
  // AuthnContextClassRef, or AuthnContextDeclRef without one.
  std::string context;
};

// What a SAML 2.0 assertion says. Nothing of it has been verified: neither the signature nor the
// times nor the audience. Texts are empty where the assertion says nothing.
//
// Source: SAML 2.0 Core 2; ITI TF-2: 3.40.4.1.2.
struct SamlClaims {
  std::string id;
  std::string issuer;
  absl::optional<absl::Time> issued;
  // The subject's NameID and its Format. Names a person: keep it out of logs.
  std::string name_id;
  std::string name_id_format;
  // Method of each SubjectConfirmation.
  std::vector<std::string> confirmation_methods;
  absl::optional<absl::Time> not_before;
  absl::optional<absl::Time> not_on_or_after;
  // For each AudienceRestriction its audiences: one of each restriction has to be the receiver.
  std::vector<std::vector<std::string>> audiences;
  std::vector<SamlAuthnStatement> authentications;
  // In the order of their first occurrence.
  std::vector<SamlAttribute> attributes;
  // Whether there is a Signature over the assertion.
  bool is_signed = false;

  // Null when there is none of that name.
  const SamlAttribute* Find(absl::string_view name) const;
};

struct SamlLimits {
  size_t max_attributes = 256;
  // Of all attributes together.
  size_t max_values = 1024;
  // Of all texts together, those of elements inside values among them.
  size_t max_bytes = size_t{1} << 20;
};

// Reads an Assertion element. Returns kInvalidArgument, naming the element and the rule, never a
// value: for another element or version than 2.0, a missing Issuer, two Subjects or Conditions, a
// time that is none, encrypted parts, and beyond the limits.
absl::StatusOr<SamlClaims> ReadSamlClaims(const XmlNode& assertion, const SamlLimits& limits = {});

}  // namespace docshare::gateway
