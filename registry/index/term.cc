#include "registry/index/term.h"

#include <limits>

#include "absl/strings/str_cat.h"
#include "domain/text/normal_form.h"
#include "registry/index/key_codec.h"
#include "registry/index/meta.h"

namespace docshare::registry {
namespace {

std::string EncodeNumber(uint32_t number) {
  std::string bytes(4, '\0');
  for (int i = 3; i >= 0; --i, number >>= 8) bytes[i] = static_cast<char>(number);
  return bytes;
}

}  // namespace

std::string TermByTextKey(TermKind kind, absl::string_view text) {
  return KeyWriter(KeySpace::kTermByText).U8(static_cast<uint8_t>(kind)).Text(text).Take();
}

std::string TermKey(uint32_t number) { return KeyWriter(KeySpace::kTerm).U32(number).Take(); }

std::string CodeTermText(absl::string_view code, absl::string_view code_system) {
  return ToNfc(absl::StrCat(code, "^^", code_system));
}

absl::StatusOr<absl::optional<uint32_t>> FindTerm(const platform::KvReader& store, TermKind kind,
                                                  absl::string_view text) {
  auto value = store.Get(TermByTextKey(kind, text));
  if (!value.ok()) return value.status();
  if (!value->has_value()) return absl::nullopt;
  if ((*value)->size() != 4) return absl::DataLossError("a stored term number is malformed");
  uint32_t number = 0;
  for (char c : **value) number = number << 8 | static_cast<uint8_t>(c);
  return number;
}

absl::StatusOr<std::string> ReadTermText(const platform::KvReader& store, uint32_t number) {
  auto value = store.Get(TermKey(number));
  if (!value.ok()) return value.status();
  if (!value->has_value() || (*value)->empty()) {
    return absl::DataLossError(absl::StrCat("term ", number, " has no text"));
  }
  return (*value)->substr(1);
}

absl::StatusOr<uint32_t> TermWriter::Intern(TermKind kind, absl::string_view text) {
  std::string by_text = TermByTextKey(kind, text);
  if (auto it = seen_.find(by_text); it != seen_.end()) return it->second;
  auto known = FindTerm(store_, kind, text);
  if (!known.ok()) return known.status();
  uint32_t number = 0;
  if (known->has_value()) {
    number = **known;
  } else {
    if (!next_.has_value()) {
      auto next = ReadCounter(store_, kMetaNextTerm, 1);
      if (!next.ok()) return next.status();
      next_ = *next;
    }
    if (*next_ > std::numeric_limits<uint32_t>::max()) {
      return absl::ResourceExhaustedError("the registry has no term numbers left");
    }
    number = static_cast<uint32_t>((*next_)++);
    batch_.Put(by_text, EncodeNumber(number));
    batch_.Put(TermKey(number), absl::StrCat(std::string(1, static_cast<char>(kind)), text));
  }
  seen_.emplace(std::move(by_text), number);
  return number;
}

void TermWriter::Finish() {
  if (next_.has_value()) WriteCounter(kMetaNextTerm, *next_, batch_);
}

}  // namespace docshare::registry
