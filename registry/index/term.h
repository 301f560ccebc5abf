#pragma once

#include <cstdint>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/optional.h"
#include "platform/kv/kv_batch.h"
#include "platform/kv/kv_store.h"

namespace docshare::registry {

// Texts that many documents share are stored once and named by number, from 1, so that filter
// rows are small and compare fast. A number is given when a text is first committed and never
// changes.
//
//   04 | kind u8 | text   ->   number, 4 bytes big-endian
//   05 | number u32       ->   kind u8, text as raw bytes
enum class TermKind : uint8_t {
  // code^^code_system, both with HL7 delimiters as they are: "A00-1^^2.16.578.1.12.4.1.1.9602".
  kCode = 1,
  // The XCN text of an author's person, in normal form C.
  kAuthorPerson = 2,
};

std::string TermByTextKey(TermKind kind, absl::string_view text);
std::string TermKey(uint32_t number);

// The text that stands for a code, in normal form C; both parts count.
std::string CodeTermText(absl::string_view code, absl::string_view code_system);

// The number of a text, or nullopt when no committed object carries it.
absl::StatusOr<absl::optional<uint32_t>> FindTerm(const platform::KvReader& store, TermKind kind,
                                                  absl::string_view text);

// The text of a number. Returns kDataLoss when there is none: a filter row named it.
absl::StatusOr<std::string> ReadTermText(const platform::KvReader& store, uint32_t number);

// Gives numbers to the texts of one command. Sees the terms of `store` and its own; new ones go to
// `batch` with the counter when Finish() is called.
class TermWriter {
 public:
  TermWriter(const platform::KvReader& store, platform::KvBatch& batch)
      : store_(store), batch_(batch) {}

  // The number of `text`, a new one when it has none.
  absl::StatusOr<uint32_t> Intern(TermKind kind, absl::string_view text);

  // Writes the counter if a number was given.
  void Finish();

 private:
  const platform::KvReader& store_;
  platform::KvBatch& batch_;
  absl::optional<uint64_t> next_;
  absl::flat_hash_map<std::string, uint32_t> seen_;
};

}  // namespace docshare::registry
