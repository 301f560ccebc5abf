#include "consumer/cli/command_line.h"

#include <CLI/CLI.hpp>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "consumer/cli/exit_code.h"
#include "consumer/cli/next_step.h"

namespace docshare::consumer {
namespace {

constexpr char kSummary[] =
    "docshare - publish, find and fetch documents of a patient in a document-sharing community";

constexpr char kDetails[] =
    "Servers and certificates come from a profile in FILE, in protobuf text format:\n"
    "\n"
    "  profiles {\n"
    "    name: \"hospital\"\n"
    "    registry {\n"
    "      address: \"registry.example.org:7443\"\n"
    "      tls { certificate_chain: \"hospital.crt\" private_key: \"hospital.key\"\n"
    "            trusted_authorities: \"ca.crt\" }\n"
    "    }\n"
    "    repositories {\n"
    "      repository_unique_id: \"1.2.3.4\"\n"
    "      endpoint {\n"
    "        address: \"repository.example.org:7443\"\n"
    "        tls { certificate_chain: \"hospital.crt\" private_key: \"hospital.key\"\n"
    "              trusted_authorities: \"ca.crt\" }\n"
    "      }\n"
    "    }\n"
    "    publish {\n"
    "      source_id: \"1.2.3.9\" patient_authority: \"2.16.578.1.12.4.1.4.1\"\n"
    "      healthcare_facility_type_code: \"86.101^^2.16.578.1.12.4.1.1.1305^Sykehus\"\n"
    "      practice_setting_code: \"S03^^2.16.578.1.12.4.1.1.8655^Indremedisin\"\n"
    "      content_type_code: \"A00-1^^2.16.578.1.12.4.1.1.9602^Epikriser\"\n"
    "      confidentiality_code: \"N^^2.16.840.1.113883.5.25^normal\"\n"
    "      language_code: \"nb-NO\"\n"
    "    }\n"
    "  }\n"
    "\n"
    "Paths of certificates are relative to the folder of FILE. Without --config, FILE is\n"
    "$DOCSHARE_CONFIG, else $XDG_CONFIG_HOME/docshare/profiles.textproto, else\n"
    "~/.config/docshare/profiles.textproto.\n"
    "\n"
    "Examples:\n"
    "  docshare patient feed --patient 12838520020 --family Nordmann --given Kari\n"
    "  docshare publish epikrise.xml --patient 12838520020 --class "
    "A00-1^^2.16.578.1.12.4.1.1.9602\n"
    "  docshare find --patient 12838520020 --after 2024-01-01\n"
    "  docshare get 2.16.840.1.113883.19.5.99999.1 -o document.pdf\n"
    "\n";

constexpr size_t kFlagColumns = 34;
constexpr size_t kHelpColumns = 64;

// Breaks `text` into lines that fit beside the flags; the formatter indents them.
std::string Wrapped(absl::string_view text) {
  std::string wrapped;
  size_t line = 0;
  for (absl::string_view word : absl::StrSplit(text, ' ')) {
    if (line > 0 && line + 1 + word.size() > kHelpColumns) {
      wrapped += '\n';
      line = 0;
    } else if (line > 0) {
      wrapped += ' ';
      ++line;
    }
    absl::StrAppend(&wrapped, word);
    line += word.size();
  }
  return wrapped;
}

// CLI11 would turn a negative number into a very large one.
std::string CheckNumber(const std::string& text) {
  uint64_t number = 0;
  const bool is_number =
      text.find_first_not_of("0123456789") == std::string::npos && absl::SimpleAtoi(text, &number);
  return is_number ? "" : "write a whole number";
}

void AddFlag(CLI::App& app, const Flag& flag) {
  const std::string help = Wrapped(flag.help);
  CLI::Option* option = nullptr;
  if (auto* const* text = std::get_if<std::string*>(&flag.target)) {
    option = app.add_option(flag.name, **text, help);
  } else if (auto* const* texts = std::get_if<std::vector<std::string>*>(&flag.target)) {
    option = app.add_option(flag.name, **texts, help);
    // "--class A --class B", never "--class A B": the second would eat a positional argument.
    if (flag.name[0] == '-') option->allow_extra_args(false);
  } else if (auto* const* number = std::get_if<uint64_t*>(&flag.target)) {
    option = app.add_option(flag.name, **number, help);
    option->check(CheckNumber);
  } else {
    option = app.add_flag(flag.name, *std::get<bool*>(flag.target), help);
  }
  option->group(flag.group);
  if (flag.name[0] != '-' || !flag.value.empty()) option->type_name(flag.value);
  if (flag.required) option->required();
}

void AddGlobalFlags(CLI::App& app, GlobalOptions& options) {
  const std::string group = "Global options";
  for (const Flag& flag : {
           Flag{"--config", "FILE", "configuration with the profiles", &options.config, false,
                group},
           Flag{"--profile", "NAME", "profile to use instead of the default one", &options.profile,
                false, group},
           Flag{"--json", "", "print results, and errors, as JSON for programs", &options.json,
                false, group},
           Flag{"--timeout", "SECONDS",
                "longest time for a question (default 10), and longest silence while a document "
                "is on its way (default 60)",
                &options.timeout_s, false, group},
           Flag{"--verbose", "", "say on standard error what happens", &options.verbose, false,
                group},
       }) {
    AddFlag(app, flag);
  }
}

// The app below `root` for the words of `path` but the last; groups that were made are in `groups`.
CLI::App& GroupFor(CLI::App& root, const std::vector<std::string>& path, const ProgramText& program,
                   std::map<std::string, CLI::App*>& groups) {
  CLI::App* app = &root;
  for (size_t i = 0; i + 1 < path.size(); ++i) {
    CLI::App*& group = groups[path[i]];
    if (group == nullptr) {
      group = app->add_subcommand(path[i], program.groups.at(path[i]));
    }
    app = group;
  }
  return *app;
}

// "docshare" and the words that were understood.
std::string Words(const CLI::App& root) {
  std::string words = root.get_name();
  for (const CLI::App* app = &root; !app->get_subcommands().empty();) {
    app = app->get_subcommands().front();
    absl::StrAppend(&words, " ", app->get_name());
  }
  return words;
}

absl::Status UsageError(const CLI::App& root, absl::string_view message) {
  return WithNextStep(absl::InvalidArgumentError(message),
                      absl::StrCat("`", Words(root), " --help` shows how to use it."));
}

}  // namespace

const ProgramText& DocshareText() {
  static const auto* text = new ProgramText{"docshare",
                                            kSummary,
                                            absl::StrCat(kDetails, ExitCodeTable()),
                                            {{"patient", "tell the registry about patients"}}};
  return *text;
}

absl::StatusOr<CommandLine> ParseCommandLine(int argc, const char* const* argv,
                                             const std::vector<std::unique_ptr<Command>>& commands,
                                             const ProgramText& program) {
  CommandLine line;
  CLI::App root(program.summary, program.name);
  root.get_formatter()->column_width(kFlagColumns);
  root.set_help_flag("-h,--help", "print this help and exit");
  root.footer(program.details);
  // Subcommands pass on what they do not know: global options may follow the command.
  root.fallthrough();
  AddGlobalFlags(root, line.options);
  std::map<std::string, CLI::App*> groups;
  for (const std::unique_ptr<Command>& command : commands) {
    const CommandDescription description = command->Describe();
    CLI::App* app = GroupFor(root, description.path, program, groups)
                        .add_subcommand(description.path.back(), description.summary);
    app->footer(absl::StrCat(description.details,
                             "\nGlobal options (--config, --profile, --json, --timeout, --verbose) "
                             "and exit codes:\n  ",
                             program.name, " --help\n"));
    for (const Flag& flag : description.flags) AddFlag(*app, flag);
    app->callback([&line, &command] { line.command = command.get(); });
  }

  // CLI11 reports by exceptions; they end here.
  try {
    root.parse(argc, argv);
  } catch (const CLI::CallForHelp&) {
    line.help = root.help();
    return line;
  } catch (const CLI::ParseError& error) {
    // What is there and makes no sense explains what is missing, not the other way round.
    const std::vector<std::string> extras = root.remaining(/*recurse=*/true);
    return UsageError(root, extras.empty()
                                ? std::string(error.what())
                                : absl::StrCat("not understood: ", absl::StrJoin(extras, " ")));
  }
  if (line.command == nullptr) return UsageError(root, "a command is missing");
  return line;
}

bool AsksForJson(int argc, const char* const* argv) {
  for (int i = 1; i < argc; ++i) {
    if (absl::string_view(argv[i]) == "--json") return true;
  }
  return false;
}

}  // namespace docshare::consumer
