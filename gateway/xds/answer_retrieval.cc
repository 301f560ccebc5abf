#include "gateway/xds/answer_retrieval.h"

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "domain/ebrim/ebrim_names.h"
#include "domain/ebrim/registry_response.h"
#include "domain/errors/xds_error.h"
#include "domain/text/quoted_value.h"
#include "domain/xml/xml_writer.h"
#include "gateway/calls/document_retrieval.h"
#include "gateway/soap/soap_names.h"
#include "gateway/xds/asked_community.h"
#include "gateway/xds/document_requests.h"
#include "gateway/xds/refusal.h"
#include "gateway/xds/xds_namespaces.h"

namespace docshare::gateway {
namespace {

using repository::v1::DocumentHeader;
using repository::v1::DocumentRequest;

// Held of small documents while the others are asked for.
constexpr uint64_t kHeldBytes = 8 << 20;
// Of a document that cannot be asked for a second time.
constexpr uint64_t kMostMadeBytes = 64 << 20;

// A document that will be in the answer.
struct Found {
  DocumentHeader header;
  // Its bytes: here when they are held or on their way, else they have to be asked for again.
  std::string held;
  bool is_held = false;
  std::unique_ptr<DocumentRetrieval> coming;
};

// An answer before it is written.
struct Plan {
  std::vector<Found> found;
  metadata::v1::RegistryErrorList errors;
};

absl::Status CheckCommunity(const DocumentRequest& request, const HomeCommunityId& community) {
  return CheckAskedCommunity(request.home_community_id(), community, request.document_unique_id(),
                             "a request to a gateway names the community: HomeCommunityId");
}

// Reads all that is left of a document.
absl::StatusOr<std::string> ReadAll(DocumentRetrieval& document) {
  std::string bytes;
  bytes.reserve(document.header().size());
  while (true) {
    const auto piece = document.Read();
    if (!piece.ok()) return piece.status();
    if (piece->empty()) return bytes;
    bytes.append(piece->data(), piece->size());
  }
}

class Retriever {
 public:
  Retriever(const absl::optional<HomeCommunityId>& community, const RepositoryCalls& repositories,
            const Caller& caller)
      : community_(community), repositories_(repositories), caller_(caller) {}

  // Asks for a document; `is_last` may keep its bytes coming.
  absl::StatusOr<Found> Find(const DocumentRequest& request, bool is_last) {
    if (community_.has_value()) {
      if (absl::Status ours = CheckCommunity(request, *community_); !ours.ok()) return ours;
    }
    auto retrieval = Start(request);
    if (!retrieval.ok()) return retrieval.status();
    Found found{.header = (*retrieval)->header()};
    const uint64_t size = found.header.size();
    const bool only_now = !found.header.new_document_unique_id().empty() &&
                          found.header.new_repository_unique_id().empty();
    if (is_last) {
      found.coming = *std::move(retrieval);
      return found;
    }
    if (only_now && size > kMostMadeBytes) {
      return XdsError(XdsErrorCode::kRepositoryOutOfResources, request.document_unique_id(),
                      "the document is made on demand and too large to be held; ask for it alone");
    }
    if (only_now || held_bytes_ + size <= kHeldBytes) {
      absl::StatusOr<std::string> bytes = ReadAll(**retrieval);
      if (!bytes.ok()) return bytes.status();
      found.held = *std::move(bytes);
      found.is_held = true;
      held_bytes_ += size;
    }
    return found;
  }

  // The bytes of a document that was found: asked for again when they are neither held nor coming.
  absl::Status Send(Found& found, const std::function<absl::Status(absl::string_view)>& write) {
    if (found.is_held) {
      absl::Status written = write(found.held);
      found.held = std::string();
      return written;
    }
    if (found.coming == nullptr) {
      DocumentRequest again = found.header.document();
      if (!found.header.new_document_unique_id().empty()) {
        again.set_document_unique_id(found.header.new_document_unique_id());
        again.set_repository_unique_id(found.header.new_repository_unique_id());
      }
      auto retrieval = Start(again);
      if (!retrieval.ok()) return retrieval.status();
      if ((*retrieval)->header().sha256() != found.header.sha256()) {
        return absl::AbortedError("the document became another one meanwhile");
      }
      found.coming = *std::move(retrieval);
    }
    while (true) {
      const auto piece = found.coming->Read();
      if (!piece.ok()) return piece.status();
      if (piece->empty()) break;
      if (absl::Status written = write(*piece); !written.ok()) return written;
    }
    found.coming.reset();
    return absl::OkStatus();
  }

 private:
  absl::StatusOr<std::unique_ptr<DocumentRetrieval>> Start(const DocumentRequest& request) const {
    RepositoryCalls::Stub* const repository = repositories_.Find(request.repository_unique_id());
    if (repository == nullptr) {
      return XdsError(
          XdsErrorCode::kUnknownRepositoryId, request.document_unique_id(),
          absl::StrCat("there is no repository ", Quote(request.repository_unique_id()), " here"));
    }
    return DocumentRetrieval::Start(repositories_, *repository, caller_, request);
  }

