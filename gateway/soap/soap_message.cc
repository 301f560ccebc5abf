#include "gateway/soap/soap_message.h"

#include <utility>

#include "absl/status/status.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gateway/mtom/boundary.h"
#include "gateway/soap/soap_fault.h"
#include "gateway/soap/soap_names.h"

namespace docshare::gateway {
namespace {

constexpr int kUnsupportedMediaType = 415;
constexpr int kContentTooLarge = 413;
constexpr size_t kMaxCharsetBytes = 64;

absl::Status Refusal(std::string reason, int http_status) {
  return ToStatus({.code = SoapFaultCode::kSender,
                   .reason = std::move(reason),
                   .special_http_status = http_status});
}

absl::Status UnsupportedMediaType(absl::string_view what, absl::string_view name) {
  return Refusal(absl::StrCat(what, ": \"", absl::CHexEscape(name.substr(0, 200)),
                              "\" is not a media type of SOAP 1.2"),
                 kUnsupportedMediaType);
}

bool IsXml(absl::string_view name) {
  return name == kSoapMediaType || name == "text/xml" || name == "application/xml";
}

// A byte order mark says more than any header does. Source: RFC 7303 3.3.
bool HasByteOrderMark(absl::string_view bytes) {
  return absl::StartsWith(bytes, "\xef\xbb\xbf") || absl::StartsWith(bytes, "\xff\xfe") ||
         absl::StartsWith(bytes, "\xfe\xff");
}

absl::StatusOr<std::string> ReadBounded(platform::ByteSource& source, size_t max_bytes,
                                        absl::string_view what) {
  std::string bytes;
  while (true) {
    const absl::StatusOr<absl::string_view> piece = source.Read();
    if (!piece.ok()) return piece.status();
    if (piece->empty()) return bytes;
    if (piece->size() > max_bytes - bytes.size()) {
      return Refusal(absl::StrCat(what, " has more than ", max_bytes, " bytes"), kContentTooLarge);
    }
    bytes.append(piece->data(), piece->size());
  }
}

}  // namespace

absl::Status SoapMessage::Parse(absl::string_view charset) {
  if (HasByteOrderMark(root_bytes_)) charset = {};
  if (charset.size() > kMaxCharsetBytes) {
    return Refusal(absl::StrCat("charset: more than ", kMaxCharsetBytes, " bytes"), 0);
  }
  // Not a name of any charset, but often meant to be one.
  if (absl::EqualsIgnoreCase(charset, "utf8")) charset = "UTF-8";
  absl::StatusOr<XmlDocument> document =
      XmlDocument::Parse(root_bytes_, {.max_depth = limits_.max_depth,
                                       .max_attributes = limits_.max_attributes,
                                       .max_bytes = limits_.max_root_bytes,
                                       .max_elements = limits_.max_elements,
                                       .refuse_instructions = true,
                                       .charset = charset});
  if (!document.ok()) {
    return Refusal(absl::StrCat("the XML of the message: ", document.status().message()), 0);
  }
  document_.emplace(*std::move(document));
  return absl::OkStatus();
}

absl::Status SoapMessage::ReceiveSimple(const MediaType& media_type, platform::ByteSource* source) {
  absl::StatusOr<std::string> bytes =
      ReadBounded(*source, limits_.max_root_bytes, "the XML of the message");
  if (!bytes.ok()) return bytes.status();
  root_bytes_ = *std::move(bytes);
  return Parse(media_type.Find("charset").value_or(""));
}

absl::Status SoapMessage::KeepEarlyPart(const MultipartPart& part) {
  absl::StatusOr<std::string> bytes =
      ReadBounded(*part.bytes, limits_.max_early_bytes - early_bytes_,
                  "what comes before the part that the start parameter names");
  if (!bytes.ok()) return bytes.status();
  early_bytes_ += bytes->size();
  early_parts_.push_back({part.content_id,
                          std::string(part.headers.Find("content-type").value_or("")),
                          *std::move(bytes)});
  return absl::OkStatus();
}

absl::Status SoapMessage::ReceiveRootPart(const MultipartPart& part, const MediaType& outer) {
  absl::string_view charset = outer.Find("charset").value_or("");
  std::string name = outer.FindName("type");
  absl::StatusOr<MediaType> media_type = absl::NotFoundError("");
  if (const auto content_type = part.headers.Find("content-type"); content_type) {
    media_type = MediaType::Parse(*content_type);
    if (!media_type.ok()) return media_type.status();
    name = media_type->name();
    charset = media_type->Find("charset").value_or("");
  }
  if (name == kXopMediaType) {
    packaging_ = SoapPackaging::kMtom;
  } else if (IsXml(name)) {
    packaging_ = SoapPackaging::kWithAttachments;
  } else {
    return UnsupportedMediaType("Content-Type of the root part", name);
  }
  absl::StatusOr<std::string> bytes =
      ReadBounded(*part.bytes, limits_.max_root_bytes, "the XML of the message");
  if (!bytes.ok()) return bytes.status();
  root_bytes_ = *std::move(bytes);
  return Parse(charset);
}

absl::Status SoapMessage::ReceiveMultipart(const MediaType& media_type,
                                           platform::ByteSource* source) {
  absl::StatusOr<Boundary> boundary = Boundary::Parse(media_type.Find("boundary").value_or(""));
  if (!boundary.ok()) return boundary.status();
  absl::optional<ContentId> start;
  if (const auto start_text = media_type.Find("start"); start_text && !start_text->empty()) {
    absl::StatusOr<ContentId> id = ContentId::FromHeader(*start_text);
    if (!id.ok()) return id.status();
    start = *std::move(id);
  }
  reader_ = std::make_unique<MultipartReader>(source, *std::move(boundary), limits_.multipart);
  while (true) {
    const absl::StatusOr<MultipartPart*> part = reader_->NextPart();
    if (!part.ok()) return part.status();
    if (*part == nullptr) {
      return absl::InvalidArgumentError(
          "Content-Type: the parameter start names no part of the message");
    }
    if (!start || (*part)->content_id == start) return ReceiveRootPart(**part, media_type);
    if (absl::Status status = KeepEarlyPart(**part); !status.ok()) return status;
  }
}

absl::StatusOr<std::unique_ptr<SoapMessage>> SoapMessage::Receive(absl::string_view content_type,
                                                                  platform::ByteSource* source,
                                                                  const SoapLimits& limits) {
  const absl::StatusOr<MediaType> media_type = MediaType::Parse(content_type);
  if (!media_type.ok()) {
    return Refusal(std::string(media_type.status().message()), kUnsupportedMediaType);
  }
  // No make_unique: the constructor is private.
  std::unique_ptr<SoapMessage> message(new SoapMessage(limits));
  absl::Status status = absl::OkStatus();
  if (media_type->name() == "multipart/related") {
    status = message->ReceiveMultipart(*media_type, source);
  } else if (IsXml(media_type->name())) {
    status = message->ReceiveSimple(*media_type, source);
  } else {
    status = UnsupportedMediaType("Content-Type", media_type->name());
  }
  if (!status.ok()) return status;
  return message;
}

absl::StatusOr<absl::optional<SoapAttachment>> SoapMessage::NextAttachment() {
  if (early_given_ < early_parts_.size()) {
    const EarlyPart& part = early_parts_[early_given_++];
    early_source_.emplace(part.bytes);
    return SoapAttachment{part.content_id, part.content_type, &*early_source_};
  }
  if (reader_ == nullptr) return absl::nullopt;
  const absl::StatusOr<MultipartPart*> part = reader_->NextPart();
  if (!part.ok()) return part.status();
  if (*part == nullptr) return absl::nullopt;
  return SoapAttachment{(*part)->content_id,
                        std::string((*part)->headers.Find("content-type").value_or("")),
                        (*part)->bytes};
}

}  // namespace docshare::gateway
