#include "tests/stack/personal_data.h"

#include "absl/strings/match.h"

namespace docshare::tests {
namespace {

constexpr absl::string_view kPersonal[] = {
    "12838520020", "30916130186", "05861860053", "20891270128", "15810980092", "43827910156",
    "07729040066", "Nordmann",    "19380512",    "Epikrise",    kContentMark,
};

}  // namespace

std::vector<std::string> PersonalDataIn(absl::string_view log) {
  std::vector<std::string> found;
  for (absl::string_view text : kPersonal) {
    if (absl::StrContains(log, text)) found.emplace_back(text);
  }
  return found;
}

}  // namespace docshare::tests
