#include "consumer/cli/show_command.h"

#include "consumer/cli/document_lookup.h"
#include "consumer/cli/document_relations.h"
#include "consumer/cli/entry_view.h"
#include "consumer/cli/profile.h"
#include "consumer/cli/proto_json.h"

namespace docshare::consumer {

using docshare::config::v1::ClientProfile;
using docshare::metadata::v1::DocumentEntry;

CommandDescription ShowCommand::Describe() {
  return {
      {"show"},
      "print all metadata of a document, and what is related to it",
      {
          {"ID", "", "entryUUID, with or without urn:uuid:, or uniqueId", &id_, true},
          {"--related", "", "with --json: the document, what is related, folders and versions",
           &related_},
      },
      "With --json it is a DocumentEntry in protobuf's JSON form, which `docshare publish\n"
      "--metadata` reads; with --json --related an object that holds it.\n"
      "\n"
      "Examples:\n"
      "  docshare show 2.16.840.1.113883.19.5.99999.1\n"
      "  docshare show 0f1a2b3c-1111-4222-8333-444455556666 --json\n"
      "  docshare show 0f1a2b3c-1111-4222-8333-444455556666 --json --related\n",
  };
}

absl::Status ShowCommand::Run(CommandContext& context) {
  absl::StatusOr<ClientProfile> profile = LoadProfile(context);
  if (!profile.ok()) return profile.status();
  auto consumer = ConnectConsumer(*profile, context.options);
  if (!consumer.ok()) return consumer.status();
  absl::StatusOr<DocumentEntry> entry = LookUpDocument(context, **consumer, id_);
  if (!entry.ok()) return entry.status();
  const Terminal& terminal = context.terminal;
  if (context.options.json && !related_) {
    terminal.out << IndentedProtoJson(*entry);
    return absl::OkStatus();
  }
  absl::StatusOr<DocumentRelations> relations = FindRelations(**consumer, *entry);
  if (!relations.ok()) return relations.status();
  if (context.options.json) {
    PrintRelationsJson(*entry, *relations, terminal.out);
  } else {
    terminal.out << DescribeEntry(*entry);
    PrintRelations(*relations, entry->entry_uuid(), terminal);
  }
  return absl::OkStatus();
}

}  // namespace docshare::consumer
