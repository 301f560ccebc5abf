#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "domain/codes/value_sets.h"

namespace docshare {

// A file of codes and how it is to be read.
struct CodeFile {
  // For messages: its path.
  std::string name;
  std::string bytes;
  // When there is one the file is a code list of FinnKode (finnkode.h) for these attributes, else
  // it is of the form of NIST (nist_codes.h), which names the attributes itself.
  std::vector<CodedAttribute> attributes;
  // Of a code list of FinnKode: take only codes that end so.
  std::string code_suffix;
};

// What the files say together. Returns kInvalidArgument, naming the file, for the first fault.
absl::StatusOr<ValueSets> ReadValueSets(absl::Span<const CodeFile> files);

}  // namespace docshare
