#include "domain/xml/strict_xml.h"

#include <expat.h>

#include <algorithm>
#include <string>

#include "absl/strings/str_cat.h"
#include "domain/xml/single_byte_charset.h"

namespace docshare {
namespace {

// Expat puts it between namespace and name, and refuses a namespace that contains it.
constexpr char kNamespaceSeparator = '\n';

// Every element's name is given with its namespace: a long one would be copied as often.
constexpr size_t kMaxNamespaceBytes = 1024;

struct QualifiedName {
  absl::string_view ns;
  absl::string_view name;
};

QualifiedName Split(const char* expat_name) {
  const absl::string_view whole(expat_name);
  const size_t separator = whole.find(kNamespaceSeparator);
  if (separator == absl::string_view::npos) return {"", whole};
  return {whole.substr(0, separator), whole.substr(separator + 1)};
}

// Expat asks for every charset that it does not know itself.
int FillCharset(void* /*state*/, const char* name, XML_Encoding* encoding) {
  const SingleByteCharset* charset = FindSingleByteCharset(name);
  if (charset == nullptr) return XML_STATUS_ERROR;
  std::copy(charset->begin(), charset->end(), encoding->map);
  encoding->data = nullptr;
  encoding->convert = nullptr;
  encoding->release = nullptr;
  return XML_STATUS_OK;
}

}  // namespace

absl::string_view XmlElement::Attribute(absl::string_view attribute_name) const {
  for (const XmlAttribute& attribute : attributes) {
    if (attribute.ns.empty() && attribute.name == attribute_name) return attribute.value;
  }
  return "";
}

struct StrictXmlParser::State {
  XmlLimits limits;
  XmlHandler* handler;
  size_t piece_bytes;
  XML_Parser parser;
  // Kept from element to element for its memory.
  XmlElement element = {};
  int depth = 0;
  size_t elements = 0;
  // Of the element that starts next.
  int declarations = 0;
  size_t bytes = 0;
  bool stopped = false;
  absl::Status status = absl::OkStatus();

  bool done() const { return stopped || !status.ok(); }

  // Expat still makes some calls after XML_StopParser(): every callback asks done() first.
  void Stop() { XML_StopParser(parser, XML_FALSE); }

  absl::Status AtPosition(absl::StatusCode code, absl::string_view reason) const {
    return absl::Status(code, absl::StrCat("line ", XML_GetCurrentLineNumber(parser), ", column ",
                                           XML_GetCurrentColumnNumber(parser) + 1, ": ", reason));
  }

  void Fail(const absl::Status& error) {
    status = AtPosition(error.code(), error.message());
    Stop();
  }

  void Refuse(absl::string_view reason) { Fail(absl::InvalidArgumentError(reason)); }

  void Start(const char* name, const char** attributes) {
    if (done()) return;
    if (++depth > limits.max_depth) {
      return Refuse(absl::StrCat("elements nested deeper than ", limits.max_depth));
    }
    if (++elements > limits.max_elements) {
      return Refuse(absl::StrCat("more than ", limits.max_elements, " elements"));
    }
    declarations = 0;
    const QualifiedName element_name = Split(name);
    element.ns = element_name.ns;
    element.name = element_name.name;
    element.line = XML_GetCurrentLineNumber(parser);
    element.attributes.clear();
    for (int i = 0; attributes[i] != nullptr; i += 2) {
      if (i / 2 == limits.max_attributes) {
        return Refuse(
            absl::StrCat("an element with more than ", limits.max_attributes, " attributes"));
      }
      const QualifiedName attribute_name = Split(attributes[i]);
      element.attributes.push_back({attribute_name.ns, attribute_name.name, attributes[i + 1]});
    }
    const absl::StatusOr<XmlNext> next = handler->OnStart(element);
    if (!next.ok()) return Fail(next.status());
    if (*next == XmlNext::kStop) {
      stopped = true;
      Stop();
    }
  }

  void Text(absl::string_view text) {
    if (done()) return;
    const absl::Status result = handler->OnText(text);
    if (!result.ok()) Fail(result);
  }

