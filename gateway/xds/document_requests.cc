#include "gateway/xds/document_requests.h"

#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "domain/ebrim/ebrim_message.h"
#include "domain/errors/xds_error.h"
#include "domain/text/quoted_value.h"
#include "gateway/xds/xds_namespaces.h"

namespace docshare::gateway {
namespace {

using repository::v1::DocumentRequest;

constexpr size_t kMostDocuments = 1000;

absl::Status Refused(const XmlNode& element, absl::string_view context) {
  return XdsErrorWithStatus(absl::StatusCode::kInvalidArgument, XdsErrorCode::kRepositoryError, "",
                            absl::StrCat("line ", element.line(), ": ", context));
}

absl::StatusOr<DocumentRequest> ReadDocumentRequest(const XmlNode& element) {
  DocumentRequest request;
  for (const XmlNode child : element.children()) {
    const std::string text(absl::StripAsciiWhitespace(child.text()));
    if (child.Is(kXdsNamespace, "HomeCommunityId")) {
      request.set_home_community_id(text);
    } else if (child.Is(kXdsNamespace, "RepositoryUniqueId")) {
      request.set_repository_unique_id(text);
    } else if (child.Is(kXdsNamespace, "DocumentUniqueId")) {
      request.set_document_unique_id(text);
    } else {
      return absl::InvalidArgumentError(absl::StrCat(
          "line ", child.line(), ": a DocumentRequest has no element ", Quote(child.name())));
    }
  }
  if (request.repository_unique_id().empty()) {
    return Refused(element, "the DocumentRequest has no RepositoryUniqueId");
  }
  if (request.document_unique_id().empty()) {
    return Refused(element, "the DocumentRequest has no DocumentUniqueId");
  }
  return request;
}

}  // namespace

absl::StatusOr<std::vector<DocumentRequest>> ReadDocumentRequests(const XmlNode& message,
                                                                  absl::string_view ns,
                                                                  absl::string_view name) {
  if (absl::Status expected = ExpectMessage(message, ns, name); !expected.ok()) return expected;
  std::vector<DocumentRequest> requests;
  for (const XmlNode child : message.children()) {
    if (!child.Is(kXdsNamespace, "DocumentRequest")) {
      return absl::InvalidArgumentError(absl::StrCat("line ", child.line(), ": a ", name,
                                                     " has no element ", Quote(child.name())));
    }
    if (requests.size() == kMostDocuments) {
      return Refused(child, absl::StrCat("more than ", kMostDocuments, " documents"));
    }
    absl::StatusOr<DocumentRequest> request = ReadDocumentRequest(child);
    if (!request.ok()) return request.status();
    requests.push_back(*std::move(request));
  }
  if (requests.empty()) return Refused(message, "no document is asked for");
  return requests;
}

}  // namespace docshare::gateway
