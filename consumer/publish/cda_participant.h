#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/optional.h"
#include "consumer/publish/cda_header.h"
#include "docshare/metadata/v1/identifier.pb.h"

namespace docshare::consumer {

// The people and organisations of a CDA header in the HL7 v2 forms of XDS metadata.
//
// Identifiers: an OID as root with an extension is a number and who gave it; an OID or a UUID alone
// is globally unique by itself. What is neither cannot be written and is left out.
// Every value that comes back can be written in its HL7 form. What was left out is added to
// `notes`, a sentence each that starts with `attribute` and does not quote the document.

// The uniqueId of a document: "root^extension" or "root" for an OID, "urn:uuid:..." for a UUID.
// nullopt for any other root, and for a UUID with an extension.
// Source: ITI TF-3:4.2.3.2 (uniqueId).
absl::optional<std::string> DocumentUniqueId(const CdaId& id);

// The first identifier that can be written, and the name; `device` stands for the family name when
// there is no name. nullopt when there is neither an identifier nor a family name.
// Source: ITI TF-3:4.2.3.1.7 (XCN).
absl::optional<metadata::v1::Person> PersonFromCda(absl::string_view attribute,
                                                   const std::vector<CdaId>& ids,
                                                   const CdaName& name, absl::string_view device,
                                                   std::vector<std::string>* notes);

// The name of `organization`, and the first identifier that can be written. A name that is missing
// is taken from `custodian` when both have an identifier in common. nullopt without a name.
// Source: ITI TF-3:4.2.3.1.7 (XON).
absl::optional<metadata::v1::Organization> OrganizationFromCda(absl::string_view attribute,
                                                               const CdaOrganization& organization,
                                                               const CdaOrganization& custodian,
                                                               std::vector<std::string>* notes);

// The name as PID-5, "Family^Given^Further^Suffix^Prefix"; empty when there is none.
// Source: HL7 v2.5 chapter 2A (XPN).
std::string NameField(const CdaName& name);

}  // namespace docshare::consumer
