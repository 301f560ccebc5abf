#include "domain/metadata/rules/location.h"

#include <cstdlib>

#include "absl/strings/str_cat.h"

namespace docshare {

Location Location::Field(absl::string_view field) const { return Element(field, kNoIndex); }

Location Location::Element(absl::string_view list, int index) const {
  if (depth_ == steps_.size()) std::abort();
  Location inner = *this;
  inner.steps_[inner.depth_++] = {list, index};
  return inner;
}

std::string Location::ToString() const {
  std::string text;
  for (size_t i = 0; i < depth_; ++i) {
    const Step& step = steps_[i];
    if (!text.empty()) text.push_back('.');
    absl::StrAppend(&text, step.field);
    if (step.index != kNoIndex) absl::StrAppend(&text, "[", step.index, "]");
  }
  return text;
}

Location SubmissionSetLocation() { return Location().Field("submission_set"); }

Location EntryLocation(int index) { return Location().Element("document_entries", index); }

Location FolderLocation(int index) { return Location().Element("folders", index); }

Location AssociationLocation(int index) { return Location().Element("associations", index); }

}  // namespace docshare
