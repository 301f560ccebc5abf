#pragma once

#include <cstddef>
#include <istream>
#include <ostream>

namespace docshare::consumer {

// Where a command writes: results to `out`, all else to `err`.
struct Terminal {
  std::ostream& out;
  std::ostream& err;
  bool out_is_terminal = false;
  bool err_is_terminal = false;
  // Columns of the terminal, where one is.
  size_t width = 80;
  // Where a person answers questions; null where nobody does.
  std::istream* in = nullptr;
};

}  // namespace docshare::consumer
