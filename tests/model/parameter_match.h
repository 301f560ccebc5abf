#pragma once

#include <string>
#include <vector>

#include "docshare/metadata/v1/author.pb.h"
#include "docshare/metadata/v1/document_entry.pb.h"
#include "docshare/metadata/v1/folder.pb.h"
#include "docshare/metadata/v1/submission_set.pb.h"
#include "tests/model/stored_query.h"

namespace docshare::tests {

// Whether an object has what the parameters of a query ask for, one parameter after the other.
// Source: ITI TF-2:3.18.4.1.2.3.

// Every parameter given holds.
bool Matches(const metadata::v1::DocumentEntry& entry, const DocumentParameters& parameters);

// At least one parameter is given and holds.
bool MatchesAny(const metadata::v1::DocumentEntry& entry, const DocumentParameters& parameters);

bool MatchesReferenceIds(const metadata::v1::DocumentEntry& entry,
                         const std::vector<std::vector<std::string>>& groups);

bool MatchesCodeGroups(const google::protobuf::RepeatedPtrField<metadata::v1::CodedValue>& codes,
                       const std::vector<CodeList>& groups);

bool MatchesCode(const metadata::v1::CodedValue& code, const CodeList& any_of);

bool MatchesAuthor(const google::protobuf::RepeatedPtrField<metadata::v1::Author>& authors,
                   const std::vector<std::string>& patterns);

bool MatchesTimes(const std::string& dtm, const Times& times);

// SQL LIKE over Unicode characters.
bool IsLike(const std::string& text, const std::string& pattern);

// HL7 texts.
std::string XcnOf(const metadata::v1::Person& person);
std::string CxiOf(const metadata::v1::ReferenceId& reference);

}  // namespace docshare::tests
