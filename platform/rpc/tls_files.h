#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace docshare::platform {

// PEM files of one side of mutual TLS.
struct TlsFiles {
  std::string certificate_chain;    // Own certificate first, then intermediates.
  std::string private_key;          // Of the own certificate; not encrypted.
  std::string trusted_authorities;  // Who may have issued the other side's certificate.
};

// Checks that the three files can be used together at `now` and returns the earliest expiry in the
// chain.
//
// Every error names the file at fault and what to do. Returns kInvalidArgument for a path that is
// empty, a file that is no such PEM, an encrypted key, or a key of another certificate; kNotFound
// for a missing file; kPermissionDenied for one that may not be read; kFailedPrecondition for a
// certificate that is expired or not valid yet and for a folder in a file's place.
absl::StatusOr<absl::Time> CheckTlsFiles(const TlsFiles& files, absl::Time now);

// What the three files hold, PEM. The key is in it: keep it out of logs and messages.
struct TlsMaterial {
  std::string certificate_chain;
  std::string private_key;
  std::string trusted_authorities;
  absl::Time expires;  // The earliest expiry in the chain.

  bool operator==(const TlsMaterial& other) const = default;
};

// The same check, of the bytes that it returns: a file replaced in between cannot slip through.
absl::StatusOr<TlsMaterial> ReadTlsFiles(const TlsFiles& files, absl::Time now);

}  // namespace docshare::platform
