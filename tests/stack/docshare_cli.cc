#include "tests/stack/docshare_cli.h"

#include <google/protobuf/text_format.h>

#include <filesystem>
#include <fstream>

#include "absl/strings/str_cat.h"
#include "docshare/config/v1/client_profiles.pb.h"
#include "tests/real_data/real_data.h"

namespace docshare::tests {

DocshareCli::DocshareCli(const Stack* stack, const std::string& system, int repository,
                         const std::string& program)
    : program_(WorkspaceFile(program)),
      folder_(absl::StrCat(stack->folder(), "/cli-", system, "-", repository)),
      config_path_(folder_ + "/profiles.textproto") {
  std::filesystem::create_directories(folder_);
  config::v1::ClientProfiles profiles;
  *profiles.add_profiles() = stack->Profile(system, repository);
  std::string text;
  google::protobuf::TextFormat::PrintToString(profiles, &text);
  std::ofstream(config_path_) << text;
}

absl::StatusOr<CommandResult> DocshareCli::Run(const std::vector<std::string>& arguments,
                                               absl::Duration limit) const {
  return RunCommand(program_, WithConfig(arguments), folder_, limit);
}

absl::StatusOr<std::unique_ptr<Process>> DocshareCli::Start(
    const std::vector<std::string>& arguments, const std::string& output_path) const {
  return Process::Start({.program = program_,
                         .arguments = WithConfig(arguments),
                         .stdout_path = output_path,
                         .stderr_path = output_path});
}

std::vector<std::string> DocshareCli::WithConfig(const std::vector<std::string>& arguments) const {
  std::vector<std::string> all = {"--config", config_path_};
  all.insert(all.end(), arguments.begin(), arguments.end());
  return all;
}

}  // namespace docshare::tests
