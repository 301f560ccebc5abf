#include "admin/cli/withdraw_command.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/types/optional.h"
#include "admin/cli/connection.h"
#include "admin/cli/object_lookup.h"
#include "consumer/cli/confirmation.h"
#include "consumer/cli/entry_view.h"
#include "consumer/cli/json_writer.h"
#include "consumer/cli/metadata_values.h"
#include "consumer/cli/next_step.h"
#include "consumer/cli/printable_text.h"
#include "consumer/cli/table.h"

namespace docshare::admin {
namespace {

using consumer::CommandContext;
using consumer::CommandDescription;
using consumer::PrintableText;

int Count(const v1::WithdrawResponse& response, v1::ObjectKind kind) {
  int count = 0;
  for (const v1::WithdrawnObject& object : response.objects()) count += object.kind() == kind;
  return count;
}

void PrintPlan(const v1::StoredObject& document, const v1::WithdrawResponse& plan,
               const consumer::Terminal& terminal, std::ostream& out) {
  const auto& entry = document.document_entry();
  out << "Document " << PrintableText(entry.unique_id()) << ", "
      << PrintableText(consumer::TextLabel(entry.title())) << ", "
      << PrintableText(consumer::CodeLabel(entry.type_code())) << ", created "
      << PrintableText(consumer::FormatTime(entry.creation_time())) << ", patient number "
      << document.patient_number() << "\n\n";
  std::vector<std::vector<std::string>> rows;
  for (const v1::WithdrawnObject& object : plan.objects()) {
    rows.push_back({KindLabel(object.kind()), TypeLabel(object.association_type()),
                    UuidLabel(object.entry_uuid())});
  }
  out << consumer::RenderTable({{"REMOVES"}, {"TYPE"}, {"ENTRYUUID"}}, rows,
                               terminal.out_is_terminal ? terminal.width : 0);
  const int sets = Count(plan, v1::OBJECT_KIND_SUBMISSION_SET);
  if (sets > 0) {
    out << (sets == 1 ? "\nA submission set goes because nothing is left of it.\n"
                      : "\nSubmission sets go because nothing is left of them.\n");
  }
}

// The versions of one document share their uniqueId: any of them will do.
absl::StatusOr<v1::StoredObject> LookUpDocument(RegistryAdmin& registry, const std::string& id) {
  absl::StatusOr<v1::GetObjectResponse> response = LookUpObjects(registry, id);
  if (!response.ok()) return response.status();
  const auto& objects = response->objects();
  const bool are_versions =
      objects.size() > 1 &&
      std::all_of(objects.begin(), objects.end(), [&](const v1::StoredObject& object) {
        return object.has_document_entry() && !object.document_entry().logical_id().empty() &&
               object.document_entry().logical_id() == objects[0].document_entry().logical_id();
      });
  return are_versions ? objects[0] : LookUpObject(registry, id);
}

// Other entries may name the same document.
absl::Status RemoveBytes(RegistryAdmin& registry, const RepositoryConnection& connection,
                         const std::string& unique_id) {
  v1::LookUpRegisteredDocumentsRequest others;
  others.set_repository_unique_id(connection.repository_unique_id);
  others.add_unique_ids(unique_id);
  const auto still = registry.LookUpRegisteredDocuments(others);
  if (!still.ok()) return still.status();
  if (!still->documents().empty()) {
    return absl::FailedPreconditionError(
        absl::StrCat("another entry, ", still->documents(0).entry_uuid(),
                     ", has the same uniqueId: it needs the bytes"));
  }
  repository::v1::RemoveDocumentsRequest request;
  repository::v1::DocumentRequest& document = *request.add_documents();
  document.set_repository_unique_id(connection.repository_unique_id);
  document.set_document_unique_id(unique_id);
  absl::Status removed = connection.repository->RemoveDocuments(request).status();
  // Somebody was faster.
  return absl::IsNotFound(removed) ? absl::OkStatus() : removed;
}

void PrintJson(const v1::WithdrawResponse& response, bool dry_run, std::ostream& out) {
  consumer::JsonWriter json;
  json.BeginObject();
  json.Key("dryRun").Bool(dry_run);
  json.Key("objects").BeginArray();
  for (const v1::WithdrawnObject& object : response.objects()) {
    json.BeginObject();
    json.Key("entryUuid").String(object.entry_uuid());
    json.Key("kind").String(v1::ObjectKind_Name(object.kind()));
    if (!object.association_type().empty()) {
      json.Key("associationType").String(object.association_type());
    }
    json.EndObject();
  }
  json.EndArray();
  if (!dry_run) json.Key("commitPosition").Number(response.commit_position());
  json.EndObject();
  out << json.text() << "\n";
}

}  // namespace

CommandDescription WithdrawCommand::Describe() {
  return {
      {"withdraw"},
      "remove the metadata of a document for good",
      {
          {"ID", "", "entryUUID of any version, or uniqueId", &id_, true},
          {"--dry-run", "", "only show what would go", &dry_run_},
          {"--bytes", "", "then remove its bytes from its repository, too", &bytes_},
          {"--yes", "", "do it without a question", &yes_},
      },
      "Every version of the document goes, with every association to and from it, and submission\n"
      "sets that would be left empty. Nobody finds it from then on. Its bytes stay\n"
      "with the repository, where who knows the unique id may retrieve them, unless --bytes is\n"
      "given: then they go too, and no copy of them can be read any more; the certificate needs\n"
      "the role REMOVE there. What goes is shown, and the document's unique id has to be typed.\n"
      "\n"
      "Examples:\n"
      "  docshare-admin withdraw 2.16.840.1.113883.19.5.99999.1 --dry-run\n"
      "  docshare-admin withdraw 2.16.840.1.113883.19.5.99999.1 --bytes\n"
      "  docshare-admin withdraw 0f1a2b3c-1111-4222-8333-444455556666\n",
  };
}

absl::Status WithdrawCommand::Run(CommandContext& context) {
  absl::StatusOr<Connection> connection = Connect(context);
  if (!connection.ok()) return connection.status();
  RegistryAdmin& registry = *connection->registry;
  absl::StatusOr<v1::StoredObject> document = LookUpDocument(registry, id_);
  if (!document.ok()) return document.status();
  if (document->object_case() == v1::StoredObject::OBJECT_NOT_SET) {
    return absl::NotFoundError("it has been removed already");
  }
  v1::WithdrawRequest request;
  request.set_entry_uuid(document->entry_uuid());
  request.set_dry_run(true);
  absl::StatusOr<v1::WithdrawResponse> plan = registry.Withdraw(request);
  if (!plan.ok()) return plan.status();
  std::ostream& out = context.terminal.out;
  if (dry_run_) {
    if (context.options.json) {
      PrintJson(*plan, true, out);
    } else {
      PrintPlan(*document, *plan, context.terminal, out);
    }
    return absl::OkStatus();
  }
  // What is wrong with the profile should be known before anything goes.
  absl::optional<RepositoryConnection> repository;
  if (bytes_) {
    absl::StatusOr<RepositoryConnection> connected =
        ConnectRepository(context, document->document_entry().repository_unique_id());
    if (!connected.ok()) return connected.status();
    repository = *std::move(connected);
  }
  if (!yes_) PrintPlan(*document, *plan, context.terminal, context.terminal.err);
  absl::Status confirmed =
      consumer::Confirm(context.terminal, yes_, "This withdraws the document for good.",
                        document->document_entry().unique_id());
  if (!confirmed.ok()) return confirmed;
  request.set_dry_run(false);
  for (const v1::WithdrawnObject& object : plan->objects()) {
    request.add_planned_entry_uuids(object.entry_uuid());
  }
  absl::StatusOr<v1::WithdrawResponse> done = registry.Withdraw(request);
  if (absl::IsAborted(done.status())) {
    return consumer::WithNextStep(done.status(),
                                  "Run the command again and look at what would go.");
  }
  if (!done.ok()) return done.status();
  if (repository) {
    absl::Status removed =
        RemoveBytes(registry, *repository, document->document_entry().unique_id());
    if (!removed.ok()) {
      return consumer::WithNextStep(
          removed, "The metadata are gone, the bytes are not: see `docshare-admin reconcile`.");
    }
  }
  if (context.options.json) {
    PrintJson(*done, false, out);
  } else {
    out << "withdrawn at position " << done->commit_position() << ": "
        << Count(*done, v1::OBJECT_KIND_DOCUMENT_ENTRY) << " document entries, "
        << Count(*done, v1::OBJECT_KIND_ASSOCIATION) << " associations, "
        << Count(*done, v1::OBJECT_KIND_SUBMISSION_SET) << " submission sets"
        << (repository ? ", and the bytes\n" : "\n");
  }
  return absl::OkStatus();
}

}  // namespace docshare::admin
