#include "gateway/services/transaction.h"

#include "absl/strings/strip.h"

namespace docshare::gateway {
namespace {

// Source: ITI TF-2 and the supplements Metadata Update, Restricted Metadata Update and Remove
// Metadata and Documents, "Expected Actions" and the WSDL of each transaction.
constexpr Transaction kTransactions[] = {
    {TransactionId::kRegistryStoredQuery, Service::kRegistry, "ITI-18", "RegistryStoredQuery",
     "urn:ihe:iti:2007:RegistryStoredQuery", "urn:ihe:iti:2007:RegistryStoredQueryResponse",
     "query:AdhocQueryRequest", "query:AdhocQueryResponse"},
    {TransactionId::kCrossGatewayQuery, Service::kRespondingGateway, "ITI-38", "CrossGatewayQuery",
     "urn:ihe:iti:2007:CrossGatewayQuery", "urn:ihe:iti:2007:CrossGatewayQueryResponse",
     "query:AdhocQueryRequest", "query:AdhocQueryResponse"},
    {TransactionId::kCrossGatewayRetrieve, Service::kRespondingGateway, "ITI-39",
     "CrossGatewayRetrieve", "urn:ihe:iti:2007:CrossGatewayRetrieve",
     "urn:ihe:iti:2007:CrossGatewayRetrieveResponse", "xds:RetrieveDocumentSetRequest",
     "xds:RetrieveDocumentSetResponse", true},
    {TransactionId::kProvideAndRegisterDocumentSet, Service::kRepository, "ITI-41",
     "ProvideAndRegisterDocumentSet-b", "urn:ihe:iti:2007:ProvideAndRegisterDocumentSet-b",
     "urn:ihe:iti:2007:ProvideAndRegisterDocumentSet-bResponse",
     "xds:ProvideAndRegisterDocumentSetRequest", "rs:RegistryResponse", true},
    {TransactionId::kRegisterDocumentSet, Service::kRegistry, "ITI-42", "RegisterDocumentSet-b",
     "urn:ihe:iti:2007:RegisterDocumentSet-b", "urn:ihe:iti:2007:RegisterDocumentSet-bResponse",
     "lcm:SubmitObjectsRequest", "rs:RegistryResponse"},
    {TransactionId::kRetrieveDocumentSet, Service::kRepository, "ITI-43", "RetrieveDocumentSet",
     "urn:ihe:iti:2007:RetrieveDocumentSet", "urn:ihe:iti:2007:RetrieveDocumentSetResponse",
     "xds:RetrieveDocumentSetRequest", "xds:RetrieveDocumentSetResponse", true},
    {TransactionId::kMultiPatientStoredQuery, Service::kRegistry, "ITI-51",
     "MultiPatientStoredQuery", "urn:ihe:iti:2009:MultiPatientStoredQuery",
     "urn:ihe:iti:2009:MultiPatientStoredQueryResponse", "query:AdhocQueryRequest",
     "query:AdhocQueryResponse"},
    {TransactionId::kUpdateDocumentSet, Service::kRegistry, "ITI-57", "UpdateDocumentSet",
     "urn:ihe:iti:2010:UpdateDocumentSet", "urn:ihe:iti:2010:UpdateDocumentSetResponse",
     "lcm:SubmitObjectsRequest", "rs:RegistryResponse"},
    {TransactionId::kRegisterOnDemandDocumentEntry, Service::kRegistry, "ITI-61",
     "RegisterOnDemandDocumentEntry", "urn:ihe:iti:2010:RegisterOnDemandDocumentEntry",
     "urn:ihe:iti:2010:RegisterOnDemandDocumentResponse", "lcm:SubmitObjectsRequest",
     "rs:RegistryResponse"},
    {TransactionId::kRemoveMetadata, Service::kRegistry, "ITI-62", "DeleteDocumentSet",
     "urn:ihe:iti:2010:DeleteDocumentSet", "urn:ihe:iti:2010:DeleteDocumentSetResponse",
     "lcm:RemoveObjectsRequest", "rs:RegistryResponse"},
    {TransactionId::kRemoveDocuments, Service::kRepository, "ITI-86", "RemoveDocuments",
     "urn:ihe:iti:2017:RemoveDocuments", "urn:ihe:iti:2017:RemoveDocumentsResponse",
     "rmd:RemoveDocumentsRequest", "rs:RegistryResponse"},
    {TransactionId::kRestrictedUpdateDocumentSet, Service::kRegistry, "ITI-92",
     "RestrictedUpdateDocumentSet", "urn:ihe:iti:2018:RestrictedUpdateDocumentSet",
     "urn:ihe:iti:2018:RestrictedUpdateDocumentSetResponse", "lcm:SubmitObjectsRequest",
     "rs:RegistryResponse"},
};

}  // namespace

absl::Span<const Transaction> Transactions() { return kTransactions; }

const Transaction* FindTransaction(Service service, absl::string_view action) {
  absl::ConsumeSuffix(&action, "Async");
  for (const Transaction& transaction : kTransactions) {
    if (transaction.service == service && transaction.action == action) return &transaction;
  }
  return nullptr;
}

}  // namespace docshare::gateway
