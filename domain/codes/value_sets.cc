#include "domain/codes/value_sets.h"

#include <openssl/sha.h>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "domain/text/normal_form.h"

namespace docshare {
namespace {

CodeChange ChangeOf(CodedAttribute attribute, const ValueSets::Codes::value_type& entry) {
  return {attribute, {entry.first.second, entry.first.first, entry.second}, ""};
}

// A text with its length, so that neighbours cannot be mistaken for each other.
void AppendTo(std::string& bytes, const std::string& text) {
  absl::StrAppend(&bytes, text.size(), ":", text);
}

}  // namespace

void ValueSets::Add(CodedAttribute attribute, const Code& code) {
  codes_[static_cast<size_t>(attribute)].try_emplace(
      {ToNfc(code.code_system), attribute == CodedAttribute::kMimeType
                                    ? absl::AsciiStrToLower(code.code)
                                    : ToNfc(code.code)},
      code.display_name);
}

bool ValueSets::Contains(CodedAttribute attribute, const std::string& code_system,
                         const std::string& code) const {
  return Of(attribute).count({ToNfc(code_system), ToNfc(code)}) > 0;
}

size_t ValueSets::size() const {
  size_t count = 0;
  for (const Codes& codes : codes_) count += codes.size();
  return count;
}

std::string ValueSets::Fingerprint() const {
  std::string bytes;
  for (const CodedAttribute attribute : AllCodedAttributes()) {
    const Codes& codes = Of(attribute);
    absl::StrAppend(&bytes, ToString(attribute), " ", codes.size(), "\n");
    for (const auto& [key, display_name] : codes) {
      AppendTo(bytes, key.first);
      AppendTo(bytes, key.second);
      AppendTo(bytes, display_name);
    }
  }
  unsigned char digest[SHA256_DIGEST_LENGTH];
  SHA256(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), digest);
  return absl::BytesToHexString(
      absl::string_view(reinterpret_cast<const char*>(digest), sizeof(digest)));
}

ValueSetsDiff Compare(const ValueSets& before, const ValueSets& after) {
  ValueSetsDiff diff;
  for (const CodedAttribute attribute : AllCodedAttributes()) {
    const ValueSets::Codes& old_codes = before.Of(attribute);
    const ValueSets::Codes& new_codes = after.Of(attribute);
    for (const auto& entry : new_codes) {
      const auto old = old_codes.find(entry.first);
      if (old == old_codes.end()) {
        diff.added.push_back(ChangeOf(attribute, entry));
      } else if (old->second != entry.second) {
        diff.renamed.push_back(ChangeOf(attribute, entry));
        diff.renamed.back().previous_display_name = old->second;
      }
    }
    for (const auto& entry : old_codes) {
      if (new_codes.count(entry.first) == 0) diff.removed.push_back(ChangeOf(attribute, entry));
    }
  }
  return diff;
}

}  // namespace docshare
