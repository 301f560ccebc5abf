#include "tests/crash/aftermath.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <memory>
#include <set>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "docshare/storage/v1/repository_rows.pb.h"
#include "repository/catalogue/key_space.h"
#include "repository/content/content_keys.h"
#include "tests/stack/stopped_database.h"

namespace docshare::tests {
namespace {

using metadata::v1::DocumentEntry;

constexpr absl::Duration kRecoveryLimit = absl::Seconds(30);
constexpr absl::Duration kEndLimit = absl::Seconds(40);

absl::Status Wrong(const Attempt& attempt, absl::string_view what) {
  return absl::DataLossError(absl::StrCat(attempt.acknowledged ? "acknowledged" : "unacknowledged",
                                          " submission ",
                                          attempt.metadata.submission_set().unique_id(),
                                          " to repository ", attempt.repository, ": ", what));
}

// Returns kDataLoss for bytes that differ and whatever the servers answer.
absl::StatusOr<bool> IsThere(consumer::DocumentConsumer& consumer, const Attempt& attempt,
                             const Attempt::Document& document) {
  absl::StatusOr<std::string> bytes = FetchFrom(
      consumer, kRepositoryOids[static_cast<size_t>(attempt.repository)], document.unique_id);
  if (absl::IsNotFound(bytes.status())) return false;
  if (!bytes.ok()) return bytes.status();
  if (*bytes != document.Bytes()) {
    return Wrong(attempt, absl::StrCat("other bytes as ", document.unique_id));
  }
  return true;
}

// How much of an attempt there is, entries and documents.
struct Found {
  size_t entries = 0;
  size_t documents = 0;
};

absl::StatusOr<Found> Look(consumer::DocumentConsumer& consumer, const Attempt& attempt) {
  Found found;
  absl::StatusOr<std::vector<DocumentEntry>> entries =
      GetByUniqueIds(consumer, attempt.UniqueIds());
  if (!entries.ok()) return entries.status();
  found.entries = entries->size();
  for (const Attempt::Document& document : attempt.documents) {
    const auto entry = std::find_if(entries->begin(), entries->end(), [&](const auto& candidate) {
      return candidate.unique_id() == document.unique_id;
    });
    if (entry != entries->end() && entry->size() != document.size) {
      return Wrong(attempt, absl::StrCat("entry of other size for ", document.unique_id));
    }
    absl::StatusOr<bool> there = IsThere(consumer, attempt, document);
    if (!there.ok()) return there.status();
    found.documents += *there;
  }
  return found;
}

absl::StatusOr<bool> IsWhole(consumer::DocumentConsumer& consumer, const Attempt& attempt) {
  const absl::Time until = absl::Now() + kRecoveryLimit;
  while (true) {
    absl::StatusOr<Found> found = Look(consumer, attempt);
    if (!found.ok()) return found.status();
    const size_t all = attempt.documents.size();
    if (found->entries == all && found->documents == all) return true;
    const bool nothing = found->entries == 0 && found->documents == 0;
    if (nothing && !attempt.acknowledged) return false;
    if (attempt.acknowledged || absl::Now() > until) {
      return Wrong(attempt, absl::StrCat("of ", all, " documents there are ", found->entries,
                                         " entries and the bytes of ", found->documents));
    }
  }
}

size_t CountFiles(const std::string& folder) {
  const auto files = std::filesystem::recursive_directory_iterator(folder);
  return static_cast<size_t>(std::count_if(
      begin(files), end(files), [](const auto& entry) { return entry.is_regular_file(); }));
}

// What one repository keeps.
struct RepositoryContent {
  size_t pending = 0;
  std::set<std::string> unique_ids;
};

absl::StatusOr<RepositoryContent> ReadRepository(const std::string& data_dir) {
  absl::StatusOr<StoppedDatabase> database = StoppedDatabase::Open(data_dir + "/catalogue");
  if (!database.ok()) return database.status();
  using Space = repository::KeySpace;
  RepositoryContent content;
  content.pending = database->Space(static_cast<uint8_t>(Space::kPending)).size();
  size_t in_files = 0;
  for (const DatabaseRow& row : database->Space(static_cast<uint8_t>(Space::kDocuments))) {
    storage::v1::DocumentRow document;
    if (!document.ParseFromString(row.value)) return absl::DataLossError("a document row");
    content.unique_ids.insert(document.unique_id());
    if (document.size() > 256 * 1024) ++in_files;
  }
  if (content.pending > 0) return content;
  const size_t stored = database->Space(repository::kContentSpace).size();
  const size_t unclaimed = database->Space(repository::kUnclaimedContentSpace).size();
  const size_t keys = database->Space(repository::kDocumentKeySpace).size();
  const size_t files = CountFiles(data_dir + "/documents");
  if (stored != content.unique_ids.size() || keys != stored || unclaimed > 0 || files != in_files) {
    return absl::DataLossError(absl::StrCat(data_dir, ": ", content.unique_ids.size(),
                                            " documents, ", in_files, " of them in files; ", stored,
                                            " contents, ", unclaimed, " of them unclaimed; ", keys,
                                            " keys; ", files, " files"));
  }
  return content;
}

// The unique ids the registry knows, by repository.
absl::StatusOr<std::map<std::string, std::set<std::string>>> ReadRegistry(
    const Stack& stack, const std::vector<std::string>& patients) {
  auto consumer = stack.Consumer(kAdmin);
  std::map<std::string, std::set<std::string>> ids;
  for (const std::string& patient : patients) {
    absl::StatusOr<std::vector<DocumentEntry>> entries = FindAll(*consumer, patient);
    if (!entries.ok()) return entries.status();
    for (const DocumentEntry& entry : *entries) {
      if (!ids[entry.repository_unique_id()].insert(entry.unique_id()).second) {
        return absl::DataLossError(absl::StrCat("two entries for ", entry.unique_id()));
      }
    }
  }
  return ids;
}

absl::Status StopAll(Stack& stack) {
  for (ServerProcess* server : stack.servers()) {
    absl::StatusOr<ProcessExit> exit = server->Terminate(kEndLimit);
    if (!exit.ok()) return exit.status();
    if (exit->code != 0) return absl::InternalError(absl::StrCat("exit code ", exit->code));
  }
  return absl::OkStatus();
}

absl::Status StartAll(Stack& stack) {
  for (ServerProcess* server : stack.servers()) {
    if (absl::Status started = server->Start(); !started.ok()) return started;
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<Fates> CheckFates(const Stack& stack, const std::vector<Attempt>& attempts) {
  auto consumer = stack.Consumer(kMunicipality);
  Fates fates;
  for (const Attempt& attempt : attempts) {
    absl::StatusOr<bool> whole = IsWhole(*consumer, attempt);
    if (!whole.ok()) return whole.status();
    ++(*whole ? fates.whole : fates.never_was);
  }
  return fates;
}

absl::Status CheckDatabases(Stack& stack, const std::vector<std::string>& patients) {
  const absl::Time until = absl::Now() + kRecoveryLimit;
  std::array<RepositoryContent, kRepositories> contents;
  size_t pending = 0;
  do {
    if (absl::Now() > until) {
      return absl::DataLossError(absl::StrCat(pending, " submissions stay pending"));
    }
    if (absl::Status status = StopAll(stack); !status.ok()) return status;
    pending = 0;
    for (int i = 0; i < kRepositories; ++i) {
      absl::StatusOr<RepositoryContent> content = ReadRepository(stack.RepositoryDataDir(i));
      if (!content.ok()) return content.status();
      pending += content->pending;
      contents[static_cast<size_t>(i)] = *std::move(content);
    }
    if (absl::Status status = StartAll(stack); !status.ok()) return status;
  } while (pending > 0);
  absl::StatusOr<std::map<std::string, std::set<std::string>>> registered =
      ReadRegistry(stack, patients);
  if (!registered.ok()) return registered.status();
  for (size_t i = 0; i < kRepositories; ++i) {
    const std::set<std::string>& entries = (*registered)[kRepositoryOids[i]];
    if (entries == contents[i].unique_ids) continue;
    return absl::DataLossError(absl::StrCat("repository ", i, " has ",
                                            contents[i].unique_ids.size(),
                                            " documents, the registry lists ", entries.size()));
  }
  return absl::OkStatus();
}

}  // namespace docshare::tests
