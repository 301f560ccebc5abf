#pragma once

#include <cstddef>
#include <cstdint>
#include <random>
#include <vector>

namespace docshare::tests {

// Chance that a seed repeats, on every machine the same.
class Dice {
 public:
  explicit Dice(uint64_t seed) : bits_(seed) {}

  // 0 to bound - 1. Requires bound > 0.
  size_t Below(size_t bound) { return bits_() % bound; }

  bool Chance(int percent) { return Below(100) < static_cast<size_t>(percent); }

  // Requires a list that is not empty.
  template <typename Value>
  const Value& Pick(const std::vector<Value>& values) {
    return values[Below(values.size())];
  }

  // Some of them, in their order.
  template <typename Value>
  std::vector<Value> Some(const std::vector<Value>& values, int percent) {
    std::vector<Value> some;
    for (const Value& value : values) {
      if (Chance(percent)) some.push_back(value);
    }
    return some;
  }

  // As Some(), but never none. Requires a list that is not empty.
  template <typename Value>
  std::vector<Value> AtLeastOne(const std::vector<Value>& values, int percent) {
    std::vector<Value> some = Some(values, percent);
    if (some.empty()) some.push_back(Pick(values));
    return some;
  }

 private:
  std::mt19937_64 bits_;
};

}  // namespace docshare::tests
