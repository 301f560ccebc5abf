#include "domain/national/control_digits.h"

#include <cstddef>

#include "absl/strings/str_cat.h"
#include "absl/types/span.h"

namespace docshare {
namespace {

constexpr int kFirstWeights[] = {3, 7, 6, 1, 8, 9, 4, 5, 2};
constexpr int kSecondWeights[] = {5, 4, 3, 2, 7, 6, 5, 4, 3, 2};
constexpr int kFirstControl = 9;
constexpr int kSecondControl = 10;

int Digit(absl::string_view digits, int i) { return digits[static_cast<size_t>(i)] - '0'; }

int WeightedSum(absl::string_view digits, absl::Span<const int> weights) {
  int sum = 0;
  for (size_t i = 0; i < weights.size(); ++i) {
    sum += weights[i] * Digit(digits, static_cast<int>(i));
  }
  return sum;
}

// What makes the sum leave 0; 10 is no digit.
int ControlDigit(absl::string_view digits, absl::Span<const int> weights) {
  return (11 - WeightedSum(digits, weights) % 11) % 11;
}

}  // namespace

bool HasControlDigits(absl::string_view digits, NumberRules rules) {
  const int first = (WeightedSum(digits, kFirstWeights) + Digit(digits, kFirstControl)) % 11;
  const int second = (WeightedSum(digits, kSecondWeights) + Digit(digits, kSecondControl)) % 11;
  const int largest_first = rules == NumberRules::kFrom2032 ? 3 : 0;
  return first <= largest_first && second == 0;
}

absl::optional<std::string> WithControlDigits(absl::string_view nine_digits) {
  const int first = ControlDigit(nine_digits, kFirstWeights);
  if (first == 10) return absl::nullopt;
  const std::string ten_digits = absl::StrCat(nine_digits, first);
  const int second = ControlDigit(ten_digits, kSecondWeights);
  if (second == 10) return absl::nullopt;
  return absl::StrCat(ten_digits, second);
}

}  // namespace docshare
