#include "consumer/cli/show_command.h"

#include "consumer/cli/document_lookup.h"
#include "consumer/cli/entry_view.h"
#include "consumer/cli/profile.h"
#include "consumer/cli/proto_json.h"

namespace docshare::consumer {

using docshare::config::v1::ClientProfile;
using docshare::metadata::v1::DocumentEntry;

CommandDescription ShowCommand::Describe() {
  return {
      {"show"},
      "print all metadata of a document",
      {{"ID", "", "entryUUID, with or without urn:uuid:, or uniqueId", &id_, true}},
      "With --json it is a DocumentEntry in protobuf's JSON form, which `docshare publish\n"
      "--metadata` reads.\n"
      "\n"
      "Examples:\n"
      "  docshare show 2.16.840.1.113883.19.5.99999.1\n"
      "  docshare show 0f1a2b3c-1111-4222-8333-444455556666 --json\n",
  };
}

absl::Status ShowCommand::Run(CommandContext& context) {
  absl::StatusOr<ClientProfile> profile = LoadProfile(context);
  if (!profile.ok()) return profile.status();
  auto consumer = ConnectConsumer(*profile, context.options);
  if (!consumer.ok()) return consumer.status();
  absl::StatusOr<DocumentEntry> entry = LookUpDocument(context, **consumer, id_);
  if (!entry.ok()) return entry.status();
  context.terminal.out << (context.options.json ? IndentedProtoJson(*entry)
                                                : DescribeEntry(*entry));
  return absl::OkStatus();
}

}  // namespace docshare::consumer
