#include "gateway/soap/soap_reply.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "domain/xml/xml_document.h"
#include "gateway/soap/envelope.h"
#include "gateway/soap/soap_message.h"
#include "gateway/soap/soap_names.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "platform/random/sequence_uuid_source.h"
#include "platform/stream/memory_source.h"
#include "platform/stream/string_sink.h"

namespace docshare::gateway {
namespace {

using testing::HasSubstr;

const ReplyHeaders kHeaders = {.action = "urn:done",
                               .message_id = "urn:uuid:2",
                               .relates_to = "urn:uuid:<1>",
                               .to = "http://a"};

TEST(SoapReplyTest, IsAnEnvelopeAroundTheBody) {
  const std::string xml =
      SoapReply(kHeaders, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<b xmlns=\"urn:b\">x</b>");
  const absl::StatusOr<XmlDocument> document = XmlDocument::Parse(xml);
  ASSERT_TRUE(document.ok()) << document.status() << xml;
  const absl::StatusOr<SoapEnvelope> envelope = ReadEnvelope(document->root());
  ASSERT_TRUE(envelope.ok()) << envelope.status();
  EXPECT_EQ(envelope->addressing.action, "urn:done");
  EXPECT_EQ(envelope->addressing.message_id, "urn:uuid:2");
  EXPECT_EQ(envelope->addressing.relates_to, "urn:uuid:<1>");
  EXPECT_EQ(envelope->addressing.to, "http://a");
  EXPECT_TRUE(envelope->body->Is("urn:b", "b"));
  EXPECT_THAT(xml, HasSubstr("<wsa:Action env:mustUnderstand=\"true\">"));
  EXPECT_EQ(absl::StrCat(EnvelopeStart(kHeaders), "<b xmlns=\"urn:b\">x</b>", EnvelopeEnd()), xml);
}

TEST(SoapReplyTest, NamesItsContentType) {
  EXPECT_EQ(SoapReplyContentType("urn:done"),
            "application/soap+xml; charset=UTF-8; action=\"urn:done\"");
  EXPECT_EQ(SoapReplyContentType(""), "application/soap+xml; charset=UTF-8");
  EXPECT_EQ(SoapReplyContentType("a\r\nSet-Cookie: \"b"),
            "application/soap+xml; charset=UTF-8; action=\"aSet-Cookie: \\\"b\"");
}

TEST(SoapReplyTest, AFaultNamesWhatWasNotUnderstood) {
  const SoapFault fault = {
      .code = SoapFaultCode::kMustUnderstand,
      .reason = "r",
      .not_understood = {{"urn:x", "x"}, {"", "y"}, {"http://www.w3.org/XML/1998/namespace", "z"}}};
  const std::string xml = SoapFaultReply(kHeaders, fault);
  const absl::StatusOr<XmlDocument> document = XmlDocument::Parse(xml);
  ASSERT_TRUE(document.ok()) << document.status() << xml;
  const absl::StatusOr<SoapEnvelope> envelope = ReadEnvelope(document->root());
  ASSERT_TRUE(envelope.ok()) << envelope.status();
  EXPECT_EQ(envelope->addressing.action, fault.action());
  EXPECT_TRUE(envelope->body->Is(kSoapNamespace, "Fault"));
  EXPECT_THAT(xml, HasSubstr("<env:NotUnderstood xmlns:h=\"urn:x\" qname=\"h:x\"/>"
                             "<env:NotUnderstood qname=\"y\"/>"
                             "<env:NotUnderstood qname=\"xml:z\"/>"));
}

TEST(SoapReplyTest, SpeaksSoap11ToThoseWhoDo) {
  const SoapFault fault = {
      .code = SoapFaultCode::kVersionMismatch, .reason = "r", .in_soap11 = true};
  const std::string xml = SoapFaultReply(kHeaders, fault);
  const absl::StatusOr<XmlDocument> document = XmlDocument::Parse(xml);
  ASSERT_TRUE(document.ok()) << document.status() << xml;
  EXPECT_TRUE(document->root().Is(kSoap11Namespace, "Envelope"));
  EXPECT_THAT(xml, HasSubstr("up:SupportedEnvelope"));
  EXPECT_EQ(SoapFaultContentType(fault), "text/xml; charset=UTF-8");
  EXPECT_THAT(SoapFaultContentType({}), testing::StartsWith("application/soap+xml"));
}

TEST(MtomReplyTest, IsReadAsItWasWritten) {
  for (const absl::string_view root_type : {kXopMediaType, kSoapMediaType}) {
    platform::SequenceUuidSource uuids;
    platform::StringSink sink;
    MtomReply reply("urn:done", &sink, &uuids, root_type);
    const ContentId id = reply.NewContentId();
    ASSERT_TRUE(reply.WriteRoot(SoapReply(kHeaders, "<b/>")).ok());
    ASSERT_TRUE(reply.BeginAttachment("application/pdf", id).ok());
    ASSERT_TRUE(reply.Write("\r\n--").ok());
    ASSERT_TRUE(reply.Write("x\r\n").ok());
    ASSERT_TRUE(reply.Finish().ok());
    platform::MemorySource source(sink.bytes());
    const auto message = SoapMessage::Receive(reply.content_type(), &source);
    ASSERT_TRUE(message.ok()) << message.status();
    EXPECT_EQ((*message)->packaging(),
              root_type == kXopMediaType ? SoapPackaging::kMtom : SoapPackaging::kWithAttachments);
    EXPECT_TRUE(ReadEnvelope((*message)->root()).ok());
    const auto attachment = (*message)->NextAttachment();
    ASSERT_TRUE(attachment.ok());
    ASSERT_TRUE(attachment->has_value());
    EXPECT_EQ((**attachment).content_id, id);
    EXPECT_EQ((**attachment).content_type, "application/pdf");
    EXPECT_EQ(*(**attachment).bytes->Read(), "\r\n--x\r\n");
  }
}

TEST(MtomReplyTest, NamesItsContentType) {
  platform::SequenceUuidSource uuids;
  platform::StringSink sink;
  const MtomReply reply("urn:done", &sink, &uuids);
  EXPECT_EQ(reply.content_type(),
            "multipart/related; type=\"application/xop+xml\"; "
            "boundary=\"docshare-00000000-0000-4000-8000-000000000001\"; "
            "start=\"<00000000-0000-4000-8000-000000000002@docshare>\"; "
            "start-info=\"application/soap+xml\"; action=\"urn:done\"");
}

}  // namespace
}  // namespace docshare::gateway
