#include "registry/query/reference_id_groups.h"

#include <cstdint>

#include "absl/strings/str_cat.h"

namespace docshare::registry {

std::vector<std::vector<std::string>> ReferenceIdGroups(
    const google::protobuf::RepeatedPtrField<v1::ReferenceIdGroup>& groups,
    absl::string_view location, ParameterReader& read) {
  std::vector<std::vector<std::string>> all;
  int64_t count = groups.size();
  for (const v1::ReferenceIdGroup& group : groups) count += group.any_of_size();
  if (!read.CheckCount(count, ParameterReader::kMaxValues, location)) return all;
  for (int i = 0; i < groups.size(); ++i) {
    const std::string any_of = absl::StrCat(location, "[", i, "].any_of");
    if (groups[i].any_of().empty()) {
      read.Malformed(any_of, "a group of reference ids needs at least one");
    }
    all.push_back(read.Values(groups[i].any_of(), any_of));
  }
  return all;
}

}  // namespace docshare::registry
