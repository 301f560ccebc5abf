#include "domain/national/organisation_number.h"

#include <cstddef>
#include <iterator>

#include "absl/strings/ascii.h"

namespace docshare {

bool IsOrganisationNumber(absl::string_view text) {
  constexpr int kWeights[] = {3, 2, 7, 6, 5, 4, 3, 2, 1};
  if (text.size() != std::size(kWeights)) return false;
  int sum = 0;
  for (size_t i = 0; i < text.size(); ++i) {
    if (!absl::ascii_isdigit(static_cast<unsigned char>(text[i]))) return false;
    sum += kWeights[i] * (text[i] - '0');
  }
  return sum % 11 == 0;
}

}  // namespace docshare
