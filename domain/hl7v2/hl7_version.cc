#include "domain/hl7v2/hl7_version.h"

#include <algorithm>
#include <iterator>

namespace docshare {
namespace {

constexpr absl::string_view kVersions[] = {"2.1", "2.2",   "2.3",   "2.3.1", "2.4",
                                           "2.5", "2.5.1", "2.6",   "2.7",   "2.7.1",
                                           "2.8", "2.8.1", "2.8.2", "2.9"};

}  // namespace

bool IsHl7Version(absl::string_view version) {
  return std::find(std::begin(kVersions), std::end(kVersions), version) != std::end(kVersions);
}

bool IsHl7VersionFrom(absl::string_view version, int minor) {
  return IsHl7Version(version) && version[2] - '0' >= minor;
}

}  // namespace docshare