  const absl::optional<HomeCommunityId>& community_;
  const RepositoryCalls& repositories_;
  const Caller& caller_;
  uint64_t held_bytes_ = 0;
};

// Notes why a document is not in the answer.
void AddRefusal(const DocumentRequest& request, const absl::Status& refusal, bool with_community,
                metadata::v1::RegistryErrorList* errors) {
  RegistryResponse answer = RefusalBy(Actor::kRepository, refusal);
  for (auto& error : *answer.errors.mutable_errors()) {
    error.set_location(request.document_unique_id());
    if (with_community && !request.home_community_id().empty()) {
      error.set_location(
          absl::StrCat(request.document_unique_id(), " ", request.home_community_id()));
    }
    *errors->add_errors() = std::move(error);
  }
}

// Bytes as base64, whatever pieces they come in.
class Base64Stream {
 public:
  explicit Base64Stream(AnswerStream* answer) : answer_(answer) {}

  absl::Status Write(absl::string_view bytes) {
    waiting_.append(bytes.data(), bytes.size());
    const size_t whole = waiting_.size() / 3 * 3;
    absl::Status written =
        answer_->WriteXml(absl::Base64Escape(absl::string_view(waiting_).substr(0, whole)));
    waiting_.erase(0, whole);
    return written;
  }
  absl::Status Finish() { return answer_->WriteXml(absl::Base64Escape(waiting_)); }

 private:
  AnswerStream* const answer_;
  std::string waiting_;
};

void WriteText(XmlWriter& xml, absl::string_view name, absl::string_view text) {
  xml.Start(name).Text(text).End();
}

// Hands on what has been written of the XML.
absl::Status Flush(AnswerStream& answer, std::string* xml) {
  absl::Status written = answer.WriteXml(*xml);
  xml->clear();
  return written;
}

absl::Status WriteAnswer(Plan plan, Retriever& retriever, AnswerStream& answer) {
  RegistryResponse head;
  head.errors = std::move(plan.errors);
  if (plan.found.empty()) {
    head.status = ResponseStatus::kFailure;
  } else if (!head.errors.errors().empty()) {
    head.status = ResponseStatus::kPartialSuccess;
  }
  std::vector<ContentId> ids;
  std::string xml;
  XmlWriter writer(&xml);
  writer.Start("xds:RetrieveDocumentSetResponse")
      .Attribute("xmlns:xds", kXdsNamespace)
      .Attribute("xmlns:rs", kRsNamespace)
      .Attribute("xmlns:rim", kRimNamespace);
  writer.Start("rs:RegistryResponse");
  WriteResponseHead(head, writer);
  writer.End();
  for (size_t i = 0; i < plan.found.size(); ++i) {
    const DocumentHeader& header = plan.found[i].header;
    writer.Start("xds:DocumentResponse");
    if (!header.document().home_community_id().empty()) {
      WriteText(writer, "xds:HomeCommunityId", header.document().home_community_id());
    }
    WriteText(writer, "xds:RepositoryUniqueId", header.document().repository_unique_id());
    WriteText(writer, "xds:DocumentUniqueId", header.document().document_unique_id());
    if (!header.new_repository_unique_id().empty()) {
      WriteText(writer, "xds:NewRepositoryUniqueId", header.new_repository_unique_id());
    }
    if (!header.new_document_unique_id().empty()) {
      WriteText(writer, "xds:NewDocumentUniqueId", header.new_document_unique_id());
    }
    WriteText(writer, "xds:mimeType", header.mime_type());
    writer.Start("xds:Document");
    if (answer.takes_attachments()) {
      ids.push_back(answer.NewContentId());
      writer.Start("xop:Include")
          .Attribute("xmlns:xop", kXopNamespace)
          .Attribute("href", ids.back().ToCidUrl())
          .End();
    } else {
      writer.Inside();
      if (absl::Status flushed = Flush(answer, &xml); !flushed.ok()) return flushed;
      Base64Stream base64(&answer);
      absl::Status sent = retriever.Send(
          plan.found[i], [&base64](absl::string_view bytes) { return base64.Write(bytes); });
      if (sent.ok()) sent = base64.Finish();
      if (!sent.ok()) return sent;
    }
    writer.End().End();
  }
  writer.End();
  if (absl::Status flushed = Flush(answer, &xml); !flushed.ok()) return flushed;
  if (!answer.takes_attachments()) return absl::OkStatus();
  for (size_t i = 0; i < plan.found.size(); ++i) {
    absl::Status sent = answer.BeginAttachment(plan.found[i].header.mime_type(), ids[i]);
    if (sent.ok()) {
      sent = retriever.Send(plan.found[i], [&answer](absl::string_view bytes) {
        return answer.WriteAttachment(bytes);
      });
    }
    if (!sent.ok()) return sent;
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status AnswerRetrieval(const XmlNode& body, const absl::optional<HomeCommunityId>& community,
                             const RepositoryCalls& repositories, const Caller& caller,
                             AnswerStream& answer) {
  const auto requests = ReadDocumentRequests(body, kXdsNamespace, "RetrieveDocumentSetRequest");
  Retriever retriever(community, repositories, caller);
  Plan plan;
  if (!requests.ok()) {
    const auto errors = RegistryErrorsOf(requests.status());
    if (!errors.has_value()) return requests.status();
    plan.errors = *errors;
    return WriteAnswer(std::move(plan), retriever, answer);
  }
  for (size_t i = 0; i < requests->size(); ++i) {
    absl::StatusOr<Found> found = retriever.Find((*requests)[i], i + 1 == requests->size());
    if (found.ok()) {
      plan.found.push_back(*std::move(found));
    } else if (IsFault(found.status())) {
      return found.status();
    } else {
      AddRefusal((*requests)[i], found.status(), community.has_value(), &plan.errors);
    }
  }
  return WriteAnswer(std::move(plan), retriever, answer);
}

}  // namespace docshare::gateway
