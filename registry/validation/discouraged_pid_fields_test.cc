#include "registry/validation/discouraged_pid_fields.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace docshare::registry {
namespace {

TEST(DiscouragedPidFieldsTest, Check26NamesEachOfThem) {
  v1::RegisterDocumentSetRequest request;
  request.add_document_entries();
  auto& entry = *request.add_document_entries();
  for (const char* field :
       {"PID-2", "PID-3", "PID-4", "PID-5", "PID-12", "PID-19", "PID-1", "PID-22"}) {
    entry.add_source_patient_info()->set_field(field);
  }
  RegistryErrors errors;
  CheckDiscouragedPidFields(request, errors);
  std::vector<std::string> locations;
  for (const auto& error : errors.list().errors()) locations.push_back(error.location());
  EXPECT_EQ(locations, (std::vector<std::string>{"document_entries[1].source_patient_info[0]",
                                                 "document_entries[1].source_patient_info[2]",
                                                 "document_entries[1].source_patient_info[4]",
                                                 "document_entries[1].source_patient_info[5]"}));
}

}  // namespace
}  // namespace docshare::registry
