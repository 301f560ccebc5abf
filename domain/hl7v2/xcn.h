#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "docshare/metadata/v1/identifier.pb.h"

namespace docshare {

// HL7 type XCN, a person: id^family^given^further^suffix^prefix^degree^^authority.
//
// Source: ITI TF-3:4.2.3.1.7 (XCN).

// The XCN text; `verbatim` when it is set.
std::string RenderXcn(const metadata::v1::Person& person);

// Fills `verbatim` when RenderXcn() of the other fields would not give back `text`.
//
// Returns kInvalidArgument unless there is an id or a family name, XCN.9 is absent or holds an OID
// of type ISO, there are at most 23 components with right escapes, and the text fits in a slot
// (CheckSlotValue()). Two things the standard does not ask for are let through, because real
// sources send them: an id without authority (whether an id is globally unique by itself cannot be
// told from its text), and a namespace in the authority.
absl::StatusOr<metadata::v1::Person> ParseXcn(absl::string_view text);

// The status of ParseXcn() of the person's XCN text, told from the fields where they suffice.
absl::Status CheckXcn(const metadata::v1::Person& person);

}  // namespace docshare
