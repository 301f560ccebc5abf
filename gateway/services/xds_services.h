#pragma once

#include "absl/status/status.h"
#include "domain/ids/home_community_id.h"
#include "domain/xml/xml_document.h"
#include "gateway/calls/caller.h"
#include "gateway/calls/registry_calls.h"
#include "gateway/calls/repository_calls.h"
#include "gateway/services/soap_answer.h"
#include "gateway/services/transaction.h"
#include "gateway/soap/soap_message.h"

namespace docshare::gateway {

// Does what the body of a message asks for. Thread-safe.
class XdsServices {
 public:
  // The pointers must outlive the services.
  XdsServices(HomeCommunityId community, const RegistryCalls* registry,
              const RepositoryCalls* repositories)
      : community_(std::move(community)), registry_(registry), repositories_(repositories) {}

  // Answers one request. An error that comes back before `answer` is begun is to be told as a fault
  // (FaultOf()); after that the answer is broken off.
  absl::Status Answer(const Transaction& transaction, const XmlNode& body, SoapMessage& message,
                      const Caller& caller, SoapAnswer& answer) const;

 private:
  const HomeCommunityId community_;
  const RegistryCalls* const registry_;
  const RepositoryCalls* const repositories_;
};

}  // namespace docshare::gateway
