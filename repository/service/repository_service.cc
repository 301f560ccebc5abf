#include "repository/service/repository_service.h"

#include <algorithm>
#include <string>
#include <utility>

#include "domain/access/calling_system.h"
#include "domain/errors/xds_error.h"
#include "platform/operations/running_count.h"
#include "platform/rpc/peer_identity.h"
#include "platform/rpc/status_mapping.h"

namespace docshare::repository {
namespace {

// No string of a parsed message: it is not UTF-8.
constexpr char kUntouched[] = "\xff";

absl::Status StalledError() {
  return absl::CancelledError("the stream made no progress for too long");
}

absl::Status GoneError() { return absl::CancelledError("the caller is gone"); }

absl::Status Malformed(absl::string_view location, absl::string_view context) {
  return XdsErrorWithStatus(absl::StatusCode::kInvalidArgument, XdsErrorCode::kRepositoryError,
                            location, context);
}

absl::Status Take(v1::ProvideDocumentSetRequest& message, ProvideSession& session) {
  switch (message.part_case()) {
    case v1::ProvideDocumentSetRequest::kMetadata:
      return session.TakeMetadata(std::move(*message.mutable_metadata()));
    case v1::ProvideDocumentSetRequest::kChunk:
      return session.TakeChunk(message.chunk());
    case v1::ProvideDocumentSetRequest::PART_NOT_SET:
      break;
  }
  return Malformed("part", "a message with neither metadata nor a chunk");
}

XdsErrorCode CodeFor(const absl::Status& status) {
  return absl::IsResourceExhausted(status) ? XdsErrorCode::kRepositoryOutOfResources
                                           : XdsErrorCode::kRepositoryError;
}

}  // namespace

grpc::Status RepositoryService::ProvideDocumentSet(
    grpc::ServerContext* context, grpc::ServerReader<v1::ProvideDocumentSetRequest>* reader,
    v1::ProvideDocumentSetResponse* response) {
  const platform::RunningCount call(running_calls_);
  const absl::Time begun = with_.clock->Now();
  absl::Status status = Admit(*context, Role::kProvide, call.now_running());
  if (!status.ok()) return Answer(status);
  ProvideSession session(with_.provide);
  status = Receive(context, reader, session);
  if (status.ok()) {
    auto registration = session.Finish(std::min(absl::FromChrono(context->deadline()),
                                                with_.clock->Now() + limits_.registry_wait));
    status = registration.status();
    if (status.ok()) *response->mutable_registration() = *std::move(registration);
  }
  with_.log->Info("provide_ended", {{"code", absl::StatusCodeToString(status.code())},
                                    {"documents", session.document_count()},
                                    {"bytes", session.received_bytes()},
                                    {"ms", absl::ToInt64Milliseconds(with_.clock->Now() - begun)}});
  return Answer(status);
}

absl::Status RepositoryService::Receive(grpc::ServerContext* context,
                                        grpc::ServerReader<v1::ProvideDocumentSetRequest>* reader,
                                        ProvideSession& session) {
  platform::StreamWatchdog::Handle watch =
      with_.watchdog->Watch([context] { context->TryCancel(); }, limits_.stall_limit);
  // Read() does not say whether the stream ended or a message was malformed. The message does: only
  // parsing changes it.
  v1::ProvideDocumentSetRequest message;
  const auto read = [&message, reader] {
    message.mutable_chunk()->set_entry_uuid(kUntouched);
    return reader->Read(&message);
  };
  while (read()) {
    // Empty chunks could go on for ever.
    const bool moves =
        !message.has_chunk() || !message.chunk().data().empty() || message.chunk().last();
    // The peer need not answer for the time that our disk, a bucket or a virus scanner takes.
    if (moves) watch.Suspend();
    if (message.has_chunk()) provided_bytes_ += message.chunk().data().size();
    if (absl::Status taken = Take(message, session); !taken.ok()) return taken;
    if (moves) watch.Progress();
  }
  if (watch.stalled()) return StalledError();
  // A stream that broke off ends like one that was finished.
  if (context->IsCancelled()) return GoneError();
  if (message.chunk().entry_uuid() != kUntouched) {
    return Malformed("", "a message that is no ProvideDocumentSetRequest");
  }
  return absl::OkStatus();
}

grpc::Status RepositoryService::StreamedRetrieveDocumentSet(
    grpc::ServerContext* context,
    grpc::ServerSplitStreamer<v1::RetrieveDocumentSetRequest, v1::RetrieveDocumentSetResponse>*
        stream) {
  const platform::RunningCount call(running_calls_);
  const absl::Time begun = with_.clock->Now();
  absl::Status status = Admit(*context, Role::kRetrieve, call.now_running());
  if (!status.ok()) return Answer(status);
  int faults = 0;
  uint64_t bytes = 0;
  platform::StreamWatchdog::Handle watch =
      with_.watchdog->Watch([context] { context->TryCancel(); }, limits_.stall_limit);
  v1::RetrieveDocumentSetRequest request;
  if (stream->Read(&request)) {
    watch.Suspend();
    status =
        with_.retriever->Retrieve(request, [&](const v1::RetrieveDocumentSetResponse& message) {
          if (message.has_fault()) ++faults;
          watch.Progress();
          const bool written = stream->Write(message);
          watch.Suspend();
          bytes += message.data().data().size();
          if (written) retrieved_bytes_ += message.data().data().size();
          return written;
        });
  } else {
    status = context->IsCancelled() ? GoneError()
                                    : Malformed("", "the request is no RetrieveDocumentSetRequest");
  }
  if (watch.stalled()) status = StalledError();
  with_.log->Info("retrieve_ended",
                  {{"code", absl::StatusCodeToString(status.code())},
                   {"documents", request.documents_size()},
                   {"faults", faults},
                   {"bytes", bytes},
                   {"ms", absl::ToInt64Milliseconds(with_.clock->Now() - begun)}});
  return Answer(status);
}

grpc::Status RepositoryService::RemoveDocuments(grpc::ServerContext* context,
                                                const v1::RemoveDocumentsRequest* request,
                                                v1::RemoveDocumentsResponse* response) {
  const platform::RunningCount call(running_calls_);
  absl::Status status = Admit(*context, Role::kRemove, call.now_running());
  if (!status.ok()) return Answer(status);
  absl::StatusOr<v1::RemoveDocumentsResponse> removed = with_.remover->Remove(*request);
  if (!removed.ok()) return Answer(removed.status());
  *response = *std::move(removed);
  return grpc::Status::OK;
}

absl::Status RepositoryService::Admit(const grpc::ServerContext& context, Role role,
                                      int running_calls) const {
  absl::StatusOr<platform::PeerIdentity> peer = platform::IdentifyPeer(context);
  if (!peer.ok()) return peer.status();
  const absl::StatusOr<std::string> caller =
      CallingSystem(peer->name, platform::ActingFor(context), *with_.roles);
  if (!caller.ok()) return caller.status();
  if (absl::Status allowed = with_.roles->CheckRole(*caller, role); !allowed.ok()) return allowed;
  if (running_calls > limits_.max_calls) {
    return XdsErrorWithStatus(absl::StatusCode::kResourceExhausted, XdsErrorCode::kRepositoryBusy,
                              "", "too many calls at once; try again later");
  }
  return absl::OkStatus();
}

grpc::Status RepositoryService::Answer(const absl::Status& status) const {
  if (absl::IsPermissionDenied(status) || absl::IsUnauthenticated(status) ||
      absl::IsCancelled(status)) {
    return platform::ToGrpcStatus(status);
  }
  return platform::ToGrpcStatus(WithXdsErrorIfMissing(status, CodeFor(status)));
}

}  // namespace docshare::repository
