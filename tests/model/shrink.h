#pragma once

#include <algorithm>
#include <cstddef>
#include <functional>
#include <vector>

namespace docshare::tests {

// The shortest list found that still fails: drops ever smaller chunks of `steps`, down to single
// ones, and each time asks `fails` about what is left. Asks at most `max_questions` times.
// Requires a list that fails.
template <typename Item>
std::vector<Item> Shrink(std::vector<Item> steps,
                         const std::function<bool(const std::vector<Item>&)>& fails,
                         int max_questions) {
  size_t chunk = std::max<size_t>(steps.size() / 2, 1);
  while (true) {
    bool dropped = false;
    // The end first: what comes after the failure goes at once.
    for (size_t end = steps.size(); end > 0 && max_questions > 0;) {
      const size_t begin = end > chunk ? end - chunk : 0;
      std::vector<Item> fewer(steps.begin(), steps.begin() + begin);
      fewer.insert(fewer.end(), steps.begin() + end, steps.end());
      --max_questions;
      if (fails(fewer)) {
        steps = std::move(fewer);
        dropped = true;
      }
      end = begin;
    }
    if (max_questions <= 0) return steps;
    // Singles are tried again until none of them can go.
    if (chunk > 1) {
      chunk /= 2;
    } else if (!dropped) {
      return steps;
    }
  }
}

}  // namespace docshare::tests
