#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/types/optional.h"
#include "gateway/mtom/content_id.h"
#include "gateway/mtom/multipart_writer.h"
#include "gateway/soap/soap_fault.h"
#include "platform/random/uuid_source.h"
#include "platform/stream/byte_sink.h"

namespace docshare::gateway {

// The headers of WS-Addressing of a message that we write. Those that are empty are left out.
struct ReplyHeaders {
  std::string action;
  std::string message_id;
  std::string relates_to;
  std::string to;
};

// A whole envelope around a body, which is the XML of one element, or nothing. It is copied as it
// is, but for an XML declaration in front of it. In UTF-8.
std::string SoapReply(const ReplyHeaders& headers, absl::string_view body_xml);

// A whole envelope with a fault, in the SOAP version that it asks for, with the header blocks that
// SOAP wants beside it. The action of the headers is replaced by the fault's own.
std::string SoapFaultReply(ReplyHeaders headers, const SoapFault& fault);

// Content-Type of a SoapReply(), or of a SoapFaultReply() with its fault.
std::string SoapReplyContentType(absl::string_view action);
std::string SoapFaultContentType(const SoapFault& fault);

// What stands around the body of a SoapReply(): for a body that is written piece by piece.
std::string EnvelopeStart(const ReplyHeaders& headers);
absl::string_view EnvelopeEnd();

// Writes an MTOM message: the root first, then attachments as they are streamed.
//
//   MtomReply reply(action, &sink, &uuids);
//   ... send reply.content_type() as the header ...
//   const ContentId id = reply.NewContentId();    // id.ToCidUrl() goes into the body
//   reply.WriteRoot(SoapReply(headers, body));
//   reply.BeginAttachment("application/pdf", id); reply.Write(bytes); ...
//   reply.Finish();
//
// With the media type of `root_type`, it writes SOAP with Attachments. Errors are those of the
// sink. Not thread-safe.
class MtomReply : public platform::ByteSink {
 public:
  // `sink` and `uuids` must outlive the reply.
  MtomReply(absl::string_view action, platform::ByteSink* sink, platform::UuidSource* uuids,
            absl::string_view root_type = kXopMediaType);

  const std::string& content_type() const { return content_type_; }

  // An id that no other part of any message has.
  ContentId NewContentId();

  // Begins the root part; Write() adds to it. Requires that nothing was written before.
  absl::Status BeginRoot();
  absl::Status WriteRoot(absl::string_view envelope);

  // `content_type` empty: without that header.
  absl::Status BeginAttachment(absl::string_view content_type, const ContentId& id) {
    return writer_.BeginPart(content_type, id);
  }
  // Bytes of the part that was begun last.
  absl::Status Write(absl::string_view bytes) override { return writer_.Write(bytes); }

  absl::Status Finish() { return writer_.Finish(); }

 private:
  platform::UuidSource* const uuids_;
  MultipartWriter writer_;
  const std::string root_type_;
  const ContentId root_id_;
  const std::string content_type_;
};

}  // namespace docshare::gateway
