#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "gateway/services/answer_delivery.h"
#include "gateway/services/transaction.h"
#include "gateway/services/xds_services.h"
#include "gateway/soap/envelope.h"
#include "platform/clock/clock.h"
#include "platform/http/http_handler.h"
#include "platform/operations/operational_log.h"
#include "platform/random/uuid_source.h"

namespace docshare::gateway {

// The SOAP services over HTTP: POST for requests, GET with the query "wsdl" for their descriptions.
// What cannot be read as a request to one of them is answered with a SOAP fault, other paths with
// 404. Thread-safe.
//
// Source: SOAP 1.2 Part 2 7; WS-Addressing 1.0 SOAP Binding; ITI TF-2: Appendix V.
class SoapHandler : public platform::HttpHandler {
 public:
  struct Settings {
    // Of each service, by Service.
    std::vector<std::string> paths;
    // "https" or "http": how clients reach the services.
    std::string scheme;
    bool refuse_missing_assertion = true;
  };

  // What it works with; everything must outlive the handler.
  struct With {
    const XdsServices* services;
    AnswerDelivery* delivery;
    platform::UuidSource* uuids;
    const platform::Clock* clock;
    platform::OperationalLog* log;
  };

  SoapHandler(Settings settings, const With& with) : settings_(std::move(settings)), with_(with) {}

  absl::Status Handle(const platform::HttpRequest& request, platform::ByteSource& body,
                      platform::HttpReply& reply) override;

 private:
  absl::Status SendWsdl(Service service, const platform::HttpRequest& request,
                        platform::HttpReply& reply) const;
  absl::Status HandleMessage(Service service, const platform::HttpRequest& request,
                             platform::ByteSource& body, platform::HttpReply& reply);
  absl::Status AnswerHere(const Transaction& transaction, const SoapEnvelope& envelope,
                          SoapMessage& message, const Caller& caller,
                          platform::HttpReply& reply) const;

  const Settings settings_;
  const With with_;
};

}  // namespace docshare::gateway
