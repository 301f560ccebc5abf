#include "domain/xml/xml_document.h"

#include <string>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"

namespace docshare {
namespace {

// A part of XmlContent::text.
struct Span {
  size_t begin = 0;
  size_t size = 0;
};

struct Attribute {
  uint32_t name;
  Span value;
};

// Elements and attributes are in the order of the document; an index of 0 says there is none.
struct Element {
  uint32_t name;
  uint32_t first_attribute;
  uint32_t attribute_count;
  uint32_t first_child = 0;
  uint32_t next_sibling = 0;
  size_t line;
  Span text = {};
};

struct QualifiedName {
  std::string ns;
  std::string name;
};

bool IsBlank(absl::string_view text) { return absl::StripAsciiWhitespace(text).empty(); }

}  // namespace

struct XmlContent {
  std::vector<QualifiedName> names;
  std::vector<Element> elements;
  std::vector<Attribute> attributes;
  // Values of attributes and characters of elements, one after the other.
  std::string text;

  absl::string_view At(const Span& span) const {
    return absl::string_view(text).substr(span.begin, span.size);
  }
  XmlAttribute AttributeAt(uint32_t index) const {
    const Attribute& attribute = attributes[index];
    const QualifiedName& name = names[attribute.name];
    return {name.ns, name.name, At(attribute.value)};
  }
};

namespace {

class ContentBuilder : public XmlHandler {
 public:
  // About half of a document is markup.
  explicit ContentBuilder(size_t document_bytes) { content_->text.reserve(document_bytes / 2); }

  absl::StatusOr<XmlNext> OnStart(const XmlElement& element) override {
    const uint32_t index = static_cast<uint32_t>(content_->elements.size());
    content_->elements.push_back({.name = NameOf(element.ns, element.name),
                                  .first_attribute = Size(content_->attributes),
                                  .attribute_count = Size(element.attributes),
                                  .line = element.line});
    for (const XmlAttribute& attribute : element.attributes) {
      content_->attributes.push_back({NameOf(attribute.ns, attribute.name), Keep(attribute.value)});
    }
    if (depth_ > 0) Link(index);
    if (depth_ == open_.size()) open_.emplace_back();
    open_[depth_].index = index;
    open_[depth_].last_child = 0;
    open_[depth_].text.clear();
    ++depth_;
    return XmlNext::kContinue;
  }

  absl::Status OnText(absl::string_view text) override {
    absl::StrAppend(&open_[depth_ - 1].text, text);
    return absl::OkStatus();
  }

  absl::Status OnEnd() override {
    const OpenElement& ended = open_[--depth_];
    Element& element = content_->elements[ended.index];
    if (element.first_child == 0 || !IsBlank(ended.text)) element.text = Keep(ended.text);
    return absl::OkStatus();
  }

  std::unique_ptr<const XmlContent> Take() { return std::move(content_); }

 private:
  struct OpenElement {
    uint32_t index = 0;
    uint32_t last_child = 0;
    std::string text;
  };

  template <typename T>
  static uint32_t Size(const std::vector<T>& items) {
    return static_cast<uint32_t>(items.size());
  }

  void Link(uint32_t child) {
    OpenElement& parent = open_[depth_ - 1];
    if (parent.last_child == 0) {
      content_->elements[parent.index].first_child = child;
    } else {
      content_->elements[parent.last_child].next_sibling = child;
    }
    parent.last_child = child;
  }

  Span Keep(absl::string_view text) {
    const Span span{content_->text.size(), text.size()};
    absl::StrAppend(&content_->text, text);
    return span;
  }

  // Most names come again and again.
  uint32_t NameOf(absl::string_view ns, absl::string_view name) {
    name_key_.clear();
    absl::StrAppend(&name_key_, ns, "\n", name);
    const auto [place, is_new] = name_indexes_.try_emplace(name_key_, Size(content_->names));
    if (is_new) content_->names.push_back({std::string(ns), std::string(name)});
    return place->second;
  }

  std::unique_ptr<XmlContent> content_ = std::make_unique<XmlContent>();
  absl::flat_hash_map<std::string, uint32_t> name_indexes_;
  std::string name_key_;
  // The first `depth_` are open; the others are kept for their memory.
  std::vector<OpenElement> open_;
  size_t depth_ = 0;
};

}  // namespace

absl::string_view XmlNode::ns() const {
  return content_->names[content_->elements[index_].name].ns;
}

absl::string_view XmlNode::name() const {
  return content_->names[content_->elements[index_].name].name;
}

bool XmlNode::Is(absl::string_view ns, absl::string_view name) const {
  return this->name() == name && this->ns() == ns;
}

absl::optional<absl::string_view> XmlNode::FindAttribute(absl::string_view name) const {
  const Element& element = content_->elements[index_];
  for (uint32_t i = 0; i < element.attribute_count; ++i) {
    const XmlAttribute attribute = content_->AttributeAt(element.first_attribute + i);
    if (attribute.name == name && attribute.ns.empty()) return attribute.value;
  }
  return absl::nullopt;
}

absl::string_view XmlNode::Attribute(absl::string_view name) const {
  return FindAttribute(name).value_or("");
}

absl::string_view XmlNode::AttributeNs(absl::string_view ns, absl::string_view name) const {
  for (const XmlAttribute& attribute : attributes()) {
    if (attribute.name == name && attribute.ns == ns) return attribute.value;
  }
  return "";
}

std::vector<XmlAttribute> XmlNode::attributes() const {
  const Element& element = content_->elements[index_];
  std::vector<XmlAttribute> attributes;
  for (uint32_t i = 0; i < element.attribute_count; ++i) {
    attributes.push_back(content_->AttributeAt(element.first_attribute + i));
  }
  return attributes;
}

absl::string_view XmlNode::text() const { return content_->At(content_->elements[index_].text); }

XmlChildren XmlNode::children() const {
  return XmlChildren(content_, content_->elements[index_].first_child);
}

size_t XmlNode::line() const { return content_->elements[index_].line; }

XmlChildren::Iterator& XmlChildren::Iterator::operator++() {
  index_ = content_->elements[index_].next_sibling;
  return *this;
}

XmlDocument::XmlDocument(std::unique_ptr<const XmlContent> content)
    : content_(std::move(content)) {}
XmlDocument::XmlDocument(XmlDocument&&) noexcept = default;
XmlDocument& XmlDocument::operator=(XmlDocument&&) noexcept = default;
XmlDocument::~XmlDocument() = default;

XmlNode XmlDocument::root() const { return XmlNode(content_.get(), 0); }

absl::StatusOr<XmlDocument> XmlDocument::Parse(absl::string_view bytes, const XmlLimits& limits) {
  if (bytes.size() > limits.max_bytes || bytes.size() > StrictXmlParser::kWholeDocument) {
    return absl::InvalidArgumentError(absl::StrCat(
        "the document has ", bytes.size(), " bytes, more than the limit of ", limits.max_bytes));
  }
  ContentBuilder builder(bytes.size());
  // In one piece: a parser that is fed in pieces looks at a long token again with each of them.
  StrictXmlParser parser(limits, &builder, StrictXmlParser::kWholeDocument);
  if (absl::Status status = parser.Feed(bytes); !status.ok()) return status;
  if (absl::Status status = parser.Finish(); !status.ok()) return status;
  return XmlDocument(builder.Take());
}

}  // namespace docshare
