#include "consumer/client/testing/fake_repository.h"

#include <algorithm>
#include <chrono>
#include <thread>
#include <utility>

#include "absl/strings/str_cat.h"
#include "consumer/client/document_digest.h"
#include "platform/rpc/status_mapping.h"

namespace docshare::consumer {
namespace {

using docshare::metadata::v1::RegistryError;
using docshare::registry::v1::RegisterDocumentSetRequest;
using docshare::repository::v1::DocumentHeader;
using docshare::repository::v1::ProvideDocumentSetRequest;
using docshare::repository::v1::ProvideDocumentSetResponse;
using docshare::repository::v1::RetrieveDocumentSetRequest;
using docshare::repository::v1::RetrieveDocumentSetResponse;

constexpr size_t kPieceBytes = 64 * 1024;

void WaitUntilCancelled(grpc::ServerContext* context) {
  while (!context->IsCancelled()) std::this_thread::sleep_for(std::chrono::milliseconds(5));
}

// Delivers one document, damaged as told.
grpc::Status Deliver(grpc::ServerContext* context, const DocumentHeader& header,
                     const std::string& bytes, RetrievalDamage damage,
                     grpc::ServerWriter<RetrieveDocumentSetResponse>* writer) {
  RetrieveDocumentSetResponse message;
  *message.mutable_header() = header;
  writer->Write(message);
  const size_t half = bytes.size() / 2;
  size_t position = 0;
  auto write_until = [&](size_t end, bool last) {
    do {
      const size_t size = std::min(kPieceBytes, end - position);
      message.mutable_data()->set_data(bytes.substr(position, size));
      position += size;
      message.mutable_data()->set_last(last && position == end);
      writer->Write(message);
    } while (position < end);
  };
  switch (damage) {
    case RetrievalDamage::kCutShort:
      write_until(half, false);
      return grpc::Status::OK;
    case RetrievalDamage::kUnavailableHalf:
      write_until(half, false);
      return grpc::Status(grpc::StatusCode::UNAVAILABLE, "the server drains");
    case RetrievalDamage::kUnavailableEnd:
      write_until(bytes.size(), true);
      return grpc::Status(grpc::StatusCode::UNAVAILABLE, "the server drains");
    case RetrievalDamage::kFault: {
      write_until(half, false);
      RegistryError& error = *message.mutable_fault()->mutable_error();
      error.set_error_code("XDSRepositoryError");
      error.set_code_context("stored bytes are damaged");
      error.set_location(header.document().document_unique_id());
      writer->Write(message);
      return grpc::Status::OK;
    }
    case RetrievalDamage::kSilence:
      write_until(half, false);
      WaitUntilCancelled(context);
      return grpc::Status::CANCELLED;
    case RetrievalDamage::kTrickle:
      write_until(half, false);
      while (!context->IsCancelled() && position + 1 < bytes.size()) {
        write_until(position + 1, false);
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
      }
      return grpc::Status::CANCELLED;
    default:
      write_until(bytes.size(), true);
      return grpc::Status::OK;
  }
}

}  // namespace

FakeRepository::FakeRepository(std::string repository_unique_id, FakeRegistry* registry)
    : repository_unique_id_(std::move(repository_unique_id)), registry_(registry) {}

grpc::Status FakeRepository::ProvideDocumentSet(
    grpc::ServerContext* context, grpc::ServerReader<ProvideDocumentSetRequest>* reader,
    ProvideDocumentSetResponse* response) {
  absl::Status failure = failures_.Next();
  if (!failure.ok()) return platform::ToGrpcStatus(failure);
  const Script told = script();
  ProvideDocumentSetRequest message;
  if (!reader->Read(&message) || !message.has_metadata()) {
    return grpc::Status(grpc::StatusCode::INVALID_ARGUMENT, "no metadata");
  }
  RegisterDocumentSetRequest metadata = message.metadata();
  if (told.stall_uploads) {
    WaitUntilCancelled(context);
    return grpc::Status::CANCELLED;
  }
  std::map<std::string, std::string> contents;
  std::map<std::string, DocumentDigest> digests;
  std::string current;
  uint64_t received = 0;
  while (reader->Read(&message)) {
    if (!message.chunk().entry_uuid().empty()) current = message.chunk().entry_uuid();
    received += message.chunk().data().size();
    if (received >= told.refuse_after_bytes) return platform::ToGrpcStatus(told.refusal);
    digests[current].Update(message.chunk().data());
    contents[current] += message.chunk().data();
  }
  for (auto& entry : *metadata.mutable_document_entries()) {
    auto digest = digests.find(entry.entry_uuid());
    if (digest == digests.end()) {
      return platform::ToGrpcStatus(Refusal(absl::StatusCode::kInvalidArgument,
                                            "XDSMissingDocument", "no bytes came",
                                            entry.entry_uuid()));
    }
    ContentSummary content = digest->second.Finish();
    entry.set_hash(content.sha1);
    entry.set_size(content.size_bytes);
    entry.set_repository_unique_id(repository_unique_id_);
  }
  absl::Status registered = registry_->Register(metadata, *response->mutable_registration());
  if (!registered.ok()) return platform::ToGrpcStatus(registered);
  for (const auto& entry : metadata.document_entries()) {
    Put(entry.unique_id(), contents[entry.entry_uuid()]);
  }
  return platform::ToGrpcStatus(late_failures_.Next());
}

grpc::Status FakeRepository::RetrieveDocumentSet(
    grpc::ServerContext* context, const RetrieveDocumentSetRequest* request,
    grpc::ServerWriter<RetrieveDocumentSetResponse>* writer) {
  absl::Status failure = failures_.Next();
  if (!failure.ok()) return platform::ToGrpcStatus(failure);
  const auto& document = request->documents(0);
  std::string bytes;
  {
    std::lock_guard<std::mutex> lock(mutex_);
    auto content = contents_.find(document.document_unique_id());
    if (content == contents_.end() || document.repository_unique_id() != repository_unique_id_) {
      return platform::ToGrpcStatus(Refusal(absl::StatusCode::kNotFound, "XDSDocumentUniqueIdError",
                                            "no such document", document.document_unique_id()));
    }
    bytes = content->second;
  }
  DocumentDigest digest;
  digest.Update(bytes);
  ContentSummary content = digest.Finish();
  DocumentHeader header;
  *header.mutable_document() = document;
  header.set_mime_type("application/pdf");
  header.set_size(content.size_bytes);
  header.set_hash(content.sha1);
  header.set_sha256(content.sha256);
  const RetrievalDamage damage = script().damage;
  if (damage == RetrievalDamage::kFlippedByte) bytes.back() ^= 1;
  if (damage == RetrievalDamage::kExtraByte) bytes += '!';
  if (damage == RetrievalDamage::kWrongHeader) header.set_hash(std::string(40, '0'));
  bytes.erase(0, static_cast<size_t>(std::min<uint64_t>(document.offset(), bytes.size())));
  return Deliver(context, header, bytes, damage, writer);
}

void FakeRepository::Put(const std::string& unique_id, std::string bytes) {
  std::lock_guard<std::mutex> lock(mutex_);
  contents_[unique_id] = std::move(bytes);
}

std::string FakeRepository::Content(const std::string& unique_id) const {
  std::lock_guard<std::mutex> lock(mutex_);
  auto content = contents_.find(unique_id);
  return content == contents_.end() ? "" : content->second;
}

void FakeRepository::set_damage(RetrievalDamage damage) {
  std::lock_guard<std::mutex> lock(mutex_);
  script_.damage = damage;
}

void FakeRepository::RefuseAfter(uint64_t bytes, absl::Status status) {
  std::lock_guard<std::mutex> lock(mutex_);
  script_.refuse_after_bytes = bytes;
  script_.refusal = std::move(status);
}

void FakeRepository::set_stall_uploads(bool stall) {
  std::lock_guard<std::mutex> lock(mutex_);
  script_.stall_uploads = stall;
}

FakeRepository::Script FakeRepository::script() const {
  std::lock_guard<std::mutex> lock(mutex_);
  return script_;
}

}  // namespace docshare::consumer
