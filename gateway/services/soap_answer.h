#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "gateway/mtom/content_id.h"
#include "gateway/soap/soap_message.h"
#include "gateway/soap/soap_reply.h"
#include "gateway/xds/answer_stream.h"
#include "platform/http/http_handler.h"
#include "platform/random/uuid_source.h"

namespace docshare::gateway {

// The answer to one request, packed as the request was: MTOM for MTOM, else plain SOAP. Nothing is
// sent before the first byte of the body, so that a fault can still take its place. Errors are
// those of HttpReply. Not thread-safe.
class SoapAnswer : public AnswerStream {
 public:
  // `reply` and `uuids` must outlive the answer.
  SoapAnswer(const ReplyHeaders& headers, SoapPackaging packaging, platform::HttpReply* reply,
             platform::UuidSource* uuids);

  // Whole answers.
  absl::Status SendBody(absl::string_view body_xml);
  absl::Status SendFault(const SoapFault& fault);

  // An answer piece by piece; Finish() ends it.
  bool takes_attachments() const override { return packaging_ == SoapPackaging::kMtom; }
  absl::Status WriteXml(absl::string_view xml) override;
  ContentId NewContentId() override { return mtom_.NewContentId(); }
  absl::Status BeginAttachment(absl::string_view media_type, const ContentId& id) override;
  absl::Status WriteAttachment(absl::string_view bytes) override;
  absl::Status Finish();

  // Whether something of the body was sent.
  bool is_begun() const { return begun_; }

 private:
  absl::Status Begin();
  absl::Status EndXml();

  const ReplyHeaders headers_;
  const SoapPackaging packaging_;
  platform::HttpReply* const reply_;
  MtomReply mtom_;
  bool begun_ = false;
  bool xml_ended_ = false;
};

}  // namespace docshare::gateway
