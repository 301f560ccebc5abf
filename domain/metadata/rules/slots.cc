#include "domain/metadata/rules/slots.h"

#include <algorithm>
#include <string>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "domain/metadata/ihe_names.h"
#include "domain/metadata/rules/location.h"
#include "domain/text/quoted_value.h"
#include "domain/text/unicode_text.h"

namespace docshare {
namespace {

using google::protobuf::RepeatedPtrField;
using metadata::v1::CodedValue;
using metadata::v1::DocumentEntry;
using metadata::v1::Slot;

constexpr size_t kMaxCharacters = 256;

// What the names of an owner's slots may be.
enum class Names {
  kUrns,             // Extra metadata of an object.
  kUrnsOrOfUpdates,  // Of an association: what update_slots.h looks at is let through here.
  kNotIhe,           // Beside the standard's slots of a code or an author.
  kAnything          // Of a classification the standard does not define.
};

// "urn:" and printable ASCII. RFC 8141 wants a registered namespace and a second colon; names in
// use, also in NIST's tests ("urn:att"), do not have them, and nothing here depends on it.
bool IsUrn(absl::string_view name) {
  if (!absl::StartsWithIgnoreCase(name, "urn:")) return false;
  name.remove_prefix(4);
  return !name.empty() && std::all_of(name.begin(), name.end(),
                                      [](unsigned char c) { return absl::ascii_isgraph(c); });
}

bool IsOfUpdates(absl::string_view name, Names names) {
  return names == Names::kUrnsOrOfUpdates && IsUpdateSlotName(name);
}

// Why a name is refused; empty when it is not.
std::string WhyRefused(const std::string& name, Names names) {
  if (name.empty()) return "a slot has a name; it is empty";
  if (CodePointCount(name) > kMaxCharacters) {
    return absl::StrCat("slot name ", Quote(name), " is longer than 256 characters");
  }
  if (IsOfUpdates(name, names)) return "";
  if (names != Names::kAnything && IsIheSlotName(name)) {
    return absl::StrCat("slot name ", Quote(name),
                        " belongs to the standard, which gives it a field of its own");
  }
  if ((names == Names::kUrns || names == Names::kUrnsOrOfUpdates) && !IsUrn(name)) {
    return absl::StrCat("slot name ", Quote(name), " is not a URN");
  }
  return "";
}

class SlotCheck {
 public:
  explicit SlotCheck(RegistryErrors& errors) : errors_(errors) {}

  void Check(const RepeatedPtrField<Slot>& slots, Names names, const Location& owner,
             absl::string_view field = "extra_slots") {
    if (slots.empty()) return;
    absl::flat_hash_set<absl::string_view> seen;
    for (int i = 0; i < slots.size() && !errors_.full(); ++i) {
      const Location location = owner.Element(field, i);
      const std::string& name = slots[i].name();
      if (std::string why = WhyRefused(name, names); !why.empty()) {
        Refuse(location.Field("name"), why);
      } else if (!seen.insert(name).second && !IsOfUpdates(name, names)) {
        Refuse(location.Field("name"),
               absl::StrCat("slot name ", Quote(name), " is there more than once"));
      }
      CheckValues(slots[i], location);
    }
  }

  void CheckCode(const CodedValue& code, const Location& owner, absl::string_view field) {
    if (code.extra_slots().empty()) return;
    Check(code.extra_slots(), Names::kNotIhe, owner.Field(field));
  }

  template <typename Codes>
  void CheckCodes(const Codes& codes, absl::string_view field, const Location& owner) {
    for (int i = 0; i < codes.size() && !errors_.full(); ++i) {
      if (codes[i].extra_slots().empty()) continue;
      Check(codes[i].extra_slots(), Names::kNotIhe, owner.Element(field, i));
    }
  }

  template <typename Authors>
  void CheckAuthors(const Authors& authors, const Location& owner) {
    for (int i = 0; i < authors.size() && !errors_.full(); ++i) {
      if (authors[i].extra_slots().empty()) continue;
      Check(authors[i].extra_slots(), Names::kNotIhe, owner.Element("authors", i));
    }
  }

  // What submission sets, entries and folders have in common.
  template <typename Object>
  void CheckObject(const Object& object, const Location& location) {
    Check(object.extra_slots(), Names::kUrns, location);
    for (int i = 0; i < object.extra_classifications_size() && !errors_.full(); ++i) {
      Check(object.extra_classifications(i).slots(), Names::kAnything,
            location.Element("extra_classifications", i), "slots");
    }
  }

  void CheckEntry(const DocumentEntry& entry, const Location& location) {
    CheckObject(entry, location);
    CheckAuthors(entry.authors(), location);
    CheckCode(entry.class_code(), location, "class_code");
    CheckCode(entry.type_code(), location, "type_code");
    CheckCode(entry.format_code(), location, "format_code");
    CheckCodes(entry.confidentiality_codes(), "confidentiality_codes", location);
    CheckCodes(entry.event_codes(), "event_codes", location);
    CheckCode(entry.healthcare_facility_type_code(), location, "healthcare_facility_type_code");
    CheckCode(entry.practice_setting_code(), location, "practice_setting_code");
    // Values of slots of the standard, which text_form.h would let be longer.
    CheckValue(entry.uri(), location.Field("uri"));
    CheckValue(entry.language_code(), location.Field("language_code"));
  }

 private:
  void CheckValues(const Slot& slot, const Location& location) {
    for (int i = 0; i < slot.values_size() && !errors_.full(); ++i) {
      CheckValue(slot.values(i), location.Element("values", i));
    }
  }

  void CheckValue(const std::string& value, const Location& location) {
    if (CodePointCount(value) <= kMaxCharacters) return;
    Refuse(location, absl::StrCat("slot value ", Quote(value), " is longer than 256 characters"));
  }

  void Refuse(const Location& location, absl::string_view context) {
    errors_.Add(XdsErrorCode::kRegistryMetadataError, location.ToString(), context);
  }

  RegistryErrors& errors_;
};

}  // namespace

void CheckSlots(const registry::v1::RegisterDocumentSetRequest& request, RegistryErrors& errors) {
  SlotCheck check(errors);
  const auto& set = request.submission_set();
  check.CheckObject(set, SubmissionSetLocation());
  check.CheckAuthors(set.authors(), SubmissionSetLocation());
  check.CheckCode(set.content_type_code(), SubmissionSetLocation(), "content_type_code");
  for (int i = 0; i < request.document_entries_size() && !errors.full(); ++i) {
    check.CheckEntry(request.document_entries(i), EntryLocation(i));
  }
  for (int i = 0; i < request.folders_size() && !errors.full(); ++i) {
    check.CheckObject(request.folders(i), FolderLocation(i));
    check.CheckCodes(request.folders(i).codes(), "codes", FolderLocation(i));
  }
  for (int i = 0; i < request.associations_size() && !errors.full(); ++i) {
    const auto& association = request.associations(i);
    check.Check(association.extra_slots(), Names::kUrnsOrOfUpdates, AssociationLocation(i));
    check.CheckCode(association.documentation(), AssociationLocation(i), "documentation");
  }
}

}  // namespace docshare