  void End() {
    if (done()) return;
    --depth;
    const absl::Status result = handler->OnEnd();
    if (!result.ok()) Fail(result);
  }

  void Namespace(absl::string_view uri) {
    if (done()) return;
    if (++declarations > limits.max_attributes) {
      return Refuse(absl::StrCat("an element with more than ", limits.max_attributes,
                                 " namespace declarations"));
    }
    if (uri.size() <= kMaxNamespaceBytes) return;
    Refuse(absl::StrCat("a namespace of more than ", kMaxNamespaceBytes, " bytes"));
  }

  void Doctype() {
    if (done()) return;
    Refuse("a document type declaration (DOCTYPE) is not allowed");
  }

  void Instruction() {
    if (done()) return;
    Refuse("a processing instruction is not allowed");
  }

  void Parse(absl::string_view piece, bool is_final) {
    const XML_Status result =
        XML_Parse(parser, piece.data(), static_cast<int>(piece.size()), is_final);
    if (result == XML_STATUS_OK || done()) return;
    const XML_Error error = XML_GetErrorCode(parser);
    status = AtPosition(error == XML_ERROR_NO_MEMORY ? absl::StatusCode::kResourceExhausted
                                                     : absl::StatusCode::kInvalidArgument,
                        absl::StrCat("bad XML: ", XML_ErrorString(error)));
  }
};

StrictXmlParser::StrictXmlParser(const XmlLimits& limits, XmlHandler* handler, size_t piece_bytes)
    : state_(new State{
          limits, handler, std::min(piece_bytes, kWholeDocument),
          XML_ParserCreateNS(limits.charset.empty() ? nullptr : std::string(limits.charset).c_str(),
                             kNamespaceSeparator)}) {
  if (state_->parser == nullptr) {
    state_->status = absl::ResourceExhaustedError("no memory for an XML parser");
    return;
  }
  XML_SetUserData(state_->parser, state_.get());
  XML_SetElementHandler(
      state_->parser,
      [](void* state, const char* name, const char** attributes) {
        static_cast<State*>(state)->Start(name, attributes);
      },
      [](void* state, const char*) { static_cast<State*>(state)->End(); });
  XML_SetCharacterDataHandler(state_->parser, [](void* state, const char* text, int size) {
    static_cast<State*>(state)->Text(absl::string_view(text, static_cast<size_t>(size)));
  });
  XML_SetStartNamespaceDeclHandler(
      state_->parser, [](void* state, const char* /*prefix*/, const char* uri) {
        static_cast<State*>(state)->Namespace(uri == nullptr ? "" : uri);
      });
  XML_SetStartDoctypeDeclHandler(state_->parser,
                                 [](void* state, const char*, const char*, const char*, int) {
                                   static_cast<State*>(state)->Doctype();
                                 });
  if (limits.refuse_instructions) {
    XML_SetProcessingInstructionHandler(state_->parser, [](void* state, const char*, const char*) {
      static_cast<State*>(state)->Instruction();
    });
  }
  XML_SetUnknownEncodingHandler(state_->parser, &FillCharset, nullptr);
}

StrictXmlParser::~StrictXmlParser() { XML_ParserFree(state_->parser); }

absl::Status StrictXmlParser::Feed(absl::string_view bytes) {
  while (!bytes.empty() && !state_->done()) {
    const absl::string_view piece = bytes.substr(0, state_->piece_bytes);
    bytes.remove_prefix(piece.size());
    state_->bytes += piece.size();
    state_->Parse(piece, false);
    if (!state_->done() && state_->bytes > state_->limits.max_bytes) {
      state_->status = state_->AtPosition(
          absl::StatusCode::kInvalidArgument,
          absl::StrCat("more than ", state_->limits.max_bytes, " bytes without an end in sight"));
    }
  }
  return state_->status;
}

absl::Status StrictXmlParser::Finish() {
  if (!state_->done()) state_->Parse("", true);
  return state_->status;
}

bool StrictXmlParser::stopped() const { return state_->stopped; }

}  // namespace docshare
