#include "consumer/cli/testing/program_fixture.h"

#include <google/protobuf/util/json_util.h>

#include <fstream>
#include <sstream>

#include "absl/strings/str_cat.h"

namespace docshare::consumer {

google::protobuf::Struct JsonOf(const std::string& text) {
  google::protobuf::Struct json;
  auto status = google::protobuf::util::JsonStringToMessage(text, &json);
  EXPECT_TRUE(status.ok()) << status.ToString() << "\n" << text;
  return json;
}

ProgramTest::ProgramTest()
    : repository_(kRepository, &registry_),
      registry_server_({&registry_}),
      repository_server_({&repository_}),
      folder_(std::filesystem::path(::testing::TempDir()) / "program_test"),
      clock_(absl::FromUnixSeconds(1706693400)) {
  std::filesystem::remove_all(folder_);
  std::filesystem::create_directories(folder_);
  registry_.AddPatient(kPatient);
  config_ = Write("profiles.textproto",
                  absl::StrCat(R"(
profiles {
  name: "hospital"
  registry { address: ")",
                               registry_server_.address(), R"(" plaintext_on_loopback: true }
  repositories {
    repository_unique_id: "1.2.3.1"
    endpoint { address: ")",
                               repository_server_.address(), R"(" plaintext_on_loopback: true }
  }
  publish {
    source_id: "1.2.3.9"
    patient_authority: "2.16.578.1.12.4.1.4.1"
    class_code: "A00-1^^2.16.578.1.12.4.1.1.9602^Epikriser"
  }
})"));
}

std::string ProgramTest::Write(const std::string& name, const std::string& bytes) const {
  std::string path = (folder_ / name).string();
  std::ofstream(path, std::ios::binary) << bytes;
  return path;
}

ProgramResult ProgramTest::Run(const std::vector<std::string>& arguments) {
  std::vector<const char*> argv = {"docshare"};
  for (const std::string& argument : arguments) argv.push_back(argument.c_str());
  std::ostringstream out, err;
  Environment environment = [this](absl::string_view name) -> absl::optional<std::string> {
    if (name == "DOCSHARE_CONFIG") return config_;
    return absl::nullopt;
  };
  const Terminal terminal{out, err, out_is_terminal_, false, width_};
  ExitCode code = RunProgram(static_cast<int>(argv.size()), argv.data(),
                             {terminal, environment, clock_, uuids_});
  return {code, out.str(), err.str()};
}

void ProgramTest::Publish(const std::string& unique_id, const std::string& bytes,
                          const std::vector<std::string>& more) {
  std::vector<std::string> arguments = {
      "publish", Write("published", bytes), "--patient", kPatient, "--unique-id", unique_id};
  arguments.insert(arguments.end(), more.begin(), more.end());
  ProgramResult result = Run(arguments);
  ASSERT_EQ(result.code, ExitCode::kOk) << result.err;
}

}  // namespace docshare::consumer
