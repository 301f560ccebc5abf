#include "consumer/cli/publish_command.h"

#include <map>
#include <utility>

#include "absl/strings/str_cat.h"
#include "consumer/cli/document_lookup.h"
#include "consumer/cli/entry_view.h"
#include "consumer/cli/interruption.h"
#include "consumer/cli/json_writer.h"
#include "consumer/cli/metadata_file.h"
#include "consumer/cli/next_step.h"
#include "consumer/cli/printable_text.h"
#include "consumer/cli/profile.h"
#include "consumer/cli/progress_bar.h"
#include "consumer/cli/proto_json.h"
#include "consumer/cli/submission.h"
#include "consumer/cli/table.h"

namespace docshare::consumer {
namespace {

using docshare::config::v1::ClientProfile;
using docshare::metadata::v1::DocumentEntry;
using docshare::registry::v1::RegisterDocumentSetRequest;

// entryUUIDs by the ids that were submitted.
std::map<std::string, std::string> AssignedIds(const ProvidedSubmission& provided) {
  std::map<std::string, std::string> ids;
  for (const auto& assigned : provided.registration.assigned_ids()) {
    ids[assigned.submitted_id()] = assigned.entry_uuid();
  }
  return ids;
}

void PrintJson(const RegisterDocumentSetRequest& request, const ProvidedSubmission& provided,
               const std::vector<std::string>& files, std::ostream& out) {
  std::map<std::string, std::string> ids = AssignedIds(provided);
  JsonWriter json;
  json.BeginObject();
  json.Key("submission").BeginObject();
  json.Key("entryUuid").String(ids[request.submission_set().entry_uuid()]);
  json.Key("uniqueId").String(request.submission_set().unique_id());
  json.EndObject();
  json.Key("alreadyRegistered").Bool(provided.registration.already_registered());
  json.Key("commitPosition").Number(provided.registration.commit_position());
  json.Key("documents").BeginArray();
  for (size_t i = 0; i < files.size(); ++i) {
    const DocumentEntry& entry = request.document_entries(static_cast<int>(i));
    json.BeginObject();
    json.Key("file").String(files[i]);
    json.Key("title").String(TextLabel(entry.title()));
    json.Key("entryUuid").String(ids[entry.entry_uuid()]);
    json.Key("uniqueId").String(entry.unique_id());
    json.Key("mimeType").String(entry.mime_type());
    json.Key("size").Number(provided.documents[i].content.size_bytes);
    json.Key("hash").String(provided.documents[i].content.sha1);
    json.EndObject();
  }
  json.EndArray();
  json.Key("folders").BeginArray();
  for (const auto& folder : request.folders()) {
    json.BeginObject();
    json.Key("title").String(TextLabel(folder.title()));
    json.Key("entryUuid").String(ids[folder.entry_uuid()]);
    json.Key("uniqueId").String(folder.unique_id());
    json.EndObject();
  }
  json.EndArray();
  json.EndObject();
  out << json.text() << "\n";
}

void PrintTable(const RegisterDocumentSetRequest& request, const ProvidedSubmission& provided,
                const std::vector<std::string>& files, const Terminal& terminal) {
  std::map<std::string, std::string> ids = AssignedIds(provided);
  std::vector<std::vector<std::string>> rows;
  for (size_t i = 0; i < files.size(); ++i) {
    const DocumentEntry& entry = request.document_entries(static_cast<int>(i));
    const std::string title = TextLabel(entry.title());
    rows.push_back({title.empty() ? files[i] : title,
                    FormatBytes(provided.documents[i].content.size_bytes),
                    ShortUuid(ids[entry.entry_uuid()]), entry.unique_id(),
                    provided.documents[i].content.sha1});
  }
  terminal.out << RenderTable({{"TITLE", false, 8},
                               {"SIZE", true},
                               {"ENTRYUUID"},
                               {"UNIQUEID", false, 8},
                               {"SHA-1", false, 8}},
                              rows, terminal.out_is_terminal ? terminal.width : 0);
  for (const auto& folder : request.folders()) {
    terminal.out << "new folder: " << PrintableText(TextLabel(folder.title())) << "  "
                 << ShortUuid(ids[folder.entry_uuid()]) << "  " << PrintableText(folder.unique_id())
                 << "\n";
  }
  if (provided.registration.already_registered()) {
    terminal.err << "this submission had been published before; nothing was changed\n";
  }
}

// A failure that leaves open whether the documents were published.
bool IsUncertain(const absl::Status& status) {
  return absl::IsUnavailable(status) || absl::IsDeadlineExceeded(status) ||
         absl::IsCancelled(status) || absl::IsUnknown(status) || absl::IsInternal(status);
}

absl::Status WithRepetition(absl::Status status, const RegisterDocumentSetRequest& request) {
  const std::string step = NextStep(status);
  return WithNextStep(
      std::move(status),
      absl::StrCat(step, step.empty() ? "" : " ",
                   "It is not certain whether the documents were published. To be sure that they "
                   "are, and once only, repeat the command with --submission-id ",
                   request.submission_set().unique_id(), " --submission-time ",
                   request.submission_set().submission_time()));
}

}  // namespace

CommandDescription PublishCommand::Describe() {
  CommandDescription description;
  description.path = {"publish"};
  description.summary = "publish files as documents of a patient, all of them or none";
  description.flags = flags_.Describe();
  description.flags.insert(
      description.flags.begin(),
      Flag{"FILE", "", "document to publish; all are one submission", &files_, true});
  for (const Flag& flag : links_.Describe()) description.flags.push_back(flag);
  const std::string how = "How";
  for (const Flag& flag : {
           Flag{"--metadata", "FILE",
                "metadata in protobuf's JSON form: a DocumentEntry for every file, or "
                "{\"submissionSet\": ..., \"documentEntries\": [...]} with an entry for each file "
                "in their order",
                &metadata_, false, how},
           Flag{"--no-cda", "", "take no metadata from CDA documents", &no_cda_, false, how},
           Flag{"--allow-other-patient", "",
                "publish a CDA document for another patient than it names", &allow_other_patient_,
                false, how},
           Flag{"--dry-run", "", "print the submission instead, in the form --metadata reads",
                &dry_run_, false, how},
       }) {
    description.flags.push_back(flag);
  }
  description.details =
      "Each attribute comes whole from the first of: flags, --metadata, the header of a CDA\n"
      "document (title, author, times, type, confidentiality, language, unique id, and the "
      "patient\n"
      "where the profile's authority numbers it), the profile. CODE is code^^system or\n"
      "code^^system^display name. TIME is 2024-01-31, 2024-01-31T09:30 or with a zone,\n"
      "2024-01-31T09:30+01:00; without one it is UTC.\n"
      "\n"
      "What is replaced is found on demand only (`docshare find --deprecated`). A replacement "
      "follows\n"
      "into the folders of the document before it. ID has to name one document: with\n"
      "--submission-id, to repeat a command, give the entryUUID.\n"
      "\n"
      "Examples:\n"
      "  docshare publish epikrise.xml --patient 12838520020 --class "
      "A00-1^^2.16.578.1.12.4.1.1.9602\n"
      "  docshare publish scan-1.pdf scan-2.pdf --patient 12838520020 --metadata scans.json\n"
      "  docshare publish letter.pdf --patient 12838520020 --title Letter --dry-run\n"
      "  docshare publish corrected.xml --patient 12838520020 --replaces "
      "2.16.840.1.113883.19.5.99999.1\n"
      "  docshare publish addendum.xml --patient 12838520020 --appends-to "
      "2.16.840.1.113883.19.5.99999.1\n"
      "  docshare publish letter.pdf --patient 12838520020 --title Letter --folder 'Case 2024' \\\n"
      "      --folder-code A00-1^^2.16.578.1.12.4.1.1.9602\n";
  return description;
}

absl::StatusOr<std::vector<InspectedFile>> PublishCommand::Inspect() const {
  absl::StatusOr<MediaTypeDetector> detector = MediaTypeDetector::Open();
  if (!detector.ok()) return absl::FailedPreconditionError(detector.status().message());
  std::vector<InspectedFile> files;
  for (const std::string& path : files_) {
    absl::StatusOr<InspectedFile> file = InspectFile(path, *detector, !no_cda_);
    if (!file.ok()) return file.status();
    files.push_back(*std::move(file));
  }
  return files;
}

absl::StatusOr<LinksOfDocuments> PublishCommand::Links(const CommandContext& context,
                                                       const ClientProfile& profile) const {
  if (!NamesRegistered(links_)) return ResolveLinks(links_, nullptr);
  auto consumer = ConnectConsumer(profile, context.options);
  if (!consumer.ok()) return consumer.status();
  return ResolveLinks(links_, consumer->get());
}

absl::StatusOr<RegisterDocumentSetRequest> PublishCommand::Build(
    CommandContext& context, const ClientProfile& profile,
    const std::vector<InspectedFile>& files) const {
  SubmissionSources sources;
  sources.files = files;
  sources.patient_authority = profile.publish().patient_authority();
  absl::StatusOr<RegisterDocumentSetRequest> flags =
      MetadataOfFlags(flags_, sources.patient_authority);
  if (!flags.ok()) return flags.status();
  sources.flags = *std::move(flags);
  absl::StatusOr<RegisterDocumentSetRequest> defaults = MetadataOfDefaults(profile.publish());
  if (!defaults.ok()) return defaults.status();
  sources.defaults = *std::move(defaults);
  if (!metadata_.empty()) {
    absl::StatusOr<RegisterDocumentSetRequest> metadata_file = ReadMetadataFile(metadata_);
    if (!metadata_file.ok()) return metadata_file.status();
    sources.metadata_file = *std::move(metadata_file);
  }
  absl::StatusOr<LinksOfDocuments> links = Links(context, profile);
  if (!links.ok()) return links.status();
  sources.links = *std::move(links);
  sources.allow_other_patient = allow_other_patient_;
  sources.fresh_uuid = context.uuids.Next();
  sources.now = context.clock.Now();
  return BuildSubmission(sources);
}

absl::Status PublishCommand::Publish(CommandContext& context, const ClientProfile& profile,
                                     const RegisterDocumentSetRequest& request) const {
  auto source = ConnectSource(profile, context.options);
  if (!source.ok()) return source.status();
  uint64_t total_bytes = 0;
  std::vector<DocumentToProvide> documents;
  for (size_t i = 0; i < files_.size(); ++i) {
    const DocumentEntry& entry = request.document_entries(static_cast<int>(i));
    total_bytes += entry.size();
    documents.push_back(DocumentFromFile(entry.entry_uuid(), files_[i]));
  }
  const Terminal& terminal = context.terminal;
  absl::StatusOr<ProvidedSubmission> provided;
  {
    Interruption interruption;
    ProgressBar bar(terminal.err_is_terminal ? &terminal.err : nullptr, terminal.width,
                    "publishing", total_bytes, &context.clock);
    provided = (*source)->Provide(request, documents, [&](uint64_t sent_bytes) {
      bar.Update(sent_bytes);
      return interruption.Check();
    });
  }
  if (!provided.ok()) {
    return IsUncertain(provided.status()) ? WithRepetition(provided.status(), request)
                                          : provided.status();
  }
  if (context.options.json) {
    PrintJson(request, *provided, files_, terminal.out);
  } else {
    PrintTable(request, *provided, files_, terminal);
  }
  return absl::OkStatus();
}

absl::Status PublishCommand::Run(CommandContext& context) {
  absl::Status links = CheckLinkFlags(links_, files_.size());
  if (!links.ok()) return links;
  absl::StatusOr<ClientProfile> profile = LoadProfile(context);
  if (!profile.ok()) return profile.status();
  absl::StatusOr<std::vector<InspectedFile>> files = Inspect();
  if (!files.ok()) return files.status();
  absl::StatusOr<RegisterDocumentSetRequest> request = Build(context, *profile, *files);
  absl::Status status = request.status();
  if (request.ok() && dry_run_) {
    context.terminal.out << IndentedProtoJson(*request);
  } else if (request.ok()) {
    status = Publish(context, *profile, *request);
  }
  // What the documents lack is worth reading when it shows, or when it was the reason.
  if (!status.ok() || dry_run_ || context.options.verbose) {
    for (const InspectedFile& file : *files) {
      for (const std::string& note : file.notes) {
        context.terminal.err << "note: " << PrintableText(file.path) << ": " << PrintableText(note)
                             << "\n";
      }
    }
  }
  return status;
}

}  // namespace docshare::consumer
