#include "platform/s3/s3_client.h"

#include <algorithm>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "platform/s3/s3_endpoint.h"
#include "platform/s3/s3_xml.h"

namespace docshare::platform {
namespace {

absl::Status NotUnderstood(absl::string_view key, absl::string_view what) {
  return absl::InternalError(
      absl::StrCat("S3 object ", key, ": the server's answer is not understood: ", what));
}

// "bytes 0-9/443": from, to and size.
struct ContentRange {
  uint64_t first = 0;
  uint64_t last = 0;
  uint64_t object_bytes = 0;
};

bool ParseContentRange(absl::string_view text, ContentRange* range) {
  if (!absl::ConsumePrefix(&text, "bytes ")) return false;
  const std::vector<absl::string_view> parts = absl::StrSplit(text, absl::ByAnyChar("-/"));
  return parts.size() == 3 && absl::SimpleAtoi(parts[0], &range->first) &&
         absl::SimpleAtoi(parts[1], &range->last) &&
         absl::SimpleAtoi(parts[2], &range->object_bytes);
}

absl::Time TimeOf(absl::string_view text) {
  absl::Time time;
  std::string fault;
  return absl::ParseTime(absl::RFC3339_full, text, &time, &fault) ? time : absl::InfiniteFuture();
}

absl::Status IgnoreNotFound(const absl::Status& status) {
  return absl::IsNotFound(status) ? absl::OkStatus() : status;
}

}  // namespace

absl::StatusOr<std::unique_ptr<S3Client>> S3Client::Create(const S3Options& options,
                                                           const Clock* clock) {
  const absl::StatusOr<S3Endpoint> endpoint = ParseS3Endpoint(options.endpoint);
  if (!endpoint.ok()) return endpoint.status();
  if (options.bucket.empty()) return absl::InvalidArgumentError("S3: names no bucket");
  if (options.region.empty()) return absl::InvalidArgumentError("S3: names no region");
  if (options.credentials.access_key_id.empty() || options.credentials.secret_access_key.empty()) {
    return absl::InvalidArgumentError("S3: needs an access key id and a secret access key");
  }
  return std::unique_ptr<S3Client>(new S3Client(options, *endpoint, clock));
}

S3Client::S3Client(const S3Options& options, const S3Endpoint& endpoint, const Clock* clock)
    : exchange_(options, endpoint, clock) {}

absl::Status S3Client::PutObject(absl::string_view key, absl::string_view bytes) {
  return exchange_.Make({.method = "PUT", .key = std::string(key), .body = bytes}).status();
}

absl::StatusOr<S3Client::BegunUpload> S3Client::CreateMultipartUpload(absl::string_view key) {
  const absl::StatusOr<S3Reply> reply =
      exchange_.Make({.method = "POST", .key = std::string(key), .query = {{"uploads", ""}}});
  if (!reply.ok()) return reply.status();
  const absl::StatusOr<S3Element> root = ParseS3Xml(reply->answer.body);
  if (!root.ok()) return NotUnderstood(key, root.status().message());
  BegunUpload upload = {.upload_id = std::string(root->ChildText("UploadId")),
                        .repeated = reply->attempts > 1};
  if (upload.upload_id.empty()) return NotUnderstood(key, "no upload id");
  return upload;
}

absl::StatusOr<std::string> S3Client::UploadPart(absl::string_view key, absl::string_view upload_id,
                                                 int part_number, absl::string_view bytes) {
  absl::StatusOr<S3Reply> reply = exchange_.Make(
      {.method = "PUT",
       .key = std::string(key),
       .query = {{"partNumber", absl::StrCat(part_number)}, {"uploadId", std::string(upload_id)}},
       .body = bytes});
  if (!reply.ok()) return reply.status();
  if (reply->answer.etag.empty()) return NotUnderstood(key, "no ETag of a part");
  return std::move(reply->answer.etag);
}

absl::Status S3Client::CompleteMultipartUpload(absl::string_view key, absl::string_view upload_id,
                                               absl::Span<const std::string> etags,
                                               uint64_t object_bytes) {
  std::string body = "<CompleteMultipartUpload>";
  for (size_t i = 0; i < etags.size(); ++i) {
    absl::StrAppend(&body, "<Part><PartNumber>", i + 1, "</PartNumber><ETag>",
                    S3XmlEscape(etags[i]), "</ETag></Part>");
  }
  absl::StrAppend(&body, "</CompleteMultipartUpload>");
  Completion found = Completion::kNone;
  const auto look = [&](absl::Time deadline) -> absl::Status {
    const absl::StatusOr<Completion> completion =
        FindCompletion(key, upload_id, object_bytes, deadline);
    if (!completion.ok()) return completion.status();
    found = *completion;
    if (found == Completion::kNone) return absl::OkStatus();
    return absl::UnavailableError(absl::StrCat("S3 object ", key, ": half completed"));
  };
  const absl::StatusOr<S3Reply> reply =
      exchange_.Make({.method = "POST",
                      .key = std::string(key),
                      .query = {{"uploadId", std::string(upload_id)}},
                      .body = body,
                      .before_repeat = look});
  if (absl::IsNotFound(reply.status())) {
    // An attempt without an answer may have been carried out after all.
    if (absl::Status looked = look(absl::InfiniteFuture()); looked.ok()) return reply.status();
  }
  if (found == Completion::kWhole) return absl::OkStatus();
  if (!reply.ok()) return reply.status();
  const absl::StatusOr<S3Element> root = ParseS3Xml(reply->answer.body);
  if (!root.ok()) return NotUnderstood(key, root.status().message());
  if (root->name != "CompleteMultipartUploadResult") return NotUnderstood(key, "no completion");
  return absl::OkStatus();
}

absl::StatusOr<S3Client::Completion> S3Client::FindCompletion(absl::string_view key,
                                                              absl::string_view upload_id,
                                                              uint64_t object_bytes,
                                                              absl::Time deadline) {
  const absl::StatusOr<uint64_t> size_bytes = SizeOf(key, deadline);
  if (absl::IsNotFound(size_bytes.status())) return Completion::kNone;
  if (!size_bytes.ok()) return size_bytes.status();
  const absl::StatusOr<std::vector<S3Upload>> uploads = ListUploads(key, deadline);
  if (!uploads.ok()) return uploads.status();
  for (const S3Upload& upload : *uploads) {
    if (upload.key == key && upload.upload_id == upload_id) return Completion::kHalf;
  }
  return *size_bytes == object_bytes ? Completion::kWhole : Completion::kHalf;
}

absl::Status S3Client::AbortMultipartUpload(absl::string_view key, absl::string_view upload_id) {
  return IgnoreNotFound(exchange_
                            .Make({.method = "DELETE",
                                   .key = std::string(key),
                                   .query = {{"uploadId", std::string(upload_id)}}})
                            .status());
}

absl::StatusOr<std::vector<S3Upload>> S3Client::ListMultipartUploads(absl::string_view prefix) {
  return ListUploads(prefix, absl::InfiniteFuture());
}

absl::StatusOr<std::vector<S3Upload>> S3Client::ListUploads(absl::string_view prefix,
                                                            absl::Time deadline) {
  std::vector<S3Upload> uploads;
  S3Parameters from;
  while (true) {
    S3Request request = {.method = "GET", .query = from, .deadline = deadline};
    request.query.emplace_back("uploads", "");
    request.query.emplace_back("prefix", prefix);
    const absl::StatusOr<S3Reply> reply = exchange_.Make(request);
    if (!reply.ok()) return reply.status();
    const absl::StatusOr<S3Element> root = ParseS3Xml(reply->answer.body);
    if (!root.ok()) return NotUnderstood(prefix, root.status().message());
    if (root->name != "ListMultipartUploadsResult") return NotUnderstood(prefix, "no uploads");
    for (const S3Element& element : root->children) {
      if (element.name != "Upload") continue;
      uploads.push_back({.key = std::string(element.ChildText("Key")),
                         .upload_id = std::string(element.ChildText("UploadId")),
                         .begun = TimeOf(element.ChildText("Initiated"))});
    }
    if (root->ChildText("IsTruncated") != "true") return uploads;
    S3Parameters next = {{"key-marker", std::string(root->ChildText("NextKeyMarker"))},
                         {"upload-id-marker", std::string(root->ChildText("NextUploadIdMarker"))}};
    if (next == from) return NotUnderstood(prefix, "a list without an end");
    from = std::move(next);
  }
}

absl::StatusOr<S3Range> S3Client::GetRange(absl::string_view key, uint64_t offset,
                                           absl::Span<char> buffer) {
  const uint64_t last = offset + buffer.size() - 1;
  const absl::StatusOr<S3Reply> reply =
      exchange_.Make({.method = "GET",
                      .key = std::string(key),
                      .headers = {{"range", absl::StrCat("bytes=", offset, "-", last)}},
                      .range = buffer});
  if (!reply.ok()) return reply.status();
  if (reply->answer.status != 206) return NotUnderstood(key, "no range");
  ContentRange range;
  if (!ParseContentRange(reply->answer.content_range, &range)) {
    return NotUnderstood(key, "no Content-Range");
  }
  if (range.object_bytes == 0 || range.first != offset ||
      range.last != std::min(last, range.object_bytes - 1) ||
      range.last - range.first + 1 != reply->answer.range_bytes) {
    return NotUnderstood(key, "another range than was asked for");
  }
  return S3Range{.size_bytes = reply->answer.range_bytes, .object_bytes = range.object_bytes};
}

absl::StatusOr<uint64_t> S3Client::HeadObject(absl::string_view key) {
  return SizeOf(key, absl::InfiniteFuture());
}

absl::StatusOr<uint64_t> S3Client::SizeOf(absl::string_view key, absl::Time deadline) {
  const absl::StatusOr<S3Reply> reply =
      exchange_.Make({.method = "HEAD", .key = std::string(key), .deadline = deadline});
  if (!reply.ok()) return reply.status();
  uint64_t size_bytes = 0;
  if (!absl::SimpleAtoi(reply->answer.content_length, &size_bytes)) {
    return NotUnderstood(key, "no Content-Length");
  }
  return size_bytes;
}

absl::Status S3Client::DeleteObject(absl::string_view key) {
  return IgnoreNotFound(exchange_.Make({.method = "DELETE", .key = std::string(key)}).status());
}

absl::StatusOr<S3ObjectPage> S3Client::ListObjects(absl::string_view prefix,
                                                   absl::string_view start_after) {
  S3Request request = {.method = "GET",
                       .query = {{"list-type", "2"}, {"prefix", std::string(prefix)}}};
  if (!start_after.empty()) request.query.emplace_back("start-after", start_after);
  const absl::StatusOr<S3Reply> reply = exchange_.Make(request);
  if (!reply.ok()) return reply.status();
  const absl::StatusOr<S3Element> root = ParseS3Xml(reply->answer.body);
  if (!root.ok()) return NotUnderstood(prefix, root.status().message());
  if (root->name != "ListBucketResult") return NotUnderstood(prefix, "no objects");
  S3ObjectPage page = {.objects = {}, .is_truncated = root->ChildText("IsTruncated") == "true"};
  for (const S3Element& element : root->children) {
    if (element.name != "Contents") continue;
    S3ObjectPage::Object object = {.key = std::string(element.ChildText("Key")),
                                   .size_bytes = 0,
                                   .written = TimeOf(element.ChildText("LastModified"))};
    if (!absl::SimpleAtoi(element.ChildText("Size"), &object.size_bytes)) {
      return NotUnderstood(object.key, "no size");
    }
    page.objects.push_back(std::move(object));
  }
  return page;
}

}  // namespace docshare::platform
