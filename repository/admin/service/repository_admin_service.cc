#include "repository/admin/service/repository_admin_service.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "domain/errors/xds_error.h"
#include "domain/ids/unique_id.h"
#include "platform/rpc/peer_identity.h"
#include "platform/rpc/status_mapping.h"
#include "repository/admin/disk_usage.h"
#include "repository/catalogue/key_space.h"
#include "repository/content/content_verification.h"

namespace docshare::repository {
namespace {

// Between two messages of a stream.
constexpr absl::Duration kTellInterval = absl::Milliseconds(200);
constexpr int kMostLookedUp = 1000;

// Takes a flag, or says that somebody else has it.
class Turn {
 public:
  explicit Turn(std::atomic<bool>& flag) : flag_(flag), taken_(!flag.exchange(true)) {}
  ~Turn() {
    if (taken_) flag_ = false;
  }

  Turn(const Turn&) = delete;
  Turn& operator=(const Turn&) = delete;

  bool taken() const { return taken_; }

 private:
  std::atomic<bool>& flag_;
  const bool taken_;
};

void Fill(const StoredDocument& document, admin::v1::StoredDocumentFacts& facts) {
  facts.set_unique_id(document.unique_id.ToString());
  facts.set_size(document.content.size_bytes);
  facts.set_hash(document.content.Sha1Hex());
  facts.set_sha256(document.content.Sha256Hex());
  facts.set_mime_type(document.mime_type);
  facts.set_class_code(document.class_code);
}

absl::Status Gone() { return absl::CancelledError("the caller is gone"); }

bool IsOwnFault(const absl::Status& status) {
  return absl::IsInternal(status) || absl::IsDataLoss(status) || absl::IsUnknown(status) ||
         absl::IsResourceExhausted(status);
}

}  // namespace

RepositoryAdminService::RepositoryAdminService(Collaborators with)
    : with_(std::move(with)), started_s_(absl::ToUnixSeconds(with_.clock->Now())) {}

grpc::Status RepositoryAdminService::GetRepositoryStatus(
    grpc::ServerContext* context, const admin::v1::GetRepositoryStatusRequest* /*request*/,
    admin::v1::GetRepositoryStatusResponse* response) {
  return Serve(*context, "GetRepositoryStatus", [&](const std::string& /*caller*/) {
    response->set_version(with_.version);
    response->set_repository_unique_id(with_.repository_unique_id);
    response->set_schema_version(kCurrentSchemaVersion);
    response->set_started_s(started_s_);
    response->set_unsettled(with_.ledger->unsettled_count());
    response->set_active_key_id(with_.key_ring->active_key_id());
    const BackgroundScrub::Result scrub = with_.background_scrub->result();
    const auto fill = [](const ScrubProgress& progress, admin::v1::ScrubResult& result) {
      result.set_documents(progress.documents);
      result.set_bytes(progress.bytes);
      result.set_damaged(progress.damaged);
    };
    fill(scrub.whole, *response->mutable_last_scrub());
    if (scrub.ended != absl::InfinitePast()) {
      response->mutable_last_scrub()->set_ended_s(absl::ToUnixSeconds(scrub.ended));
    }
    fill(scrub.running, *response->mutable_running_scrub());
    return absl::OkStatus();
  });
}

grpc::Status RepositoryAdminService::RotateKeys(
    grpc::ServerContext* context, const admin::v1::RotateKeysRequest* /*request*/,
    grpc::ServerWriter<admin::v1::RotateKeysResponse>* writer) {
  return Serve(*context, "RotateKeys", [&](const std::string& caller) {
    const Turn turn(rotating_);
    if (!turn.taken()) return absl::AbortedError("another rotation of keys runs");
    const absl::StatusOr<uint64_t> documents = with_.catalogue->CountDocuments();
    if (!documents.ok()) return documents.status();
    admin::v1::RotateKeysResponse response;
    response.set_keys_total(*documents + 1);  // The database's own.
    absl::Time told = absl::InfinitePast();
    absl::Status status = with_.rotation->Run([&](const RotationProgress& progress) {
      response.set_active_key_id(with_.key_ring->active_key_id());
      response.set_keys(static_cast<uint64_t>(progress.keys));
      response.set_rewrapped(static_cast<uint64_t>(progress.rewrapped));
      if (absl::Status stopped = Stopped(*context); !stopped.ok()) return stopped;
      if (with_.clock->Now() - told < kTellInterval) return absl::OkStatus();
      told = with_.clock->Now();
      return writer->Write(response) ? absl::OkStatus() : Gone();
    });
    with_.log->Info("keys_rotated", {{"caller", caller},
                                     {"code", absl::StatusCodeToString(status.code())},
                                     {"keys", response.keys()},
                                     {"rewrapped", response.rewrapped()}});
    if (!status.ok()) return status;
    response.set_done(true);
    return writer->Write(response) ? absl::OkStatus() : Gone();
  });
}

grpc::Status RepositoryAdminService::Scrub(grpc::ServerContext* context,
                                           const admin::v1::ScrubRequest* request,
                                           grpc::ServerWriter<admin::v1::ScrubResponse>* writer) {
  return Serve(*context, "Scrub", [&](const std::string& caller) {
    const Turn turn(scrubbing_);
    if (!turn.taken()) return absl::AbortedError("another scrub runs that was asked for");
    const absl::StatusOr<uint64_t> documents = with_.catalogue->CountDocuments();
    if (!documents.ok()) return documents.status();
    admin::v1::ScrubResponse response;
    response.set_documents_total(*documents);
    ScrubProgress last;
    absl::Time told = absl::InfinitePast();
    absl::Status status =
        with_.scrubber->Walk("", request->bytes_per_second(),
                             [&](const ScrubProgress& progress, const std::string& /*unique_id*/,
                                 const std::vector<DamagedItem>& damaged) {
                               last = progress;
                               if (absl::Status stopped = Stopped(*context); !stopped.ok())
                                 return stopped;
                               if (damaged.empty() && with_.clock->Now() - told < kTellInterval)
                                 return absl::OkStatus();
                               told = with_.clock->Now();
                               response.set_documents(progress.documents);
                               response.set_bytes(progress.bytes);
                               response.clear_damaged();
                               for (const DamagedItem& item : damaged) {
                                 admin::v1::DamagedDocument& document = *response.add_damaged();
                                 document.set_unique_id(item.unique_id);
                                 document.set_fault(item.fault);
                               }
                               return writer->Write(response) ? absl::OkStatus() : Gone();
                             });
    with_.log->Info("scrub_ended", {{"caller", caller},
                                    {"code", absl::StatusCodeToString(status.code())},
                                    {"documents", last.documents},
                                    {"bytes", last.bytes},
                                    {"damaged", last.damaged}});
    if (!status.ok()) return status;
    response.clear_damaged();
    response.set_documents(last.documents);
    response.set_bytes(last.bytes);
    response.set_done(true);
    return writer->Write(response) ? absl::OkStatus() : Gone();
  });
}

grpc::Status RepositoryAdminService::VerifyDocument(grpc::ServerContext* context,
                                                    const admin::v1::VerifyDocumentRequest* request,
                                                    admin::v1::VerifyDocumentResponse* response) {
  return Serve(*context, "VerifyDocument", [&](const std::string& /*caller*/) {
    return Verify(request->unique_id(), *response,
                  [&](uint64_t /*bytes*/, uint64_t /*total*/) { return Stopped(*context); });
  });
}

grpc::Status RepositoryAdminService::StreamDocumentVerification(
    grpc::ServerContext* context, const admin::v1::StreamDocumentVerificationRequest* request,
    grpc::ServerWriter<admin::v1::StreamDocumentVerificationResponse>* writer) {
  return Serve(*context, "StreamDocumentVerification", [&](const std::string& /*caller*/) {
    admin::v1::StreamDocumentVerificationResponse response;
    admin::v1::VerifyDocumentResponse verdict;
    absl::Time told = absl::InfinitePast();
    absl::Status status =
        Verify(request->unique_id(), verdict, [&](uint64_t bytes, uint64_t total) {
          response.set_bytes(bytes);
          response.set_bytes_total(total);
          if (absl::Status stopped = Stopped(*context); !stopped.ok()) return stopped;
          if (with_.clock->Now() - told < kTellInterval) return absl::OkStatus();
          told = with_.clock->Now();
          return writer->Write(response) ? absl::OkStatus() : Gone();
        });
    if (!status.ok()) return status;
    *response.mutable_verdict() = std::move(verdict);
    return writer->Write(response) ? absl::OkStatus() : Gone();
  });
}

absl::Status RepositoryAdminService::Verify(
    const std::string& text, admin::v1::VerifyDocumentResponse& response,
    absl::FunctionRef<absl::Status(uint64_t bytes, uint64_t total)> tell) const {
  const absl::StatusOr<UniqueId> unique_id = UniqueId::Parse(text);
  if (!unique_id.ok()) {
    return absl::InvalidArgumentError(absl::StrCat("unique_id: ", unique_id.status().message()));
  }
  const auto document = with_.catalogue->FindDocument(*unique_id);
  if (absl::IsDataLoss(document.status())) {
    response.mutable_document()->set_unique_id(text);
    response.set_fault(std::string(document.status().message()));
    return absl::OkStatus();
  }
  if (!document.ok()) return document.status();
  if (!document->has_value()) return absl::NotFoundError("the repository has no such document");
  Fill(**document, *response.mutable_document());
  uint64_t read = 0;
  absl::Status checked =
      VerifyContent((*document)->content, *with_.content, *with_.algorithms, [&](uint64_t bytes) {
        read += bytes;
        return tell(read, (*document)->content.size_bytes);
      });
  // Another trouble than damage is the call's.
  if (!checked.ok() && !absl::IsDataLoss(checked) && !absl::IsFailedPrecondition(checked)) {
    return checked;
  }
  response.set_fault(std::string(checked.message()));
  return absl::OkStatus();
}

grpc::Status RepositoryAdminService::SweepContent(
    grpc::ServerContext* context, const admin::v1::SweepContentRequest* request,
    grpc::ServerWriter<admin::v1::SweepContentResponse>* writer) {
  return Serve(*context, "SweepContent", [&](const std::string& caller) {
    admin::v1::SweepContentResponse response;
    absl::Time told = absl::InfinitePast();
    absl::Status status = with_.sweep->Run(
        request->remove(),
        [&](const SweepProgress& progress, const std::vector<StrayContent>& strays) {
          response.set_looked_at(progress.looked_at);
          response.set_young(progress.young);
          response.set_removed(progress.removed);
          response.clear_strays();
          for (const StrayContent& stray : strays) {
            admin::v1::StrayContent& met = *response.add_strays();
            met.set_content_id(stray.id.ToHex());
            met.set_size(stray.size_bytes);
            met.set_written_s(absl::ToUnixSeconds(stray.written));
          }
          if (absl::Status stopped = Stopped(*context); !stopped.ok()) return stopped;
          if (strays.empty() && with_.clock->Now() - told < kTellInterval) return absl::OkStatus();
          told = with_.clock->Now();
          return writer->Write(response) ? absl::OkStatus() : Gone();
        });
    if (request->remove()) {
      with_.log->Info("strays_removed", {{"caller", caller},
                                         {"code", absl::StatusCodeToString(status.code())},
                                         {"removed", response.removed()}});
    }
    if (!status.ok()) return status;
    response.clear_strays();
    response.set_done(true);
    return writer->Write(response) ? absl::OkStatus() : Gone();
  });
}

grpc::Status RepositoryAdminService::GetDiskUsage(
    grpc::ServerContext* context, const admin::v1::GetDiskUsageRequest* /*request*/,
    grpc::ServerWriter<admin::v1::GetDiskUsageResponse>* writer) {
  return Serve(*context, "GetDiskUsage", [&](const std::string& /*caller*/) -> absl::Status {
    admin::v1::GetDiskUsageResponse response;
    absl::Time told = absl::InfinitePast();
    const auto classes = CountDiskUsage(*with_.catalogue, [&](uint64_t documents) {
      response.set_documents(documents);
      if (absl::Status stopped = Stopped(*context); !stopped.ok()) return stopped;
      if (with_.clock->Now() - told < kTellInterval) return absl::OkStatus();
      told = with_.clock->Now();
      return writer->Write(response) ? absl::OkStatus() : Gone();
    });
    if (!classes.ok()) return classes.status();
    for (const auto& [class_code, usage] : *classes) {
      admin::v1::ClassUsage& told_usage = *response.add_classes();
      told_usage.set_class_code(class_code);
      told_usage.set_documents(usage.documents);
      told_usage.set_bytes(usage.bytes);
    }
    std::stable_sort(response.mutable_classes()->begin(), response.mutable_classes()->end(),
                     [](const auto& a, const auto& b) { return a.bytes() > b.bytes(); });
    response.set_free_bytes(with_.free_bytes());
    response.set_done(true);
    return writer->Write(response) ? absl::OkStatus() : Gone();
  });
}

grpc::Status RepositoryAdminService::ListStoredDocuments(
    grpc::ServerContext* context, const admin::v1::ListStoredDocumentsRequest* /*request*/,
    grpc::ServerWriter<admin::v1::ListStoredDocumentsResponse>* writer) {
  return Serve(*context, "ListStoredDocuments", [&](const std::string& /*caller*/) -> absl::Status {
    std::string last;
    while (true) {
      if (absl::Status stopped = Stopped(*context); !stopped.ok()) return stopped;
      const auto page = with_.catalogue->List(last, kMostLookedUp);
      if (!page.ok()) return page.status();
      if (page->empty()) return absl::OkStatus();
      admin::v1::ListStoredDocumentsResponse response;
      for (const ListedDocument& listed : *page) {
        // A row that cannot be read is there all the same; a scrub names it.
        if (listed.document.ok()) Fill(*listed.document, *response.add_documents());
      }
      last = page->back().unique_id;
      if (!writer->Write(response)) return Gone();
    }
  });
}

grpc::Status RepositoryAdminService::LookUpStoredDocuments(
    grpc::ServerContext* context, const admin::v1::LookUpStoredDocumentsRequest* request,
    admin::v1::LookUpStoredDocumentsResponse* response) {
  return Serve(*context, "LookUpStoredDocuments", [&](const std::string& /*caller*/) {
    if (request->unique_ids_size() > kMostLookedUp) {
      return absl::InvalidArgumentError(
          absl::StrCat("unique_ids: at most ", kMostLookedUp, " at once"));
    }
    for (const std::string& text : request->unique_ids()) {
      const absl::StatusOr<UniqueId> unique_id = UniqueId::Parse(text);
      if (!unique_id.ok()) continue;
      const auto document = with_.catalogue->FindDocument(*unique_id);
      if (absl::IsDataLoss(document.status())) {
        // It is here, and damaged; a scrub says how.
        response->add_documents()->set_unique_id(text);
        continue;
      }
      if (!document.ok()) return document.status();
      if (document->has_value()) Fill(**document, *response->add_documents());
    }
    return absl::OkStatus();
  });
}

grpc::Status RepositoryAdminService::RegisterDocumentList(
    grpc::ServerContext* context, const admin::v1::RegisterDocumentListRequest* request,
    admin::v1::RegisterDocumentListResponse* response) {
  return Serve(*context, "RegisterDocumentList", [&](const std::string& caller) -> absl::Status {
    if (with_.on_demand == nullptr) {
      return absl::FailedPreconditionError(
          "the repository makes no lists of documents; its configuration has no document_list");
    }
    auto registered = with_.on_demand->Register(request->patient_id());
    with_.log->Info(
        "document_list_registered",
        {{"caller", caller}, {"code", absl::StatusCodeToString(registered.status().code())}});
    if (!registered.ok()) return registered.status();
    *response = *std::move(registered);
    return absl::OkStatus();
  });
}

absl::Status RepositoryAdminService::Stopped(const grpc::ServerContext& context) const {
  if (context.IsCancelled()) return Gone();
  if (draining_) return absl::UnavailableError("the server drains; run it again");
  return absl::OkStatus();
}

grpc::Status RepositoryAdminService::Serve(
    const grpc::ServerContext& context, absl::string_view method,
    const std::function<absl::Status(const std::string& caller)>& work) const {
  const absl::StatusOr<platform::PeerIdentity> peer = platform::IdentifyPeer(context);
  absl::Status status = peer.status();
  if (status.ok()) status = with_.roles->CheckRole(peer->name, Role::kAdminister);
  if (status.ok()) status = work(peer->name);
  if (IsOwnFault(status)) {
    with_.log->Error("call_failed",
                     {{"method", method}, {"code", absl::StatusCodeToString(status.code())}});
  }
  if (absl::IsInvalidArgument(status) || absl::IsFailedPrecondition(status)) {
    status = WithXdsErrorIfMissing(status, XdsErrorCode::kRepositoryError);
  }
  return platform::ToGrpcStatus(status);
}

}  // namespace docshare::repository
