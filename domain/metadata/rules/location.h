#pragma once

#include <array>
#include <string>

#include "absl/strings/string_view.h"

namespace docshare {

// Where in a submission a value is, for example "document_entries[2].authors[0].person".
// Made for every value that is checked and written out only for a fault: cheap to copy, and it does
// not allocate. Requires names of fields that outlive it (literals), and at most six of them.
class Location {
 public:
  // The submission itself, "".
  Location() = default;

  // A field of what is here.
  Location Field(absl::string_view field) const;
  // An element of a list that is a field of what is here.
  Location Element(absl::string_view list, int index) const;

  std::string ToString() const;

 private:
  static constexpr int kNoIndex = -1;

  struct Step {
    absl::string_view field;
    int index;
  };

  std::array<Step, 6> steps_;
  size_t depth_ = 0;
};

Location SubmissionSetLocation();
Location EntryLocation(int index);
Location FolderLocation(int index);
Location AssociationLocation(int index);

}  // namespace docshare
