#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "domain/codes/coded_attribute.h"

namespace docshare {

// A code as a file of codes has it. Its identity is (code_system, code).
struct Code {
  std::string code;
  // Empty for an attribute without code systems.
  std::string code_system;
  // Empty when the file has none. Never compared with a submission.
  std::string display_name;
};

// Which codes an affinity domain allows, by attribute and (code system, code). Once built it does
// not change, so any thread may read it.
//
// Source: ITI TF-3:4.2.3.1.2 (identity of a code); check 35.
class ValueSets {
 public:
  // By code system and code; the value is the display name.
  using Codes = std::map<std::pair<std::string, std::string>, std::string>;

  ValueSets() : codes_(AllCodedAttributes().size()) {}

  // Of a code that is there already the first display name stays: value sets in use have synonyms.
  // Media types are kept in lower case.
  void Add(CodedAttribute attribute, const Code& code);

  // Whether the attribute is restricted: some code of it was added. One that is not may have any
  // value.
  bool Restricts(CodedAttribute attribute) const { return !Of(attribute).empty(); }

  // Whether the attribute may have this code. Only right when it is restricted.
  bool Contains(CodedAttribute attribute, const std::string& code_system,
                const std::string& code) const;

  // The codes of one attribute, sorted.
  const Codes& Of(CodedAttribute attribute) const { return codes_[static_cast<size_t>(attribute)]; }

  // Of all attributes together.
  size_t size() const;

  // 64 hexadecimal digits, SHA-256 of the content: equal on every server with the same codes.
  std::string Fingerprint() const;

 private:
  std::vector<Codes> codes_;
};

// A difference between two value sets.
struct CodeChange {
  CodedAttribute attribute;
  Code code;
  // For a renamed code.
  std::string previous_display_name;
};

// Sorted by attribute, code system and code.
struct ValueSetsDiff {
  std::vector<CodeChange> added;
  std::vector<CodeChange> removed;
  std::vector<CodeChange> renamed;

  bool empty() const { return added.empty() && removed.empty() && renamed.empty(); }
};

// What becomes different when `after` takes the place of `before`.
ValueSetsDiff Compare(const ValueSets& before, const ValueSets& after);

}  // namespace docshare
