#include "domain/codes/code_file.h"

#include "domain/codes/finnkode.h"
#include "domain/codes/nist_codes.h"

namespace docshare {

absl::StatusOr<ValueSets> ReadValueSets(absl::Span<const CodeFile> files) {
  ValueSets sets;
  for (const CodeFile& file : files) {
    const absl::Status added =
        file.attributes.empty()
            ? AddNistCodes(file.name, file.bytes, sets)
            : AddFinnKodeList(file.name, file.bytes, file.attributes, file.code_suffix, sets);
    if (!added.ok()) return added;
  }
  return sets;
}

}  // namespace docshare
