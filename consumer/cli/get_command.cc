#include "consumer/cli/get_command.h"

#include "absl/strings/str_cat.h"
#include "consumer/cli/document_lookup.h"
#include "consumer/cli/interruption.h"
#include "consumer/cli/json_writer.h"
#include "consumer/cli/printable_text.h"
#include "consumer/cli/profile.h"
#include "consumer/cli/progress_bar.h"

namespace docshare::consumer {
namespace {

using docshare::config::v1::ClientProfile;
using docshare::metadata::v1::DocumentEntry;

std::string ResultJson(const DocumentEntry& entry, const RetrievedDocument& document,
                       const std::string& file) {
  JsonWriter json;
  json.BeginObject();
  json.Key("entryUuid").String(entry.entry_uuid());
  json.Key("uniqueId").String(entry.unique_id());
  json.Key("repositoryUniqueId").String(entry.repository_unique_id());
  json.Key("file").String(file);
  json.Key("mimeType").String(document.mime_type);
  json.Key("size").Number(document.content.size_bytes);
  json.Key("hash").String(document.content.sha1);
  json.Key("sha256").String(document.content.sha256);
  if (!document.new_document_unique_id.empty()) {
    json.Key("newUniqueId").String(document.new_document_unique_id);
  }
  if (!document.new_repository_unique_id.empty()) {
    json.Key("newRepositoryUniqueId").String(document.new_repository_unique_id);
  }
  json.Key("verified").Bool(true);
  json.EndObject();
  return json.text();
}

}  // namespace

CommandDescription GetCommand::Describe() {
  return {
      {"get"},
      "fetch a document and verify it",
      {
          {"ID", "", "entryUUID, with or without urn:uuid:, or uniqueId", &id_, true},
          {"-o,--output", "FILE",
           "where to; - is standard output (default, unless it is a terminal)", &output_},
      },
      "The bytes are compared with hash and size that the registry has for the document. FILE\n"
      "appears complete and verified, readable by you only, or not at all. Standard output has\n"
      "got most bytes before the comparison ends: use them only when the exit code is 0.\n"
      "\n"
      "Examples:\n"
      "  docshare get 2.16.840.1.113883.19.5.99999.1 -o document.pdf\n"
      "  docshare get 0f1a2b3c-1111-4222-8333-444455556666 > document.xml\n"
      "  docshare get 2.16.840.1.113883.19.5.99999.1 -o document.pdf --json\n",
  };
}

absl::Status GetCommand::CheckOutput(const CommandContext& context) const {
  const bool to_stdout = output_.empty() || output_ == "-";
  if (to_stdout && context.options.json) {
    return absl::InvalidArgumentError("--json needs -o FILE: standard output is for the result");
  }
  if (output_.empty() && context.terminal.out_is_terminal) {
    return absl::InvalidArgumentError(
        "a document is not for the terminal: give -o FILE, or -o - to print it anyway");
  }
  return absl::OkStatus();
}

absl::StatusOr<RetrievedDocument> GetCommand::Fetch(const CommandContext& context,
                                                    DocumentConsumer& consumer,
                                                    const DocumentEntry& entry) const {
  const Terminal& terminal = context.terminal;
  Interruption interruption;
  ProgressBar bar(terminal.err_is_terminal ? &terminal.err : nullptr, terminal.width, "fetching",
                  entry.size(), &context.clock);
  if (!output_.empty() && output_ != "-") {
    return consumer.RetrieveToFile(entry, output_, [&](uint64_t received_bytes) {
      bar.Update(received_bytes);
      return interruption.Check();
    });
  }
  uint64_t received_bytes = 0;
  return consumer.Retrieve(entry, [&](absl::string_view bytes) -> absl::Status {
    terminal.out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    if (!terminal.out) return absl::FailedPreconditionError("cannot write to standard output");
    received_bytes += bytes.size();
    bar.Update(received_bytes);
    return interruption.Check();
  });
}

absl::Status GetCommand::Run(CommandContext& context) {
  absl::Status output = CheckOutput(context);
  if (!output.ok()) return output;
  absl::StatusOr<ClientProfile> profile = LoadProfile(context);
  if (!profile.ok()) return profile.status();
  auto consumer = ConnectConsumer(*profile, context.options);
  if (!consumer.ok()) return consumer.status();
  absl::StatusOr<DocumentEntry> entry = LookUpDocument(context, **consumer, id_);
  if (!entry.ok()) return entry.status();
  if (entry->availability_status() == docshare::metadata::v1::AVAILABILITY_STATUS_DEPRECATED) {
    context.terminal.err << "note: this document is deprecated; a newer one may replace it\n";
  }
  context.Tell(absl::StrCat("fetching ", entry->entry_uuid(), " from repository ",
                            entry->repository_unique_id()));
  absl::StatusOr<RetrievedDocument> document = Fetch(context, **consumer, *entry);
  if (!document.ok()) return document.status();
  if (!document->new_document_unique_id.empty()) {
    context.Tell(absl::StrCat(
        "made on demand as ", document->new_document_unique_id,
        document->new_repository_unique_id.empty() ? "; it was not kept" : ", which is kept"));
  }
  if (context.options.json) {
    context.terminal.out << ResultJson(*entry, *document, output_) << "\n";
  } else if (!output_.empty() && output_ != "-") {
    context.terminal.err << PrintableText(output_) << ": " << PrintableText(document->mime_type)
                         << ", " << FormatBytes(document->content.size_bytes)
                         << ", verified: SHA-1 " << document->content.sha1 << "\n";
  }
  return absl::OkStatus();
}

}  // namespace docshare::consumer
