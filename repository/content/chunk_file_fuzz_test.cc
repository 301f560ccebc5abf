// Reads damaged chunk files: whatever the bytes, a reader gives an error or exactly the document
// that was stored.

#include <sys/mman.h>
#include <unistd.h>

#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "platform/crypto/secret_key.h"
#include "repository/content/chunk_file_format.h"
#include "repository/content/chunk_file_reader.h"
#include "repository/content/content_cipher.h"
#include "repository/content/content_id.h"
#include "repository/content/posix_file.h"

namespace docshare::repository {
namespace {

void Check(bool holds) {
  if (!holds) std::abort();
}

std::unique_ptr<ContentCipher> CipherOf(const ContentId& id) {
  return std::make_unique<ContentCipher>(platform::SecretKey({}), id);
}

// A file in memory that holds these bytes.
PosixFile FileOf(absl::string_view bytes) {
  const int descriptor = memfd_create("chunk_file", MFD_CLOEXEC);
  Check(descriptor >= 0);
  PosixFile file(descriptor, "fuzz");
  Check(file.Append(bytes).ok());
  return file;
}

// The document, or nothing after an error.
bool Read(absl::string_view file, const ContentId& id, uint64_t size_bytes, std::string* document) {
  const auto reader = ChunkFileReader::Open(FileOf(file), CipherOf(id), size_bytes);
  if (!reader.ok()) return false;
  while (true) {
    const auto piece = (*reader)->Read();
    if (!piece.ok()) return false;
    if (piece->empty()) return true;
    absl::StrAppend(document, *piece);
  }
}

std::string Encode(const ContentId& id, absl::string_view document) {
  const std::unique_ptr<ContentCipher> cipher = CipherOf(id);
  std::string file = EncodeChunkFileHeader(id);
  for (uint64_t number = 0; number < ChunkCount(document.size()); ++number) {
    const absl::string_view chunk = document.substr(number * kChunkBytes, kChunkBytes);
    const size_t begin = file.size();
    file.resize(begin + chunk.size() + ContentCipher::kTagBytes);
    SealChunk(number, chunk, *cipher, file.data() + begin);
  }
  return absl::StrCat(file, SealChunkFileTrailer(document.size(), *cipher));
}

// The input is a file as it is.
void ReadAnything(absl::string_view input) {
  const ContentId id({});
  std::string document;
  const uint64_t size_bytes =
      input.size() > kChunkFileHeaderBytes ? input.size() - kChunkFileHeaderBytes : input.size();
  for (const uint64_t size : {uint64_t{0}, size_bytes, ~uint64_t{0}}) {
    document.clear();
    if (Read(input, id, size, &document)) {
      Check(document.size() == size && Encode(id, document) == input);
    }
  }
}

// The input is a document, and where to damage its file.
void ReadDamaged(absl::string_view input) {
  if (input.size() < 6) return;
  const auto byte = [input](size_t i) { return static_cast<unsigned char>(input[i]); };
  const ContentId id({});
  // Up to three chunks.
  std::string document(byte(0) % 4 * (kChunkBytes / 2) * (byte(1) % 3), 'x');
  absl::StrAppend(&document, input.substr(6));
  std::string file = Encode(id, document);
  std::string same;
  Check(Read(file, id, document.size(), &same) && same == document);

  const size_t position = (size_t{byte(2)} << 16 | size_t{byte(3)} << 8 | byte(4)) % file.size();
  switch (byte(1) / 64) {
    case 0:
      file.resize(position);
      break;
    case 1:
      file.insert(position, 1, static_cast<char>(byte(5)));
      break;
    default:
      if (byte(5) == 0) return;
      file[position] = static_cast<char>(file[position] ^ byte(5));
  }
  std::string damaged;
  Check(!Read(file, id, document.size(), &damaged));
}

}  // namespace
}  // namespace docshare::repository

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const absl::string_view input(reinterpret_cast<const char*>(data), size);
  if (input.empty()) return 0;
  if (input[0] % 2 == 0) {
    docshare::repository::ReadAnything(input.substr(1));
  } else {
    docshare::repository::ReadDamaged(input.substr(1));
  }
  return 0;
}
