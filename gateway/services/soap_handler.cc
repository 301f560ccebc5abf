#include "gateway/services/soap_handler.h"

#include <functional>
#include <memory>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gateway/calls/caller.h"
#include "gateway/mtom/multipart_writer.h"
#include "gateway/services/claims.h"
#include "gateway/services/held_reply.h"
#include "gateway/services/soap_answer.h"
#include "gateway/services/wsdl.h"
#include "gateway/soap/soap_fault.h"
#include "gateway/soap/soap_message.h"

namespace docshare::gateway {
namespace {

using platform::HttpReply;
using platform::HttpRequest;

absl::Status SendText(int status, absl::string_view text, const platform::HttpHeaders& more,
                      HttpReply& reply) {
  platform::HttpHeaders headers = more;
  headers.emplace_back("Content-Type", "text/plain; charset=utf-8");
  absl::Status sent = reply.Start(status, headers, text.size());
  return sent.ok() ? reply.Write(text) : sent;
}

// Whether the answer goes back the way the request came.
bool IsAnsweredHere(const AddressingHeaders& addressing) {
  return addressing.reply_to == kAnonymousAddress;
}

// Where a fault goes: it may have an address of its own.
ReplyHeaders HeadersOf(const AddressingHeaders& request, absl::string_view action,
                       platform::UuidSource& uuids) {
  ReplyHeaders headers;
  headers.action = std::string(action);
  headers.message_id = absl::StrCat("urn:uuid:", UuidText(uuids));
  headers.relates_to = request.message_id;
  if (!IsAnsweredHere(request)) headers.to = request.reply_to;
  return headers;
}

// Why a message could not be received. One that comes too slowly is its sender's fault.
absl::Status NotReceived(const absl::Status& status) {
  if (!absl::IsDeadlineExceeded(status)) return status;
  return ToStatus({.code = SoapFaultCode::kSender,
                   .reason = std::string(status.message()),
                   .special_http_status = 408});
}

}  // namespace

absl::Status SoapHandler::Handle(const HttpRequest& request, platform::ByteSource& body,
                                 HttpReply& reply) {
  for (const Service service :
       {Service::kRegistry, Service::kRepository, Service::kRespondingGateway}) {
    if (request.path != settings_.paths[static_cast<size_t>(service)]) continue;
    if (request.method == "POST") return HandleMessage(service, request, body, reply);
    if (request.method == "GET" && absl::EqualsIgnoreCase(request.query, "wsdl")) {
      return SendWsdl(service, request, reply);
    }
    return SendText(405, "POST a SOAP 1.2 message, or GET ?wsdl\n", {{"Allow", "GET, POST"}},
                    reply);
  }
  return SendText(404, "no service here\n", {}, reply);
}

absl::Status SoapHandler::SendWsdl(Service service, const HttpRequest& request,
                                   HttpReply& reply) const {
  const std::string wsdl =
      WsdlOf(service, absl::StrCat(settings_.scheme, "://", request.Header("Host"), request.path));
  absl::Status sent = reply.Start(200, {{"Content-Type", "text/xml; charset=utf-8"}}, wsdl.size());
  return sent.ok() ? reply.Write(wsdl) : sent;
}

absl::Status SoapHandler::HandleMessage(Service service, const HttpRequest& request,
                                        platform::ByteSource& body, HttpReply& reply) {
  const absl::Time begun = with_.clock->Now();
  absl::string_view number = "none";
  // Sends `status` as a fault.
  const auto refuse = [&](const AddressingHeaders& addressing, const absl::Status& status) {
    const SoapFault fault = FaultOf(status);
    with_.log->Info("soap_refused",
                    {{"transaction", number}, {"code", absl::StatusCodeToString(status.code())}});
    SoapAnswer answer(HeadersOf(addressing, fault.action(), *with_.uuids), SoapPackaging::kSimple,
                      &reply, with_.uuids);
    return answer.SendFault(fault);
  };

  auto received = SoapMessage::Receive(request.Header("Content-Type"), &body);
  if (!received.ok()) return refuse({}, NotReceived(received.status()));
  // Shared: an asynchronous answer is made when this call is over.
  const std::shared_ptr<SoapMessage> message = *std::move(received);
  const absl::StatusOr<SoapEnvelope> read = ReadEnvelope(message->root());
  if (!read.ok()) return refuse({}, read.status());
  const SoapEnvelope& envelope = *read;
  const AddressingHeaders& addressing = envelope.addressing;
  const Transaction* const transaction = FindTransaction(service, addressing.action);
  if (transaction == nullptr) {
    return refuse(addressing, ToStatus(ActionNotSupportedFault(addressing.action)));
  }
  number = transaction->number;
  if (settings_.refuse_missing_assertion && envelope.assertions.empty()) {
    return refuse(addressing,
                  ToStatus(SecurityFault("SecurityTokenUnavailable",
                                         "the request brings no SAML 2.0 assertion in its "
                                         "wsse:Security header")));
  }

  if (absl::Status known = CheckCanIntroduce(request.peer); !known.ok()) {
    return refuse(addressing, ToStatus(SecurityFault("FailedAuthentication", known.message())));
  }
  const absl::StatusOr<rpc::v1::Claims> claims = ClaimsOf(envelope.assertions);
  if (!claims.ok()) return refuse(addressing, claims.status());
  const Caller caller{.system = request.peer, .claims = claims->SerializeAsString()};

  absl::Status outcome;
  if (IsAnsweredHere(addressing)) {
    outcome = AnswerHere(*transaction, envelope, *message, caller, reply);
  } else if (absl::Status allowed = with_.delivery->Check(addressing.reply_to); !allowed.ok()) {
    return refuse(addressing, ToStatus(InvalidHeaderFault(
                                  "ReplyTo", "OnlyAnonymousAddressSupported", allowed.message())));
  } else {
    std::function<absl::Status(HttpReply&)> make;
    if (transaction->id == TransactionId::kProvideAndRegisterDocumentSet) {
      // Its documents are on this connection: they are stored now, and the answer is kept.
      auto held = std::make_shared<HeldReply>();
      outcome = AnswerHere(*transaction, envelope, *message, caller, *held);
      if (!outcome.ok()) return refuse(addressing, outcome);
      make = [held](HttpReply& post) { return held->SendTo(post); };
    } else {
      make = [this, transaction, envelope, message, caller](HttpReply& post) {
        return AnswerHere(*transaction, envelope, *message, caller, post);
      };
    }
    outcome = with_.delivery->Enqueue(addressing.reply_to, std::move(make));
    if (!outcome.ok()) return refuse(addressing, outcome);
    outcome = reply.Start(202, {}, 0);
  }
  with_.log->Info("soap_answered", {{"transaction", number},
                                    {"code", absl::StatusCodeToString(outcome.code())},
                                    {"ms", absl::ToInt64Milliseconds(with_.clock->Now() - begun)}});
  return outcome;
}

absl::Status SoapHandler::AnswerHere(const Transaction& transaction, const SoapEnvelope& envelope,
                                     SoapMessage& message, const Caller& caller,
                                     HttpReply& reply) const {
  const SoapPackaging packaging =
      transaction.has_documents ? message.packaging() : SoapPackaging::kSimple;
  SoapAnswer answer(HeadersOf(envelope.addressing, transaction.response_action, *with_.uuids),
                    packaging, &reply, with_.uuids);
  absl::Status answered =
      with_.services->Answer(transaction, *envelope.body, message, caller, answer);
  if (answered.ok() || answer.is_begun()) return answered;
  return answer.SendFault(FaultOf(answered));
}

}  // namespace docshare::gateway
