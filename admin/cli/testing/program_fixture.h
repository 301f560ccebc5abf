#pragma once

#include <google/protobuf/struct.pb.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "admin/cli/program.h"
#include "admin/client/testing/fake_registry_admin.h"
#include "platform/clock/fake_clock.h"
#include "platform/kv/temporary_folder.h"
#include "platform/random/sequence_uuid_source.h"

namespace docshare::admin {

// How a run of the program ended and what it wrote.
struct ProgramResult {
  consumer::ExitCode code;
  std::string out;
  std::string err;
};

// Parses one line of JSON; fails the test when it is no JSON object.
google::protobuf::Struct JsonOf(const std::string& text);

// A test that runs the program in this process, against a registry in this process, with a profile
// that leads to it. It is 2024-01-31 09:30 UTC.
class ProgramTest : public ::testing::Test {
 protected:
  static constexpr char kKari[] = "12838520020";
  static constexpr char kOla[] = "30916130186";
  static constexpr char kUuid[] = "0f1a2b3c-1111-4222-8333-444455556666";
  static constexpr char kUniqueId[] = "2.999.7.1";

  ProgramTest();

  // Writes a file to the folder of the test and returns its path.
  std::string Write(const std::string& name, const std::string& bytes) const;

  // `answer` is what a person types; without one nobody can be asked.
  ProgramResult Run(const std::vector<std::string>& arguments);
  ProgramResult Run(const std::vector<std::string>& arguments, const std::string& answer);

  // A document of patient number 3, which the registry then has.
  v1::StoredObject& AddDocument();
  // A patient the registry then knows.
  v1::PatientRecord& AddPatient(const std::string& id, uint64_t number);

  FakeRegistryAdmin fake_;
  const platform::TemporaryFolder folder_;
  std::string config_;
  platform::FakeClock clock_;
  platform::SequenceUuidSource uuids_;
  bool out_is_terminal_ = false;
  size_t width_ = 100;

 private:
  ProgramResult RunWith(const std::vector<std::string>& arguments, std::istream* in);
};

}  // namespace docshare::admin
