#pragma once

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "gateway/mtom/content_id.h"

namespace docshare::gateway {

// Takes the body of an answer while it is made. An error is the connection's: it cannot be told to
// anybody. Not thread-safe.
class AnswerStream {
 public:
  virtual ~AnswerStream() = default;

  // Whether documents may be attached; else they stand in the XML.
  virtual bool takes_attachments() const = 0;

  // Bytes of the body element; what is written in all is one element.
  virtual absl::Status WriteXml(absl::string_view xml) = 0;

  // An id for an attachment to come. Requires takes_attachments().
  virtual ContentId NewContentId() = 0;
  // Begins an attachment, after which no XML follows. Requires takes_attachments().
  virtual absl::Status BeginAttachment(absl::string_view media_type, const ContentId& id) = 0;
  virtual absl::Status WriteAttachment(absl::string_view bytes) = 0;
};

}  // namespace docshare::gateway
