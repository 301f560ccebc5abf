#pragma once

#include <cstddef>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

// Of libmagic.
struct magic_set;

namespace docshare::consumer {

// Tells the media type of a document from its first bytes, never from its name.
//
// One detector serves one thread at a time.
class MediaTypeDetector {
 public:
  // How many bytes are enough.
  static constexpr size_t kHeadBytes = size_t{64} * 1024;

  // Loads the rules of libmagic: those of the system, or the database file at `database`.
  // Returns kUnavailable when they cannot be loaded.
  static absl::StatusOr<MediaTypeDetector> Open(const std::string& database = "");

  MediaTypeDetector(MediaTypeDetector&&) noexcept;
  MediaTypeDetector& operator=(MediaTypeDetector&&) noexcept;
  ~MediaTypeDetector();

  // `head` is the whole document or its first kHeadBytes; what follows is not looked at.
  //
  // Gives "text/xml" for XML of any kind and encoding, "text/plain" for any text that is nothing
  // more particular, and "application/octet-stream" for what is not recognised.
  // Returns kInternal when libmagic fails.
  absl::StatusOr<std::string> Detect(absl::string_view head) const;

 private:
  struct Closer {
    void operator()(magic_set* cookie) const;
  };
  explicit MediaTypeDetector(magic_set* cookie);

  std::unique_ptr<magic_set, Closer> cookie_;
};

}  // namespace docshare::consumer
