#pragma once

#include <google/protobuf/struct.pb.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <vector>

#include "consumer/cli/program.h"
#include "consumer/client/testing/fake_registry.h"
#include "consumer/client/testing/fake_repository.h"
#include "consumer/client/testing/loopback_server.h"
#include "platform/clock/fake_clock.h"
#include "platform/random/sequence_uuid_source.h"

namespace docshare::consumer {

// How a run of the program ended and what it wrote.
struct ProgramResult {
  ExitCode code;
  std::string out;
  std::string err;
};

// Parses what --json printed; fails the test when it is no JSON object.
google::protobuf::Struct JsonOf(const std::string& text);

// A test that runs the program in this process, with a registry and a repository in this process
// and a profile that leads to them. It is 2024-01-31 09:30 UTC.
class ProgramTest : public ::testing::Test {
 protected:
  static constexpr char kPatient[] = "12838520020";  // Known to the registry.
  static constexpr char kRepository[] = "1.2.3.1";

  ProgramTest();

  // Writes a file to the folder of the test and returns its path.
  std::string Write(const std::string& name, const std::string& bytes) const;

  ProgramResult Run(const std::vector<std::string>& arguments);

  // Publishes a document by the program; `more` are further arguments.
  void Publish(const std::string& unique_id, const std::string& bytes,
               const std::vector<std::string>& more = {});

  FakeRegistry registry_;
  FakeRepository repository_;
  LoopbackServer registry_server_;
  LoopbackServer repository_server_;
  const std::filesystem::path folder_;
  std::string config_;
  platform::FakeClock clock_;
  platform::SequenceUuidSource uuids_;
  bool out_is_terminal_ = false;
  size_t width_ = 100;
};

}  // namespace docshare::consumer
