#include "domain/metadata/rules/location.h"

#include "absl/strings/str_cat.h"

namespace docshare {

std::string SubmissionSetLocation(absl::string_view field) {
  return Member("submission_set", field);
}

std::string EntryLocation(int index, absl::string_view field) {
  return Member(Element("document_entries", index), field);
}

std::string AssociationLocation(int index, absl::string_view field) {
  return Member(Element("associations", index), field);
}

std::string Element(absl::string_view list, int index) {
  return absl::StrCat(list, "[", index, "]");
}

std::string Member(absl::string_view outer, absl::string_view inner) {
  return inner.empty() ? std::string(outer) : absl::StrCat(outer, ".", inner);
}

}  // namespace docshare
