#include "repository/on_demand/document_list_generator.h"

#include <algorithm>
#include <string>

#include "absl/strings/str_cat.h"
#include "docshare/registry/v1/registry_service.pb.h"
#include "repository/on_demand/document_list_cda.h"
#include "repository/registry_client/find_all_documents.h"

namespace docshare::repository {
namespace {

using metadata::v1::DocumentEntry;

class DocumentListDraft final : public DocumentDraft {
 public:
  explicit DocumentListDraft(DocumentList list) : list_(std::move(list)) {}

  void LeaveOut(const absl::flat_hash_set<std::string>& entry_uuids) override {
    std::vector<DocumentListRow>& documents = list_.documents;
    documents.erase(std::remove_if(documents.begin(), documents.end(),
                                   [&](const DocumentListRow& document) {
                                     return entry_uuids.contains(document.entry_uuid);
                                   }),
                    documents.end());
  }

  std::string Write(const std::string& unique_id, const Dtm& creation_time) const override {
    return WriteDocumentListCda(list_, unique_id, creation_time);
  }

 private:
  DocumentList list_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<DocumentDraft>> DocumentListGenerator::Draft(
    const DocumentEntry& entry, absl::Time deadline) {
  DocumentList list{.about = entry, .custodian = custodian_};
  registry::v1::FindDocumentsRequest request;
  *request.mutable_patient_id() = entry.patient_id();
  request.add_statuses(metadata::v1::AVAILABILITY_STATUS_APPROVED);
  request.set_return_type(registry::v1::RETURN_TYPE_LEAF_CLASS);
  request.add_object_types(metadata::v1::DOCUMENT_ENTRY_TYPE_STABLE);
  size_t bytes = 0;
  absl::Status found =
      FindAllDocuments(*registry_, std::move(request), deadline,
                       [&](const registry::v1::FindDocumentsResponse& page) -> absl::Status {
                         for (const DocumentEntry& document : page.document_entries()) {
                           list.documents.push_back(RowOf(document));
                           for (const std::string& cell : list.documents.back().cells)
                             bytes += cell.size();
                         }
                         if (list.documents.size() <= kMostDocuments && bytes <= kMostBytes) {
                           return absl::OkStatus();
                         }
                         return absl::ResourceExhaustedError(
                             absl::StrCat("the list would have more than ", kMostDocuments,
                                          " documents or ", kMostBytes, " bytes"));
                       });
  if (!found.ok()) return found;
  return std::make_unique<DocumentListDraft>(std::move(list));
}

}  // namespace docshare::repository
