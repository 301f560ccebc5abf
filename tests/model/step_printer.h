#pragma once

#include <string>

#include "tests/model/step.h"

namespace docshare::tests {

// A step for people: what is asked, of whom, with every value that is given. Names of the object
// maker are cut to their last digits: d00000000012 is a document, f a folder, 5 a submission set,
// a an association, e nothing.
std::string Print(const Step& step);

std::string ToString(StepKind kind);
std::string ToString(QueryKind kind);

// Any text with the names in it cut.
std::string WithShortNames(const std::string& text);

}  // namespace docshare::tests
