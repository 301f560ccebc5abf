#include "tests/crash/removers.h"

#include <utility>

#include "absl/time/clock.h"
#include "docshare/admin/v1/registry_admin_service.grpc.pb.h"
#include "docshare/admin/v1/repository_admin_service.grpc.pb.h"
#include "docshare/repository/v1/repository_service.grpc.pb.h"
#include "platform/crypto/testing/test_key_ring.h"
#include "platform/rpc/status_mapping.h"

namespace docshare::tests {
namespace {

constexpr absl::Duration kPauseAfterFailure = absl::Milliseconds(20);
constexpr absl::Duration kCallLimit = absl::Seconds(30);

void SetLimit(grpc::ClientContext& context) {
  context.set_deadline(absl::ToChronoTime(absl::Now() + kCallLimit));
}

// The entryUUID of a document; empty when the registry has none.
absl::StatusOr<std::string> EntryOf(const Stack& stack, const std::string& unique_id) {
  auto admin = admin::v1::RegistryAdminService::NewStub(stack.RegistryChannel(kAdmin));
  admin::v1::GetObjectRequest request;
  request.set_unique_id(unique_id);
  admin::v1::GetObjectResponse response;
  grpc::ClientContext context;
  SetLimit(context);
  const absl::Status status =
      platform::FromGrpcStatus(admin->GetObject(&context, request, &response));
  if (absl::IsNotFound(status)) return std::string();
  if (!status.ok()) return status;
  return response.objects(0).entry_uuid();
}

absl::Status Withdraw(const Stack& stack, const std::string& unique_id) {
  const absl::StatusOr<std::string> entry = EntryOf(stack, unique_id);
  if (!entry.ok()) return entry.status();
  if (entry->empty()) return absl::OkStatus();
  auto admin = admin::v1::RegistryAdminService::NewStub(stack.RegistryChannel(kAdmin));
  admin::v1::WithdrawRequest request;
  request.set_entry_uuid(*entry);
  admin::v1::WithdrawResponse response;
  grpc::ClientContext context;
  SetLimit(context);
  const absl::Status status =
      platform::FromGrpcStatus(admin->Withdraw(&context, request, &response));
  return absl::IsNotFound(status) ? absl::OkStatus() : status;
}

template <typename Call>
absl::Status Rotate(Call call) {
  grpc::ClientContext context;
  SetLimit(context);
  return call(&context);
}

absl::Status RotateAll(const Stack& stack) {
  absl::Status status = Rotate([&](grpc::ClientContext* context) {
    auto admin = admin::v1::RegistryAdminService::NewStub(stack.RegistryChannel(kAdmin));
    admin::v1::RotateDatabaseKeyResponse response;
    return platform::FromGrpcStatus(admin->RotateDatabaseKey(context, {}, &response));
  });
  for (int i = 0; i < kRepositories && status.ok(); ++i) {
    status = Rotate([&](grpc::ClientContext* context) {
      auto admin = admin::v1::RepositoryAdminService::NewStub(stack.RepositoryChannel(i, kAdmin));
      auto reader = admin->RotateKeys(context, {});
      admin::v1::RotateKeysResponse response;
      while (reader->Read(&response)) continue;
      return platform::FromGrpcStatus(reader->Finish());
    });
  }
  return status;
}

}  // namespace

absl::Status RemoveAttempt(const Stack& stack, const Attempt& attempt) {
  repository::v1::RemoveDocumentsRequest request;
  for (const std::string& unique_id : attempt.UniqueIds()) {
    if (absl::Status gone = Withdraw(stack, unique_id); !gone.ok()) return gone;
    repository::v1::DocumentRequest& document = *request.add_documents();
    document.set_repository_unique_id(kRepositoryOids[static_cast<size_t>(attempt.repository)]);
    document.set_document_unique_id(unique_id);
  }
  repository::v1::RemoveDocumentsResponse response;
  grpc::ClientContext context;
  SetLimit(context);
  const absl::Status status =
      platform::FromGrpcStatus(stack.RepositoryStub(attempt.repository, kAdmin)
                                   ->RemoveDocuments(&context, request, &response));
  return absl::IsNotFound(status) ? absl::OkStatus() : status;
}

Remover::Remover(const Stack* stack, std::vector<Attempt> attempts, Tolerated tolerated)
    : stack_(stack),
      attempts_(std::move(attempts)),
      tolerated_(std::move(tolerated)),
      thread_([this] { Run(); }) {}

Remover::~Remover() {
  stop_ = true;
  if (thread_.joinable()) thread_.join();
}

size_t Remover::Stop() {
  stop_ = true;
  thread_.join();
  return begun_;
}

void Remover::Run() {
  for (const Attempt& attempt : attempts_) {
    if (stop_) return;
    ++begun_;
    const absl::Status status = RemoveAttempt(*stack_, attempt);
    if (status.ok()) {
      ++removed_;
      continue;
    }
    if (!tolerated_(status) && !absl::IsFailedPrecondition(status)) unexpected_.push_back(status);
    absl::SleepFor(kPauseAfterFailure);
  }
}

std::vector<std::string> RotatedKeyIds() { return {"test", "second"}; }

KeyRotator::KeyRotator(const Stack* stack, Tolerated tolerated)
    : stack_(stack), tolerated_(std::move(tolerated)), thread_([this] { Run(); }) {}

KeyRotator::~KeyRotator() {
  stop_ = true;
  if (thread_.joinable()) thread_.join();
}

void KeyRotator::Stop() {
  stop_ = true;
  thread_.join();
}

void KeyRotator::Run() {
  std::vector<std::string> ids = RotatedKeyIds();
  while (!stop_) {
    std::swap(ids[0], ids[1]);
    // The first one is the active one.
    platform::WriteTestKeyRing(stack_->key_ring(), ids);
    const absl::Status status = RotateAll(*stack_);
    if (status.ok()) {
      ++rotations_;
    } else if (!tolerated_(status)) {
      unexpected_.push_back(status);
    }
    absl::SleepFor(kPauseAfterFailure);
  }
}

}  // namespace docshare::tests
