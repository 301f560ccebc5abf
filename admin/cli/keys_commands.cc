#include "admin/cli/keys_commands.h"

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "consumer/cli/confirmation.h"
#include "consumer/cli/json_writer.h"
#include "platform/crypto/key_ring_file.h"

namespace docshare::admin {
namespace {

using consumer::CommandContext;
using consumer::CommandDescription;

// What a key is called when nobody says: when it was made.
std::string DefaultId(const CommandContext& context) {
  return absl::FormatTime("%Y-%m-%dT%H%M%S", context.clock.Now(), absl::UTCTimeZone());
}

void Print(const std::string& path, const std::string& key_id, absl::string_view text,
           const CommandContext& context) {
  if (!context.options.json) {
    context.terminal.out << text;
    return;
  }
  consumer::JsonWriter json;
  json.BeginObject();
  json.Key("file").String(path);
  json.Key("key").String(key_id);
  json.EndObject();
  context.terminal.out << json.text() << "\n";
}

}  // namespace

CommandDescription KeysNewCommand::Describe() {
  return {
      {"keys", "new"},
      "make a key ring file for a server",
      {{"FILE", "", "the file, which must not exist", &path_, true},
       {"--id", "NAME", "name of its key (the time of day when not given)", &id_}},
      "A server encrypts everything it stores under keys of this file: key_ring in its\n"
      "configuration. Nobody but its user may read the file, and without it the data are lost.\n"
      "Keep copies of it, apart from the data and their backups. No server is asked.\n"
      "\n"
      "Examples:\n"
      "  docshare-admin keys new /etc/docshare/key-ring.textproto\n"
      "  docshare-admin keys new key-ring.textproto --id 2026-1 --json\n",
  };
}

absl::Status KeysNewCommand::Run(CommandContext& context) {
  const std::string id = id_.empty() ? DefaultId(context) : id_;
  if (absl::Status made = platform::MakeKeyRingFile(path_, id); !made.ok()) return made;
  Print(path_, id,
        absl::StrCat("made ", path_, " with the key ", id,
                     "\nput it into the server's configuration: key_ring: \"", path_, "\"\n"),
        context);
  return absl::OkStatus();
}

CommandDescription KeysAddCommand::Describe() {
  return {
      {"keys", "add"},
      "add a new key to a key ring file and make it the active one",
      {{"FILE", "", "the key ring", &path_, true},
       {"--id", "NAME", "name of the new key (the time of day when not given)", &id_}},
      "The older keys stay: what is stored opens with them until\n"
      "`docshare-admin rotate-keys` has run. No server is asked.\n"
      "\n"
      "Examples:\n"
      "  docshare-admin keys add /etc/docshare/key-ring.textproto\n"
      "  docshare-admin keys add key-ring.textproto --id 2027-1\n",
  };
}

absl::Status KeysAddCommand::Run(CommandContext& context) {
  const std::string id = id_.empty() ? DefaultId(context) : id_;
  if (absl::Status added = platform::AddActiveKey(path_, id); !added.ok()) return added;
  Print(path_, id,
        absl::StrCat("added the key ", id, " to ", path_,
                     "\nhave the servers use it: docshare-admin rotate-keys\n"),
        context);
  return absl::OkStatus();
}

CommandDescription KeysRemoveCommand::Describe() {
  return {
      {"keys", "remove"},
      "take a key out of a key ring file",
      {{"FILE", "", "the key ring", &path_, true},
       {"KEY", "", "name of the key", &id_, true},
       {"--yes", "", "do not ask", &yes_}},
      "What is still under this key is lost with it: first run `docshare-admin rotate-keys` for\n"
      "every server that uses the file. The active key is refused. No server is asked.\n"
      "\n"
      "Examples:\n"
      "  docshare-admin keys remove /etc/docshare/key-ring.textproto 2026-1\n",
  };
}

absl::Status KeysRemoveCommand::Run(CommandContext& context) {
  absl::Status confirmed = consumer::Confirm(
      context.terminal, yes_, "Everything that is still under this key is lost with it.", id_);
  if (!confirmed.ok()) return confirmed;
  if (absl::Status removed = platform::RemoveKey(path_, id_); !removed.ok()) return removed;
  Print(path_, id_, absl::StrCat("took the key ", id_, " out of ", path_, "\n"), context);
  return absl::OkStatus();
}

}  // namespace docshare::admin
