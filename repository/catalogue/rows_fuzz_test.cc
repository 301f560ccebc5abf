// Decoders of the repository's keys and rows: no bytes crash them, and what decodes encodes to
// what decodes to the same.

#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "repository/catalogue/document_key.h"
#include "repository/catalogue/key_printer.h"
#include "repository/catalogue/meta_keys.h"
#include "repository/catalogue/pending_key.h"
#include "repository/catalogue/pending_row.h"
#include "repository/catalogue/stored_document.h"

namespace {

void Require(bool holds) {
  if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  namespace repository = docshare::repository;
  const absl::string_view bytes(reinterpret_cast<const char*>(data), size);
  Require(!repository::PrintKey(bytes).empty());
  if (auto key = repository::DecodeDocumentKey(bytes); key.ok()) {
    Require(repository::EncodeDocumentKey(*key) == bytes);
  }
  if (auto key = repository::DecodePendingKey(bytes); key.ok()) {
    Require(repository::EncodePendingKey(*key) == bytes);
  }
  if (auto key = repository::DecodeMetaKey(bytes); key.ok()) {
    Require(repository::EncodeMetaKey(*key) == bytes);
  }
  if (auto version = repository::DecodeSchemaVersion(bytes); version.ok()) {
    Require(repository::EncodeSchemaVersion(*version) == bytes);
  }
  if (auto row = repository::DecodeDocumentRow(bytes); row.ok()) {
    Require(*repository::DecodeDocumentRow(repository::EncodeDocumentRow(*row)) == *row);
  }
  if (auto row = repository::DecodePendingRow(bytes); row.ok()) {
    auto again = repository::DecodePendingRow(repository::EncodePendingRow(*row));
    Require(again.ok() && again->documents == row->documents);
  }
  return 0;
}
