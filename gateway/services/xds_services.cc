#include "gateway/services/xds_services.h"

#include <string>

#include "gateway/xds/answer_document_removal.h"
#include "gateway/xds/answer_provide.h"
#include "gateway/xds/answer_removal.h"
#include "gateway/xds/answer_retrieval.h"
#include "gateway/xds/answer_stored_query.h"
#include "gateway/xds/answer_submission.h"

namespace docshare::gateway {
namespace {

absl::Status Send(const absl::StatusOr<std::string>& body, SoapAnswer& answer) {
  return body.ok() ? answer.SendBody(*body) : body.status();
}

}  // namespace

absl::Status XdsServices::Answer(const Transaction& transaction, const XmlNode& body,
                                 SoapMessage& message, const Caller& caller,
                                 SoapAnswer& answer) const {
  const auto query = [&](QueryTransaction kind, const absl::optional<HomeCommunityId>& community) {
    return Send(AnswerStoredQuery(body, kind, community, *registry_, caller), answer);
  };
  const auto submit = [&](SubmissionKind kind) {
    return Send(AnswerSubmission(body, kind, *registry_, caller), answer);
  };
  const auto retrieve = [&](const absl::optional<HomeCommunityId>& community) {
    absl::Status sent = AnswerRetrieval(body, community, *repositories_, caller, answer);
    return sent.ok() ? answer.Finish() : sent;
  };
  switch (transaction.id) {
    case TransactionId::kRegistryStoredQuery:
      return query(QueryTransaction::kRegistryStoredQuery, absl::nullopt);
    case TransactionId::kCrossGatewayQuery:
      return query(QueryTransaction::kRegistryStoredQuery, community_);
    case TransactionId::kMultiPatientStoredQuery:
      return query(QueryTransaction::kMultiPatientStoredQuery, absl::nullopt);
    case TransactionId::kCrossGatewayRetrieve:
      return retrieve(community_);
    case TransactionId::kRetrieveDocumentSet:
      return retrieve(absl::nullopt);
    case TransactionId::kProvideAndRegisterDocumentSet:
      return Send(AnswerProvide(body, message, *repositories_, caller), answer);
    case TransactionId::kRegisterDocumentSet:
      return submit(SubmissionKind::kRegisterDocumentSet);
    case TransactionId::kRegisterOnDemandDocumentEntry:
      return submit(SubmissionKind::kRegisterOnDemandDocumentEntry);
    case TransactionId::kUpdateDocumentSet:
      return submit(SubmissionKind::kUpdateDocumentSet);
    case TransactionId::kRestrictedUpdateDocumentSet:
      return submit(SubmissionKind::kRestrictedUpdateDocumentSet);
    case TransactionId::kRemoveMetadata:
      return Send(AnswerRemoval(body, *registry_, caller), answer);
    case TransactionId::kRemoveDocuments:
      return Send(AnswerDocumentRemoval(body, *repositories_, caller), answer);
  }
  return absl::InternalError("a transaction that nobody answers");
}

}  // namespace docshare::gateway
