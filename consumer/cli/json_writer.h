#pragma once

#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"

namespace docshare::consumer {

// Writes one JSON value on one line. Values and keys come in the order of the calls; bytes of texts
// that are not UTF-8 become '?'.
//
//   JsonWriter json;
//   json.BeginObject();
//   json.Key("title").String("Epikrise");
//   json.Key("size").Number(42);
//   json.EndObject();
//   out << json.text();   // {"title":"Epikrise","size":42}
//
// Requires calls that make up a JSON value. Not thread-safe.
class JsonWriter {
 public:
  void BeginObject() { Begin('{'); }
  void EndObject() { End('}'); }
  void BeginArray() { Begin('['); }
  void EndArray() { End(']'); }

  // The name of the value that follows.
  JsonWriter& Key(absl::string_view name);

  void String(absl::string_view value);
  void Number(uint64_t value);
  void Bool(bool value);
  // A whole JSON value, as it is.
  void Raw(absl::string_view json);

  const std::string& text() const { return text_; }

 private:
  void Begin(char bracket);
  void End(char bracket);
  void Separate();
  void Quote(absl::string_view value);

  std::string text_;
  bool first_ = true;  // No comma before the next value.
};

}  // namespace docshare::consumer
