#pragma once

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "repository/check/clamd_address.h"
#include "repository/check/content_check.h"

namespace docshare::repository {

struct ClamdOptions {
  // See ParseClamdAddress().
  std::string address;
  absl::Duration connect_timeout = absl::Seconds(5);
  // For one Update(), or for each MiB of a larger one.
  absl::Duration send_timeout = absl::Seconds(30);
  // From the last byte to the verdict. clamd's own limit, MaxScanTime, is 120 s by default.
  absl::Duration reply_timeout = absl::Seconds(150);
};

// The virus scanner of ClamAV: gives each document to a running clamd as it comes, a connection a
// document, and refuses what clamd finds. A document about which clamd gives no verdict, for
// whatever reason, is kUnavailable.
//
// clamd must be set up for it:
//   StreamMaxLength, MaxFileSize, MaxScanSize  at least the largest document: a document above the
//                        first is refused, of one above the others clamd looks at a part
//   AlertExceedsMax yes  so that such a part is no clean document
//   CommandReadTimeout   longer than a source may pause between two chunks
//   MaxThreads           a connection lasts as long as its document takes to come
//
// Source: clamd(8), INSTREAM; clamd.conf(5).
class ClamdCheck : public ContentCheck {
 public:
  // Connects to nothing yet. Returns kInvalidArgument for an address that is none.
  static absl::StatusOr<std::unique_ptr<ClamdCheck>> Create(const ClamdOptions& options);

  // Connects. The media type does not matter.
  absl::StatusOr<std::unique_ptr<DocumentCheck>> Begin(
      const std::string& declared_mime_type) override;

  // Ok when clamd answers. Waits for connect_timeout, and that long again for the answer.
  // Returns kUnavailable when it does not.
  absl::Status Ping() const;

 private:
  ClamdCheck(const ClamdOptions& options, const ClamdAddress& address)
      : options_(options), address_(address) {}

  const ClamdOptions options_;
  const ClamdAddress address_;
};

}  // namespace docshare::repository
