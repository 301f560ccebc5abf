#pragma once

#include <cstddef>
#include <memory>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace docshare {

// One attribute of an element, in UTF-8. `ns` is empty for an attribute without a prefix.
struct XmlAttribute {
  absl::string_view ns;
  absl::string_view name;
  absl::string_view value;
};

// The start of an element, in UTF-8. The views live until the handler returns.
struct XmlElement {
  absl::string_view ns;
  absl::string_view name;
  std::vector<XmlAttribute> attributes;
  // Where its tag starts, from 1.
  size_t line = 0;

  // The value of the attribute `attribute_name` that has no namespace; empty when it is missing.
  absl::string_view Attribute(absl::string_view attribute_name) const;
};

// What a handler wants after an element has started.
enum class XmlNext { kContinue, kStop };

// Gets the events of one document in document order. An error stops the parse and is returned by
// StrictXmlParser::Feed() with line and column in front of its message.
class XmlHandler {
 public:
  virtual ~XmlHandler() = default;

  // kStop: everything of interest was seen, no further event follows.
  virtual absl::StatusOr<XmlNext> OnStart(const XmlElement& element) = 0;
  // One run of characters may come in several pieces.
  virtual absl::Status OnText(absl::string_view text) = 0;
  virtual absl::Status OnEnd() = 0;
};

struct XmlLimits {
  // Elements inside each other.
  int max_depth = 64;
  // Attributes of one element; it may have as many namespace declarations.
  int max_attributes = 64;
  // Bytes fed before the handler stops or the document ends. Also bounds the memory used.
  size_t max_bytes = size_t{1} << 20;
  // Elements of the document.
  size_t max_elements = size_t{2} << 20;
  // Processing instructions are refused instead of skipped: SOAP has none.
  bool refuse_instructions = false;
  // What a transport says of the charset, for example with a Content-Type; empty when it says
  // nothing. Goes before what the document declares. It must live as long as the parser.
  absl::string_view charset = {};
};

// A streaming XML 1.0 parser for untrusted bytes. Namespaces are resolved; UTF-8, UTF-16, US-ASCII,
// ISO-8859-1, ISO-8859-5, ISO-8859-15 and Windows-1252 are read, with or without a byte order mark.
//
// A document type declaration is refused where it starts, so no entity is ever declared or
// expanded, and nothing outside the bytes is ever opened. Comments and, unless the limits say
// otherwise, processing instructions are skipped.
//
// Not thread-safe.
class StrictXmlParser {
 public:
  // Small pieces: little is parsed beyond the point where the handler stops. A caller that has the
  // whole document and wants all of it gives kWholeDocument.
  static constexpr size_t kSmallPieces = size_t{16} * 1024;
  static constexpr size_t kWholeDocument = size_t{1} << 30;

  // `handler` must outlive the parser. The parser is given `piece_bytes` at a time.
  StrictXmlParser(const XmlLimits& limits, XmlHandler* handler, size_t piece_bytes = kSmallPieces);
  ~StrictXmlParser();

  StrictXmlParser(const StrictXmlParser&) = delete;
  StrictXmlParser& operator=(const StrictXmlParser&) = delete;

  // Parses the next bytes. After an error or after the handler's kStop, further bytes change
  // nothing: the same status comes back.
  // Returns kInvalidArgument "line L, column C: reason" for bytes that are not well-formed or break
  // a limit, and the handler's own code for its errors.
  absl::Status Feed(absl::string_view bytes);

  // Says that no bytes follow. Returns kInvalidArgument for a document that is not complete, unless
  // the handler stopped before.
  absl::Status Finish();

  // Whether the handler returned kStop.
  bool stopped() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace docshare
