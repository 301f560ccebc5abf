#include "repository/content/content_folders.h"

#include <sys/stat.h>

#include <filesystem>
#include <system_error>
#include <utility>

#include "absl/strings/str_cat.h"
#include "repository/content/posix_file.h"

namespace docshare::repository {

ContentFolders::ContentFolders(std::string path)
    : path_(std::move(path)),
      incoming_(absl::StrCat(path_, "/incoming")),
      content_(absl::StrCat(path_, "/content")) {}

absl::Status ContentFolders::MakeRoot() const {
  for (const std::string& folder : {path_, incoming_, content_}) {
    if (absl::Status made = MakeFolder(folder); !made.ok()) return made;
  }
  const std::string parent = std::filesystem::absolute(path_).parent_path();
  for (const std::string& folder : {path_, parent}) {
    if (absl::Status synced = SyncFolder(folder); !synced.ok()) return synced;
  }
  return absl::OkStatus();
}

std::string ContentFolders::IncomingFile(const ContentId& id) const {
  return absl::StrCat(incoming_, "/", id.ToHex());
}

std::string ContentFolders::ContentFile(const ContentId& id) const {
  return absl::StrCat(ContentFolderOf(id), "/", id.ToHex());
}

absl::Status ContentFolders::SyncIncoming() const { return SyncFolder(incoming_); }

absl::Status ContentFolders::MoveToContent(const ContentId& id) {
  absl::Status status = MakeContentFolder(id);
  if (status.ok()) status = RenameFile(IncomingFile(id), ContentFile(id));
  return status;
}

absl::Status ContentFolders::RemoveIncoming(const ContentId& id) const {
  return RemoveFile(IncomingFile(id));
}

absl::Status ContentFolders::RemoveContent(const ContentId& id) const {
  absl::Status status = RemoveFile(ContentFile(id));
  if (status.ok()) status = SyncFolder(ContentFolderOf(id));
  // Without the folder there was no file.
  return absl::IsNotFound(status) ? absl::OkStatus() : status;
}

absl::StatusOr<std::vector<ContentId>> ContentFolders::ListIncoming() const {
  std::vector<ContentId> ids;
  std::error_code error;
  std::filesystem::directory_iterator files(incoming_, error);
  for (; !error && files != std::filesystem::directory_iterator(); files.increment(error)) {
    const absl::StatusOr<ContentId> id = ContentId::FromHex(files->path().filename().string());
    if (id.ok()) ids.push_back(*id);
  }
  if (error) {
    return absl::InternalError(absl::StrCat("cannot list ", incoming_, ": ", error.message()));
  }
  return ids;
}

absl::StatusOr<std::vector<ContentFolders::ContentFileFacts>> ContentFolders::ListContent(
    uint8_t first_byte) const {
  std::vector<ContentFileFacts> found;
  const std::string folder = absl::StrCat(content_, "/", absl::Hex(first_byte, absl::kZeroPad2));
  std::error_code error;
  std::filesystem::directory_iterator files(folder, error);
  if (error == std::errc::no_such_file_or_directory) return found;
  for (; !error && files != std::filesystem::directory_iterator(); files.increment(error)) {
    const absl::StatusOr<ContentId> id = ContentId::FromHex(files->path().filename().string());
    if (!id.ok() || static_cast<uint8_t>(id->bytes()[0]) != first_byte) continue;
    struct stat facts;
    // One that is gone by now is passed over.
    if (stat(files->path().c_str(), &facts) != 0) continue;
    found.push_back({.id = *id,
                     .size_bytes = static_cast<uint64_t>(facts.st_size),
                     .written = absl::TimeFromTimespec(facts.st_mtim)});
  }
  if (error) {
    return absl::InternalError(absl::StrCat("cannot list ", folder, ": ", error.message()));
  }
  return found;
}

std::string ContentFolders::ContentFolderOf(const ContentId& id) const {
  return absl::StrCat(content_, "/", id.ToHex().substr(0, 2));
}

absl::Status ContentFolders::MakeContentFolder(const ContentId& id) {
  const auto first_byte = static_cast<unsigned char>(id.bytes()[0]);
  // Held while the disk works: who finds the folder made must find it durable as well.
  const std::lock_guard<std::mutex> lock(mutex_);
  if (durable_folders_[first_byte]) return absl::OkStatus();
  absl::Status status = MakeFolder(ContentFolderOf(id));
  if (status.ok()) status = SyncFolder(content_);
  if (status.ok()) durable_folders_[first_byte] = true;
  return status;
}

}  // namespace docshare::repository
