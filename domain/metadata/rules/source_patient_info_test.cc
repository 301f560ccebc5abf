#include "domain/metadata/rules/source_patient_info.h"

#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "domain/metadata/testing/rule_cases.h"

namespace docshare {
namespace {

using registry::v1::RegisterDocumentSetRequest;
using testing::ExpectFaults;

// Replaces the list by these fields.
std::function<void(RegisterDocumentSetRequest&)> With(
    std::vector<std::pair<const char*, const char*>> fields) {
  return [fields](RegisterDocumentSetRequest& r) {
    auto& entry = *r.mutable_document_entries(1);
    entry.clear_source_patient_info();
    for (const auto& [field, value] : fields) {
      auto& added = *entry.add_source_patient_info();
      added.set_field(field);
      added.set_value(value);
    }
  };
}

TEST(SourcePatientInfoTest, Check26AcceptsPidFieldsOnly) {
  const std::string at = "XDSRegistryMetadataError at document_entries[1].source_patient_info";
  ExpectFaults(&CheckSourcePatientInfo,
               {{"as built", [](RegisterDocumentSetRequest&) {}, ""},
                {"none", With({}), ""},
                {"discouraged ones",
                 With({{"PID-2", "1"}, {"PID-4", "1"}, {"PID-12", "1"}, {"PID-19", "1"}}), ""},
                {"repeated by fields", With({{"PID-3", "1"}, {"PID-3", "2"}}), ""},
                {"repeated by value", With({{"PID-5", "A^B~C^D"}}), ""},
                {"another segment", With({{"PID-5", "A"}, {"PV1-2", "I"}}), at + "[1]"},
                {"no field", With({{"", "x"}}), at + "[0]"},
                {"a bar", With({{"PID-5", "A|B"}}), at + "[0]"},
                {"formatting escape", With({{"PID-5", "\\H\\A"}}), at + "[0]"}});
}

TEST(SourcePatientInfoTest, Check26WantsBirthDateAndSexOnce) {
  const std::string at = "XDSRegistryMetadataError at document_entries[1].source_patient_info";
  ExpectFaults(&CheckSourcePatientInfo,
               {{"once", With({{"PID-7", "1938"}, {"PID-8", "M"}}), ""},
                {"two birth dates", With({{"PID-7", "1938"}, {"PID-7", "1939"}}), at + "[1]"},
                {"three sexes", With({{"PID-8", "M"}, {"PID-8", "F"}, {"PID-8", "M"}}), at + "[1]"},
                {"repetition", With({{"PID-8", "M~F"}}), at + "[0]"}});
}

}  // namespace
}  // namespace docshare
