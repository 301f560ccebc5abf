#include "consumer/cli/folders_command.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "consumer/cli/folder_list.h"
#include "consumer/cli/metadata_values.h"
#include "consumer/cli/profile.h"

namespace docshare::consumer {
namespace {

using docshare::config::v1::ClientProfile;
using docshare::metadata::v1::Folder;
using docshare::registry::v1::CodeFilter;
using docshare::registry::v1::FindFoldersRequest;
using docshare::registry::v1::FindFoldersResponse;

constexpr uint32_t kPageSize = 500;

}  // namespace

CommandDescription FoldersCommand::Describe() {
  return {
      {"folders"},
      "list folders of a patient, last changed first",
      {
          {"--patient", "CX", "ID^^^&OID&ISO, or ID alone with the profile's authority", &patient_,
           true},
          {"--code", "CODE", "what it collects; may be repeated: any of the values", &codes_},
          {"--after", "TIME", "changed at that time or later", &after_},
          {"--before", "TIME", "changed before that time", &before_},
          {"--deprecated", "", "also deprecated ones", &deprecated_},
          {"--limit", "N", "stop after N folders", &limit_},
      },
      "A folder changes when a document is put into it. CODE is code^^system. TIME is 2024-01-31,\n"
      "2024-01-31T09:30 or with a zone, 2024-01-31T09:30+01:00; without one it is UTC.\n"
      "`docshare find --folder ID` lists what a folder holds.\n"
      "\n"
      "Examples:\n"
      "  docshare folders --patient 12838520020\n"
      "  docshare folders --patient 12838520020 --after 2024 --json\n",
  };
}

absl::StatusOr<FindFoldersRequest> FoldersCommand::Request(
    const std::string& default_authority) const {
  FindFoldersRequest request;
  auto patient = ParsePatient("--patient", patient_, default_authority);
  if (!patient.ok()) return patient.status();
  *request.mutable_patient_id() = *std::move(patient);
  request.add_statuses(docshare::metadata::v1::AVAILABILITY_STATUS_APPROVED);
  if (deprecated_) request.add_statuses(docshare::metadata::v1::AVAILABILITY_STATUS_DEPRECATED);
  request.set_return_type(docshare::registry::v1::RETURN_TYPE_LEAF_CLASS);
  for (const std::string& text : codes_) {
    absl::StatusOr<CodeFilter> code = ParseCodeFilter("--code", text);
    if (!code.ok()) return code.status();
    if (request.codes().empty()) request.add_codes();
    *request.mutable_codes(0)->add_any_of() = *std::move(code);
  }
  if (!after_.empty()) {
    absl::StatusOr<std::string> time = ParseTime("--after", after_);
    if (!time.ok()) return time.status();
    request.mutable_last_update_time()->set_from(*std::move(time));
  }
  if (!before_.empty()) {
    absl::StatusOr<std::string> time = ParseTime("--before", before_);
    if (!time.ok()) return time.status();
    request.mutable_last_update_time()->set_to(*std::move(time));
  }
  request.set_page_size(kPageSize);
  return request;
}

absl::Status FoldersCommand::Run(CommandContext& context) {
  absl::StatusOr<ClientProfile> profile = LoadProfile(context);
  if (!profile.ok()) return profile.status();
  absl::StatusOr<FindFoldersRequest> request = Request(profile->publish().patient_authority());
  if (!request.ok()) return request.status();
  auto consumer = ConnectConsumer(*profile, context.options);
  if (!consumer.ok()) return consumer.status();
  // The query does not sort.
  std::vector<Folder> folders;
  absl::Status status = (*consumer)->queries().ForEachPage(
      &StoredQueries::FindFolders, *std::move(request), [&](const FindFoldersResponse& page) {
        folders.insert(folders.end(), page.folders().begin(), page.folders().end());
        return true;
      });
  if (!status.ok()) return status;
  std::stable_sort(folders.begin(), folders.end(), [](const Folder& a, const Folder& b) {
    return a.last_update_time() > b.last_update_time();
  });
  const bool more = limit_ > 0 && folders.size() > limit_;
  if (more) folders.resize(limit_);
  context.Tell(absl::StrCat(folders.size(), " folders"));
  const Terminal& terminal = context.terminal;
  if (context.options.json) {
    PrintFoldersJson(folders, more, terminal.out);
    return absl::OkStatus();
  }
  PrintFolders(folders, deprecated_, terminal);
  if (folders.empty()) terminal.err << "no folders found\n";
  if (more) terminal.err << "there are more: raise --limit to see them\n";
  return absl::OkStatus();
}

}  // namespace docshare::consumer
