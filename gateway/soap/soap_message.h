#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/optional.h"
#include "domain/xml/xml_document.h"
#include "gateway/mtom/content_id.h"
#include "gateway/mtom/media_type.h"
#include "gateway/mtom/multipart_reader.h"
#include "platform/stream/byte_source.h"
#include "platform/stream/memory_source.h"

namespace docshare::gateway {

// How a message was packed. The reply is packed likewise.
enum class SoapPackaging {
  kSimple,
  // MTOM: multipart with an application/xop+xml root.
  kMtom,
  // SOAP with Attachments: multipart with any other XML root.
  kWithAttachments,
};

struct SoapLimits {
  // Of the XML, decoded.
  size_t max_root_bytes = size_t{64} << 20;
  // Of all parts before the root, which are kept in memory.
  size_t max_early_bytes = size_t{1} << 20;
  MultipartLimits multipart;
  int max_depth = 64;
  int max_attributes = 64;
  size_t max_elements = size_t{2} << 20;
};

struct SoapAttachment {
  absl::optional<ContentId> content_id;
  // The part's own Content-Type; empty when it has none.
  std::string content_type;
  // Valid until the next attachment is asked for.
  platform::ByteSource* bytes = nullptr;
};

// A message whose XML is here and whose attachments are still arriving.
//
//   absl::StatusOr<std::unique_ptr<SoapMessage>> message = SoapMessage::Receive(type, &body);
//   absl::StatusOr<SoapEnvelope> envelope = ReadEnvelope((*message)->root());
//   while (true) {
//     absl::StatusOr<absl::optional<SoapAttachment>> next = (*message)->NextAttachment();
//     if (!next.ok()) return next.status();
//     if (!*next) break;
//     ... (*next)->bytes->Read() ...
//   }
//
// Not thread-safe.
//
// Source: SOAP 1.2 Part 2 7.1, MTOM 1.0, XOP 1.0 4, SOAP Messages with Attachments; for what is
// tolerated ITI TF-2: Appendix V and the shapes of real stacks. The version of SOAP is that of the
// Envelope's namespace: text/xml and application/xml are read as well.
class SoapMessage {
 public:
  // Reads as far as the end of the XML. `source` must outlive the message. Returns a SoapFault in a
  // status (soap_fault.h) for another media type (415), for too much XML (413) and for XML that is
  // refused; kInvalidArgument for a multipart message that is broken or whose start parameter names
  // no part; errors of the source as they are.
  static absl::StatusOr<std::unique_ptr<SoapMessage>> Receive(absl::string_view content_type,
                                                              platform::ByteSource* source,
                                                              const SoapLimits& limits = {});

  SoapMessage(const SoapMessage&) = delete;
  SoapMessage& operator=(const SoapMessage&) = delete;

  SoapPackaging packaging() const { return packaging_; }
  XmlNode root() const { return document_->root(); }
  // The XML as it came: what a signature was made over.
  const std::string& root_bytes() const { return root_bytes_; }

  // The next part besides the root, in the order of the message; nullopt at the end. Passes over
  // what was not read of the one before. Errors as those of MultipartReader.
  absl::StatusOr<absl::optional<SoapAttachment>> NextAttachment();

 private:
  // A part that came before the root.
  struct EarlyPart {
    absl::optional<ContentId> content_id;
    std::string content_type;
    std::string bytes;
  };

  explicit SoapMessage(const SoapLimits& limits) : limits_(limits) {}

  absl::Status ReceiveSimple(const MediaType& media_type, platform::ByteSource* source);
  absl::Status ReceiveMultipart(const MediaType& media_type, platform::ByteSource* source);
  absl::Status KeepEarlyPart(const MultipartPart& part);
  absl::Status ReceiveRootPart(const MultipartPart& part, const MediaType& outer);
  absl::Status Parse(absl::string_view charset);

  const SoapLimits limits_;
  SoapPackaging packaging_ = SoapPackaging::kSimple;
  std::string root_bytes_;
  absl::optional<XmlDocument> document_;
  std::unique_ptr<MultipartReader> reader_;
  std::vector<EarlyPart> early_parts_;
  size_t early_bytes_ = 0;
  // Of early_parts_, handed out.
  size_t early_given_ = 0;
  absl::optional<platform::MemorySource> early_source_;
};

}  // namespace docshare::gateway
