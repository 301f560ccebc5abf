#include "admin/cli/reconcile_command.h"

#include <algorithm>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/types/span.h"
#include "admin/cli/connection.h"
#include "admin/cli/row_progress.h"
#include "admin/cli/told_failure.h"
#include "admin/client/reconciliation.h"
#include "consumer/cli/confirmation.h"
#include "consumer/cli/error_report.h"
#include "consumer/cli/interruption.h"
#include "consumer/cli/json_writer.h"
#include "consumer/cli/next_step.h"
#include "consumer/cli/printable_text.h"

namespace docshare::admin {
namespace {

using consumer::CommandContext;
using consumer::CommandDescription;

constexpr absl::Duration kGrace = absl::Seconds(5);
// A removal is synced for each document.
constexpr size_t kMostAtOnce = 100;

void AddIds(absl::string_view key, const std::vector<std::string>& ids,
            consumer::JsonWriter& json) {
  json.Key(key).BeginArray();
  for (const std::string& id : ids) json.String(id);
  json.EndArray();
}

void List(absl::string_view what, const std::vector<std::string>& ids,
          const CommandContext& context) {
  for (const std::string& id : ids) {
    context.terminal.out << what << ": " << consumer::PrintableText(id) << "\n";
  }
}

void Print(const Disagreement& found, uint64_t removed, const CommandContext& context) {
  if (context.options.json) {
    consumer::JsonWriter json;
    json.BeginObject();
    AddIds("withoutBytes", found.without_bytes, json);
    AddIds("otherBytes", found.other_bytes, json);
    AddIds("unregistered", found.unregistered, json);
    json.Key("removed").Number(removed);
    json.EndObject();
    context.terminal.out << json.text() << "\n";
    return;
  }
  List("registered without bytes", found.without_bytes, context);
  List("registered with other bytes", found.other_bytes, context);
  List("stored and not registered", found.unregistered, context);
  if (found.empty()) {
    context.terminal.out << "registry and repository agree\n";
  } else if (removed > 0) {
    context.terminal.out << "removed " << FormatCount(removed) << " unregistered documents\n";
  }
}

// Of these documents those that are not registered now either.
absl::StatusOr<std::vector<std::string>> StillUnregistered(
    RegistryAdmin& registry, const std::string& repository_unique_id,
    absl::Span<const std::string> unique_ids) {
  v1::LookUpRegisteredDocumentsRequest request;
  request.set_repository_unique_id(repository_unique_id);
  for (const std::string& unique_id : unique_ids) request.add_unique_ids(unique_id);
  const auto response = registry.LookUpRegisteredDocuments(request);
  if (!response.ok()) return response.status();
  std::vector<std::string> unregistered(unique_ids.begin(), unique_ids.end());
  for (const v1::RegisteredDocument& document : response->documents()) {
    unregistered.erase(std::remove(unregistered.begin(), unregistered.end(), document.unique_id()),
                       unregistered.end());
  }
  return unregistered;
}

// Removes documents that are still not registered; says how many are no longer in the way.
absl::StatusOr<uint64_t> Remove(RegistryAdmin& registry, const RepositoryConnection& connection,
                                const std::vector<std::string>& unique_ids) {
  uint64_t removed = 0;
  for (size_t begin = 0; begin < unique_ids.size(); begin += kMostAtOnce) {
    const size_t end = std::min(unique_ids.size(), begin + kMostAtOnce);
    // Sources may have published them again while somebody was asked.
    const auto unregistered =
        StillUnregistered(registry, connection.repository_unique_id,
                          absl::MakeConstSpan(unique_ids).subspan(begin, end - begin));
    if (!unregistered.ok()) return unregistered.status();
    removed += end - begin;
    if (unregistered->empty()) continue;
    repository::v1::RemoveDocumentsRequest request;
    for (const std::string& unique_id : *unregistered) {
      repository::v1::DocumentRequest& document = *request.add_documents();
      document.set_repository_unique_id(connection.repository_unique_id);
      document.set_document_unique_id(unique_id);
    }
    const auto response = connection.repository->RemoveDocuments(request);
    // They are gone already.
    if (absl::IsNotFound(response.status())) continue;
    if (!response.ok()) return response.status();
    for (const repository::v1::DocumentFault& fault : response->faults()) {
      if (fault.error().error_code() != "XDSDocumentUniqueIdError") --removed;
    }
  }
  return removed;
}

}  // namespace

CommandDescription ReconcileCommand::Describe() {
  return {
      {"reconcile"},
      "compare what a repository stores with what the registry lists",
      {{"--repository", "OID", "which one, when the profile has several", &repository_},
       {"--repair", "", "remove documents that the registry does not know", &repair_},
       {"--yes", "", "do not ask", &yes_}},
      "Both ways: entries whose document the repository does not have, or has with another size\n"
      "or hash, and documents that no entry names. Both servers go on serving. What is found is\n"
      "looked at again after some seconds, because documents come and go meanwhile; it ends with\n"
      "exit code 6 when something is left.\n"
      "\n"
      "--repair removes unregistered documents for good; the certificate needs the role REMOVE.\n"
      "Entries without bytes stay: have their sources publish the documents again, which is safe,\n"
      "restore a backup of the repository, or withdraw them.\n"
      "\n"
      "Examples:\n"
      "  docshare-admin reconcile\n"
      "  docshare-admin reconcile --repository 2.999.2.1 --json\n"
      "  docshare-admin reconcile --repair\n",
  };
}

absl::Status ReconcileCommand::Run(CommandContext& context) {
  absl::StatusOr<Connection> registry = Connect(context);
  if (!registry.ok()) return registry.status();
  absl::StatusOr<RepositoryConnection> connection = ConnectRepository(context, repository_);
  if (!connection.ok()) return connection.status();
  consumer::Interruption interruption;
  absl::StatusOr<Disagreement> found;
  {
    RowProgress progress(context.terminal.err_is_terminal ? &context.terminal.err : nullptr,
                         context.terminal.width, &context.clock, "compared");
    found = Reconcile(
        *registry->registry, *connection->repository, connection->repository_unique_id, kGrace,
        [&](absl::string_view step, uint64_t documents) {
          progress.Update(step, documents, 0);
          return absl::OkStatus();
        },
        [&] { return interruption.Check(); });
  }
  if (!found.ok()) return found.status();
  uint64_t removed = 0;
  if (repair_ && !found->unregistered.empty()) {
    absl::Status confirmed = consumer::Confirm(
        context.terminal, yes_,
        absl::StrCat("This removes ", found->unregistered.size(), " documents for good."),
        connection->repository_unique_id);
    if (!confirmed.ok()) return confirmed;
    const absl::StatusOr<uint64_t> done =
        Remove(*registry->registry, *connection, found->unregistered);
    if (!done.ok()) return done.status();
    removed = *done;
  }
  Print(*found, removed, context);
  const size_t left = found->without_bytes.size() + found->other_bytes.size() +
                      found->unregistered.size() - removed;
  if (left == 0) return absl::OkStatus();
  absl::Status failure = consumer::WithNextStep(
      absl::DataLossError(
          absl::StrCat("registry and repository disagree about ", left, " documents")),
      "See `docshare-admin reconcile --help` for what to do about each kind.");
  if (!context.options.json) return failure;
  context.terminal.err << consumer::ErrorReport(failure) << std::flush;
  return ToldFailure(failure);
}

}  // namespace docshare::admin
