#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/optional.h"
#include "domain/xml/strict_xml.h"

namespace docshare {

class XmlChildren;
// What an XmlDocument holds, in arrays.
struct XmlContent;

// One element of an XmlDocument. Copied freely, like a pointer; valid as long as the document
// lives, also after it was moved. All texts are UTF-8.
class XmlNode {
 public:
  absl::string_view ns() const;
  absl::string_view name() const;
  bool Is(absl::string_view ns, absl::string_view name) const;

  // The attribute without a namespace; nullopt, or "", when it is missing.
  absl::optional<absl::string_view> FindAttribute(absl::string_view name) const;
  absl::string_view Attribute(absl::string_view name) const;
  // The attribute with that namespace, for example xml:lang; "" when it is missing.
  absl::string_view AttributeNs(absl::string_view ns, absl::string_view name) const;
  // In the order of the document.
  std::vector<XmlAttribute> attributes() const;

  // The characters directly inside the element, without those of its children. White space is kept
  // as it is; an element that has children and nothing else but white space has no text.
  absl::string_view text() const;
  // The elements directly inside, in the order of the document.
  XmlChildren children() const;
  // Where the start tag begins, from 1.
  size_t line() const;

 private:
  friend class XmlDocument;
  friend class XmlChildren;
  XmlNode(const XmlContent* content, uint32_t index) : content_(content), index_(index) {}

  const XmlContent* content_;
  uint32_t index_;
};

// The children of an element, for a range-based for.
class XmlChildren {
 public:
  class Iterator {
   public:
    XmlNode operator*() const { return XmlNode(content_, index_); }
    Iterator& operator++();
    bool operator!=(const Iterator& other) const { return index_ != other.index_; }

   private:
    friend class XmlChildren;
    Iterator(const XmlContent* content, uint32_t index) : content_(content), index_(index) {}

    const XmlContent* content_;
    uint32_t index_;
  };

  Iterator begin() const { return Iterator(content_, first_); }
  Iterator end() const { return Iterator(content_, 0); }
  bool empty() const { return first_ == 0; }

 private:
  friend class XmlNode;
  XmlChildren(const XmlContent* content, uint32_t first) : content_(content), first_(first) {}

  const XmlContent* content_;
  // No child is the root, whose index is 0.
  uint32_t first_;
};

// A whole XML document of untrusted bytes, read by StrictXmlParser (see there for what is refused).
// Takes about 56 bytes an element and 24 an attribute, beside their texts. Immutable, so safe to
// read from several threads.
class XmlDocument {
 public:
  // Returns kInvalidArgument "line L, column C: reason".
  static absl::StatusOr<XmlDocument> Parse(absl::string_view bytes, const XmlLimits& limits = {});

  XmlDocument(XmlDocument&&) noexcept;
  XmlDocument& operator=(XmlDocument&&) noexcept;
  ~XmlDocument();

  XmlNode root() const;

 private:
  explicit XmlDocument(std::unique_ptr<const XmlContent> content);

  std::unique_ptr<const XmlContent> content_;
};

}  // namespace docshare
