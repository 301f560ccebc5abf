#pragma once

#include <functional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/optional.h"
#include "docshare/metadata/v1/text.pb.h"
#include "domain/ebrim/ebrim_faults.h"
#include "domain/metadata/rules/location.h"
#include "domain/xml/xml_document.h"

namespace docshare {

// The slots of one element. An attribute takes its slot by name; what nobody takes is extra
// metadata. `field` is the attribute in our message, relative to the location of the element.
class SlotList {
 public:
  // `faults` must outlive the list.
  SlotList(const XmlNode& owner, const Location& location, EbrimFaults& faults);

  // The value of a slot that may have one. Nullopt when there is no such slot, or it is without
  // values. Refuses a value that is empty, several values, and a second slot of that name.
  absl::optional<absl::string_view> TakeOne(absl::string_view name, absl::string_view field);

  // As TakeOne(), into a string field.
  void TakeText(absl::string_view name, absl::string_view field, std::string* text);

  // Every value in order. Refuses a second slot of that name.
  std::vector<absl::string_view> TakeAll(absl::string_view name, absl::string_view field);

  // Takes a slot when it is the only one of its name, and `read` accepts its only value. Leaves it
  // among the extra slots otherwise, where the rules find it.
  void TakeIf(absl::string_view name, const std::function<bool(absl::string_view value)>& read);

  // What is left, with every value.
  google::protobuf::RepeatedPtrField<metadata::v1::Slot> TakeRest();

 private:
  struct Entry {
    XmlNode node;
    absl::string_view name;
    bool taken = false;
  };

  // The first slot of that name; takes and refuses the others. Null when there is none.
  Entry* TakeNamed(absl::string_view name, absl::string_view field);

  Location location_;
  EbrimFaults& faults_;
  std::vector<Entry> entries_;
};

// The values of an ebRIM element with a ValueList.
std::vector<absl::string_view> ValuesOf(const XmlNode& slot);

}  // namespace docshare
