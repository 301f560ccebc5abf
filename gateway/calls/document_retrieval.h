#pragma once

#include <grpcpp/grpcpp.h>

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "docshare/repository/v1/repository_service.grpc.pb.h"
#include "gateway/calls/caller.h"
#include "gateway/calls/repository_calls.h"
#include "platform/stream/byte_source.h"

namespace docshare::gateway {

// One document on its way from a repository: its header is here, its bytes come as they are read.
// Not thread-safe. Cancels the call when it is destroyed before the end.
class DocumentRetrieval : public platform::ByteSource {
 public:
  // Asks for the document and waits for its header. Returns what the repository refuses with; a
  // refusal of the standard carries one error, see RegistryErrorsOf().
  static absl::StatusOr<std::unique_ptr<DocumentRetrieval>> Start(
      const RepositoryCalls& repositories, RepositoryCalls::Stub& repository, const Caller& caller,
      const repository::v1::DocumentRequest& document);

  ~DocumentRetrieval() override;

  const repository::v1::DocumentHeader& header() const { return header_; }

  // The next bytes; empty once all of them came. Fails when the document is damaged or the
  // repository is gone: what was read of it must be thrown away.
  absl::StatusOr<absl::string_view> Read() override;

 private:
  DocumentRetrieval() = default;

  absl::Status End();

  grpc::ClientContext context_;
  std::unique_ptr<grpc::ClientReaderInterface<repository::v1::RetrieveDocumentSetResponse>> reader_;
  repository::v1::RetrieveDocumentSetResponse message_;
  repository::v1::DocumentHeader header_;
  uint64_t received_bytes_ = 0;
  bool complete_ = false;
  absl::Status status_;
};

}  // namespace docshare::gateway
