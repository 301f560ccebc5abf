#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace docshare {

// One value of a stored query's parameter, without its quotes.
struct QueryValue {
  std::string text;
  // Quoted values are strings, others numbers.
  bool is_quoted = true;

  friend bool operator==(const QueryValue&, const QueryValue&) = default;
};

// Reads one Value of a parameter and adds what it holds to `values`:
//
//   'text'        one string, where '' inside stands for a quote
//   2004          one number, digits only
//   ('a', 'b')    a list of them; a list may be empty, and may go on in the next Value
//
// White space is free between these, and significant inside quotes. A Value of white space holds
// nothing.
//
// Returns kInvalidArgument for anything else, naming the place: a string without quotes, a quote
// that does not end, values divided by something else than a comma. `values` may have grown.
//
// Source: ITI TF-2:3.18.4.1.2.3.4 and 3.18.4.1.2.3.5.
absl::Status ReadQueryValues(absl::string_view text, std::vector<QueryValue>* values);

// The opposite: a list in parentheses, or one value without them. What ReadQueryValues() reads the
// same again. Requires at least one value where `in_parentheses` is false, and writes the first.
std::string FormatQueryValues(const std::vector<QueryValue>& values, bool in_parentheses);

}  // namespace docshare
