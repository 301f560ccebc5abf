#include "gateway/services/soap_answer.h"

#include "absl/strings/match.h"

namespace docshare::gateway {

SoapAnswer::SoapAnswer(const ReplyHeaders& headers, SoapPackaging packaging,
                       platform::HttpReply* reply, platform::UuidSource* uuids)
    : headers_(headers),
      packaging_(packaging),
      reply_(reply),
      mtom_(headers.action, reply, uuids) {}

absl::Status SoapAnswer::SendBody(absl::string_view body_xml) {
  // Inside an envelope there is no XML declaration.
  if (absl::StartsWith(body_xml, "<?xml ")) body_xml.remove_prefix(body_xml.find("?>") + 2);
  if (takes_attachments()) {
    absl::Status written = WriteXml(body_xml);
    return written.ok() ? Finish() : written;
  }
  const std::string start = EnvelopeStart(headers_);
  const absl::string_view end = EnvelopeEnd();
  absl::Status sent = reply_->Start(200, {{"Content-Type", SoapReplyContentType(headers_.action)}},
                                    start.size() + body_xml.size() + end.size());
  for (const absl::string_view piece : {absl::string_view(start), body_xml, end}) {
    if (sent.ok()) sent = reply_->Write(piece);
  }
  return sent;
}

absl::Status SoapAnswer::SendFault(const SoapFault& fault) {
  const std::string envelope = SoapFaultReply(headers_, fault);
  absl::Status sent = reply_->Start(
      fault.http_status(), {{"Content-Type", SoapFaultContentType(fault)}}, envelope.size());
  return sent.ok() ? reply_->Write(envelope) : sent;
}

absl::Status SoapAnswer::WriteXml(absl::string_view xml) {
  if (absl::Status begun = Begin(); !begun.ok()) return begun;
  return takes_attachments() ? mtom_.Write(xml) : reply_->Write(xml);
}

absl::Status SoapAnswer::BeginAttachment(absl::string_view media_type, const ContentId& id) {
  if (absl::Status ended = EndXml(); !ended.ok()) return ended;
  return mtom_.BeginAttachment(media_type, id);
}

absl::Status SoapAnswer::WriteAttachment(absl::string_view bytes) { return mtom_.Write(bytes); }

absl::Status SoapAnswer::Finish() {
  if (absl::Status ended = EndXml(); !ended.ok()) return ended;
  return takes_attachments() ? mtom_.Finish() : absl::OkStatus();
}

absl::Status SoapAnswer::Begin() {
  if (begun_) return absl::OkStatus();
  begun_ = true;
  const std::string type =
      takes_attachments() ? mtom_.content_type() : SoapReplyContentType(headers_.action);
  absl::Status sent = reply_->Start(200, {{"Content-Type", type}}, absl::nullopt);
  if (sent.ok() && takes_attachments()) sent = mtom_.BeginRoot();
  if (!sent.ok()) return sent;
  const std::string start = EnvelopeStart(headers_);
  return takes_attachments() ? mtom_.Write(start) : reply_->Write(start);
}

absl::Status SoapAnswer::EndXml() {
  if (xml_ended_) return absl::OkStatus();
  xml_ended_ = true;
  return takes_attachments() ? mtom_.Write(EnvelopeEnd()) : reply_->Write(EnvelopeEnd());
}

}  // namespace docshare::gateway
