#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "consumer/cli/command.h"
#include "consumer/cli/document_list.h"
#include "consumer/client/document_consumer.h"
#include "docshare/metadata/v1/availability.pb.h"
#include "docshare/registry/v1/document_queries.pb.h"
#include "docshare/registry/v1/stored_query.pb.h"

namespace docshare::consumer {

// `docshare find`: lists documents of one patient or in one folder, newest first.
class FindCommand : public Command {
 public:
  CommandDescription Describe() override;
  absl::Status Run(CommandContext& context) override;

  // What the flags ask for, without --folder. Both return kInvalidArgument, naming the flag, for a
  // value that cannot be.
  absl::StatusOr<docshare::registry::v1::FindDocumentsRequest> Request(
      const std::string& default_authority) const;
  // The same with --reference-id.
  absl::StatusOr<docshare::registry::v1::FindDocumentsByReferenceIdRequest> RequestByReferenceId(
      const std::string& default_authority) const;

 private:
  // Which flags go together.
  absl::Status CheckFlags() const;
  bool Wants(docshare::metadata::v1::AvailabilityStatus status) const;
  template <typename DocumentsRequest>
  void AddObjectTypes(DocumentsRequest& request) const;
  // What the two queries have in common.
  template <typename DocumentsRequest>
  absl::Status Fill(const std::string& default_authority, DocumentsRequest& request) const;
  absl::StatusOr<DocumentList> FindInFolder(DocumentConsumer& consumer) const;
  absl::StatusOr<DocumentList> Find(DocumentConsumer& consumer,
                                    const std::string& default_authority) const;

  std::string patient_;
  std::string folder_;
  std::vector<std::string> reference_ids_;
  std::vector<std::string> class_codes_;
  std::vector<std::string> type_codes_;
  std::vector<std::string> format_codes_;
  std::vector<std::string> event_codes_;
  std::vector<std::string> facility_codes_;
  std::vector<std::string> practice_codes_;
  std::vector<std::string> confidentiality_codes_;
  std::vector<std::string> authors_;
  std::string after_;
  std::string before_;
  // Empty stands for "approved".
  std::string status_;
  bool deprecated_ = false;
  bool on_demand_ = false;
  uint64_t limit_ = 0;
  bool refs_ = false;
};

}  // namespace docshare::consumer
