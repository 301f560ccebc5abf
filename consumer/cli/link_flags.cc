#include "consumer/cli/link_flags.h"

#include <set>
#include <utility>

#include "consumer/cli/document_lookup.h"
#include "consumer/cli/folder_lookup.h"
#include "consumer/cli/metadata_values.h"
#include "consumer/cli/next_step.h"
#include "domain/metadata/association_type.h"

namespace docshare::consumer {
namespace {

using docshare::metadata::v1::CodedValue;
using docshare::metadata::v1::DocumentEntry;
using docshare::metadata::v1::Folder;

constexpr char kReplaces[] = "--replaces";
constexpr char kAppendsTo[] = "--appends-to";
constexpr char kTransforms[] = "--transforms";
constexpr char kFolder[] = "--folder";
constexpr char kFolderCode[] = "--folder-code";

absl::StatusOr<Folder> NewFolder(const LinkFlags& flags) {
  Folder folder;
  folder.mutable_title()->add_localized()->set_value(flags.folder);
  for (const std::string& text : flags.folder_codes) {
    absl::StatusOr<CodedValue> code = ParseCode(kFolderCode, text);
    if (!code.ok()) return code.status();
    *folder.add_codes() = *std::move(code);
  }
  return folder;
}

// The entryUUIDs of the documents that `ids`, the values of `flag`, name.
absl::StatusOr<std::set<std::string>> EntryUuids(const char* flag,
                                                 const std::vector<std::string>& ids,
                                                 DocumentConsumer* consumer) {
  std::set<std::string> entry_uuids;
  for (const std::string& id : ids) {
    absl::StatusOr<DocumentEntry> entry = LookUpRelatedDocument(*consumer, flag, id);
    if (!entry.ok()) return entry.status();
    entry_uuids.insert(entry->entry_uuid());
  }
  return entry_uuids;
}

}  // namespace

std::vector<Flag> LinkFlags::Describe() {
  const std::string group = "What was there before (ID is an entryUUID or a uniqueId)";
  return {
      {kReplaces, "ID", "document that this one replaces: it will be deprecated; may be repeated",
       &replaces, false, group},
      {kAppendsTo, "ID", "document that these ones add to; may be repeated", &appends_to, false,
       group},
      {kTransforms, "ID",
       "document that these ones are another form of; may be repeated, and given beside --replaces "
       "with the same ID",
       &transforms, false, group},
      {kFolder, "TITLE|ID",
       "folder to put the documents into: title of a new one, with --folder-code, or ID of one "
       "that exists",
       &folder, false, group},
      {kFolderCode, "CODE", "what the new folder collects; may be repeated", &folder_codes, false,
       group},
  };
}

absl::Status CheckLinkFlags(const LinkFlags& flags, size_t files) {
  if (files > 1 && !flags.replaces.empty()) {
    return absl::InvalidArgumentError(
        "--replaces: one document takes the place of another, and there are several files");
  }
  if (flags.folder.empty() && !flags.folder_codes.empty()) {
    return absl::InvalidArgumentError("--folder-code: give the new folder a title with --folder");
  }
  return NewFolder(flags).status();
}

bool NamesRegistered(const LinkFlags& flags) {
  return !flags.replaces.empty() || !flags.appends_to.empty() || !flags.transforms.empty() ||
         (!flags.folder.empty() && flags.folder_codes.empty());
}

absl::StatusOr<LinksOfDocuments> ResolveLinks(const LinkFlags& flags, DocumentConsumer* consumer) {
  auto replaced = EntryUuids(kReplaces, flags.replaces, consumer);
  if (!replaced.ok()) return replaced.status();
  auto transformed = EntryUuids(kTransforms, flags.transforms, consumer);
  if (!transformed.ok()) return transformed.status();
  auto appended_to = EntryUuids(kAppendsTo, flags.appends_to, consumer);
  if (!appended_to.ok()) return appended_to.status();

  LinksOfDocuments links;
  for (const std::string& target : *replaced) {
    const bool is_transformed = transformed->erase(target) > 0;
    links.relationships.push_back({is_transformed ? kTransformAndReplace : kReplace, target});
  }
  for (const std::string& target : *transformed) {
    links.relationships.push_back({kTransform, target});
  }
  for (const std::string& target : *appended_to) links.relationships.push_back({kAppend, target});
  if (!flags.folder_codes.empty()) {
    absl::StatusOr<Folder> folder = NewFolder(flags);
    if (!folder.ok()) return folder.status();
    links.new_folder = *std::move(folder);
  } else if (!flags.folder.empty()) {
    absl::StatusOr<Folder> folder = LookUpFolder(*consumer, flags.folder);
    if (absl::IsNotFound(folder.status())) {
      return WithNextStep(folder.status(),
                          "`docshare folders --patient ...` lists the folders of a patient with "
                          "their ids; with --folder-code it would be the title of a new one.");
    }
    if (!folder.ok()) return folder.status();
    links.folder = folder->entry_uuid();
  }
  return links;
}

}  // namespace docshare::consumer
