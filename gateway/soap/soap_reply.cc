#include "gateway/soap/soap_reply.h"

#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "domain/xml/xml_writer.h"
#include "gateway/mtom/media_type.h"

namespace docshare::gateway {
namespace {

constexpr absl::string_view kEnd = "</env:Body></env:Envelope>";
constexpr absl::string_view kSoap11MediaType = "text/xml";

// Actions come from requests, too: what a header cannot carry is left out of it.
std::string HeaderSafe(absl::string_view value) {
  std::string safe;
  for (const char c : value) {
    if (absl::ascii_isprint(static_cast<unsigned char>(c))) safe.push_back(c);
  }
  return safe;
}

absl::string_view WithoutDeclaration(absl::string_view xml) {
  if (!absl::StartsWith(xml, "<?xml ")) return xml;
  const size_t end = xml.find("?>");
  return end == absl::string_view::npos ? xml
                                        : absl::StripLeadingAsciiWhitespace(xml.substr(end + 2));
}

void WriteAddressing(const ReplyHeaders& headers, XmlWriter& writer) {
  if (!headers.action.empty()) {
    // Source: ITI TF-2: V.3.2.2.
    writer.Start("wsa:Action").Attribute("env:mustUnderstand", "true").Text(headers.action).End();
  }
  const auto write = [&writer](absl::string_view name, absl::string_view value) {
    if (!value.empty()) writer.Start(name).Text(value).End();
  };
  write("wsa:MessageID", headers.message_id);
  write("wsa:RelatesTo", headers.relates_to);
  write("wsa:To", headers.to);
}

// Source: SOAP 1.2 Part 1 5.4.8.
void WriteNotUnderstood(const SoapFault& fault, XmlWriter& writer) {
  for (const QualifiedName& name : fault.not_understood) {
    writer.Start("env:NotUnderstood");
    // Neither no namespace nor that of "xml:" can have another prefix.
    if (name.ns.empty() || name.ns == kXmlNamespace) {
      writer.Attribute("qname", absl::StrCat(name.ns.empty() ? "" : "xml:", name.name)).End();
      continue;
    }
    writer.Attribute("xmlns:h", name.ns).Attribute("qname", absl::StrCat("h:", name.name)).End();
  }
}

// Source: SOAP 1.2 Part 1 5.4.7.
void WriteUpgrade(const SoapFault& fault, XmlWriter& writer) {
  if (fault.code != SoapFaultCode::kVersionMismatch) return;
  writer.Start("up:Upgrade").Attribute("xmlns:up", kSoapNamespace);
  writer.Start("up:SupportedEnvelope").Attribute("qname", "s:Envelope");
  writer.Attribute("xmlns:s", kSoapNamespace).End().End();
}

// Leaves Envelope and Header open.
void StartEnvelope(const ReplyHeaders& headers, absl::string_view soap_namespace,
                   XmlWriter& writer) {
  writer.Declaration().Start("env:Envelope").Attribute("xmlns:env", soap_namespace);
  writer.Attribute("xmlns:wsa", kAddressingNamespace).Start("env:Header");
  if (soap_namespace == kSoapNamespace) WriteAddressing(headers, writer);
}

std::string XmlContentType(absl::string_view media_type, absl::string_view action) {
  std::string value = absl::StrCat(media_type, "; charset=UTF-8");
  const std::string safe = HeaderSafe(action);
  if (!safe.empty()) absl::StrAppend(&value, "; action=", QuotedParameter(safe));
  return value;
}

std::string MtomContentType(absl::string_view root_type, const std::string& boundary,
                            const ContentId& root_id, absl::string_view action) {
  std::string value = absl::StrCat("multipart/related; type=", QuotedParameter(root_type),
                                   "; boundary=", QuotedParameter(boundary),
                                   "; start=", QuotedParameter(root_id.ToHeader()));
  if (root_type == kXopMediaType) {
    absl::StrAppend(&value, "; start-info=", QuotedParameter(kSoapMediaType));
  }
  const std::string safe = HeaderSafe(action);
  if (!safe.empty()) absl::StrAppend(&value, "; action=", QuotedParameter(safe));
  return value;
}

ContentId MakeContentId(platform::UuidSource& uuids) {
  return *ContentId::FromHeader(absl::StrCat(UuidText(uuids), "@docshare"));
}

}  // namespace

std::string EnvelopeStart(const ReplyHeaders& headers) {
  std::string xml;
  XmlWriter writer(&xml);
  StartEnvelope(headers, kSoapNamespace, writer);
  writer.End();
  absl::StrAppend(&xml, "<env:Body>");
  return xml;
}

absl::string_view EnvelopeEnd() { return kEnd; }

std::string SoapReply(const ReplyHeaders& headers, absl::string_view body_xml) {
  return absl::StrCat(EnvelopeStart(headers), WithoutDeclaration(body_xml), kEnd);
}

std::string SoapFaultReply(ReplyHeaders headers, const SoapFault& fault) {
  headers.action = std::string(fault.action());
  std::string xml;
  XmlWriter writer(&xml);
  StartEnvelope(headers, fault.in_soap11 ? kSoap11Namespace : kSoapNamespace, writer);
  WriteUpgrade(fault, writer);
  if (!fault.in_soap11) WriteNotUnderstood(fault, writer);
  writer.End().Start("env:Body");
  WriteFault(fault, writer);
  writer.End().End();
  return xml;
}

std::string SoapReplyContentType(absl::string_view action) {
  return XmlContentType(kSoapMediaType, action);
}

std::string SoapFaultContentType(const SoapFault& fault) {
  return fault.in_soap11 ? XmlContentType(kSoap11MediaType, "")
                         : XmlContentType(kSoapMediaType, fault.action());
}

MtomReply::MtomReply(absl::string_view action, platform::ByteSink* sink,
                     platform::UuidSource* uuids, absl::string_view root_type)
    : uuids_(uuids),
      writer_(sink, uuids),
      root_type_(root_type),
      root_id_(MakeContentId(*uuids)),
      content_type_(MtomContentType(root_type_, writer_.boundary(), root_id_, action)) {}

ContentId MtomReply::NewContentId() { return MakeContentId(*uuids_); }

absl::Status MtomReply::BeginRoot() {
  std::string type = absl::StrCat(root_type_, "; charset=UTF-8");
  if (root_type_ == kXopMediaType) {
    absl::StrAppend(&type, "; type=", QuotedParameter(kSoapMediaType));
  }
  return writer_.BeginPart(type, root_id_);
}

absl::Status MtomReply::WriteRoot(absl::string_view envelope) {
  if (absl::Status status = BeginRoot(); !status.ok()) return status;
  return Write(envelope);
}

}  // namespace docshare::gateway
