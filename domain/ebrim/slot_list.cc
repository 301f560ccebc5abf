#include "domain/ebrim/slot_list.h"

#include "absl/strings/str_cat.h"
#include "domain/ebrim/ebrim_names.h"
#include "domain/metadata/rules/location.h"
#include "domain/text/quoted_value.h"

namespace docshare {

std::vector<absl::string_view> ValuesOf(const XmlNode& slot) {
  std::vector<absl::string_view> values;
  for (const XmlNode list : slot.children()) {
    if (!list.Is(kRimNamespace, "ValueList")) continue;
    for (const XmlNode value : list.children()) {
      if (value.Is(kRimNamespace, "Value")) values.push_back(value.text());
    }
  }
  return values;
}

SlotList::SlotList(const XmlNode& owner, const Location& location, EbrimFaults& faults)
    : location_(location), faults_(faults) {
  for (const XmlNode child : owner.children()) {
    if (child.Is(kRimNamespace, "Slot")) entries_.push_back({child, child.Attribute("name")});
  }
}

SlotList::Entry* SlotList::TakeNamed(absl::string_view name, absl::string_view field) {
  Entry* first = nullptr;
  for (Entry& entry : entries_) {
    if (entry.name != name) continue;
    entry.taken = true;
    if (first == nullptr) {
      first = &entry;
    } else {
      faults_.Add(location_.Field(field), entry.node,
                  absl::StrCat("slot ", Quote(name), " is there more than once"));
    }
  }
  return first;
}

absl::optional<absl::string_view> SlotList::TakeOne(absl::string_view name,
                                                    absl::string_view field) {
  const Entry* entry = TakeNamed(name, field);
  if (entry == nullptr) return absl::nullopt;
  const std::vector<absl::string_view> values = ValuesOf(entry->node);
  if (values.empty()) return absl::nullopt;
  if (values.size() > 1) {
    faults_.Add(location_.Field(field), entry->node,
                absl::StrCat("slot ", Quote(name), " has one value; it has ", values.size()));
  }
  if (values[0].empty()) {
    faults_.Add(location_.Field(field), entry->node,
                absl::StrCat("slot ", Quote(name), " has an empty value"));
    return absl::nullopt;
  }
  return values[0];
}

void SlotList::TakeText(absl::string_view name, absl::string_view field, std::string* text) {
  const absl::optional<absl::string_view> value = TakeOne(name, field);
  if (value) *text = std::string(*value);
}

std::vector<absl::string_view> SlotList::TakeAll(absl::string_view name, absl::string_view field) {
  const Entry* entry = TakeNamed(name, field);
  return entry == nullptr ? std::vector<absl::string_view>() : ValuesOf(entry->node);
}

void SlotList::TakeIf(absl::string_view name,
                      const std::function<bool(absl::string_view value)>& read) {
  Entry* only = nullptr;
  for (Entry& entry : entries_) {
    if (entry.name != name) continue;
    if (only != nullptr) return;
    only = &entry;
  }
  if (only == nullptr) return;
  const std::vector<absl::string_view> values = ValuesOf(only->node);
  if (values.size() == 1 && read(values[0])) only->taken = true;
}

google::protobuf::RepeatedPtrField<metadata::v1::Slot> SlotList::TakeRest() {
  google::protobuf::RepeatedPtrField<metadata::v1::Slot> rest;
  for (Entry& entry : entries_) {
    if (entry.taken) continue;
    entry.taken = true;
    metadata::v1::Slot& slot = *rest.Add();
    slot.set_name(std::string(entry.name));
    for (const absl::string_view value : ValuesOf(entry.node)) slot.add_values(std::string(value));
  }
  return rest;
}

}  // namespace docshare
