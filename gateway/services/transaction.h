#pragma once

#include "absl/strings/string_view.h"
#include "absl/types/span.h"

namespace docshare::gateway {

// The SOAP services, each at a path of its own.
enum class Service { kRegistry, kRepository, kRespondingGateway };

// What may be asked of them.
enum class TransactionId {
  kRegistryStoredQuery,            // ITI-18
  kCrossGatewayQuery,              // ITI-38
  kCrossGatewayRetrieve,           // ITI-39
  kProvideAndRegisterDocumentSet,  // ITI-41
  kRegisterDocumentSet,            // ITI-42
  kRetrieveDocumentSet,            // ITI-43
  kMultiPatientStoredQuery,        // ITI-51
  kUpdateDocumentSet,              // ITI-57
  kRegisterOnDemandDocumentEntry,  // ITI-61
  kRemoveMetadata,                 // ITI-62
  kRemoveDocuments,                // ITI-86
  kRestrictedUpdateDocumentSet,    // ITI-92
};

// How a transaction looks on the wire.
struct Transaction {
  TransactionId id;
  Service service;
  // "ITI-18"
  absl::string_view number;
  // The name in the WSDL.
  absl::string_view name;
  // wsa:Action of request and answer.
  absl::string_view action;
  absl::string_view response_action;
  // The element in the body of request and answer, with the prefix kSchemaPrefixes gives it.
  absl::string_view request_element;
  absl::string_view response_element;
  // Whether answers are MTOM messages when requests are.
  bool has_documents = false;
};

// All, in the order of TransactionId.
absl::Span<const Transaction> Transactions();

// The transaction of a service with that wsa:Action; null when the service has none. Some gateways
// append "Async" to the actions of asynchronous requests; that says nothing more.
const Transaction* FindTransaction(Service service, absl::string_view action);

}  // namespace docshare::gateway
