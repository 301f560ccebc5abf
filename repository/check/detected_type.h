#pragma once

#include <cstddef>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace docshare::repository {

// The signatures of images and programs are in the first few of these.
inline constexpr size_t kDetectBytes = 4096;

// The media type that libmagic tells from the first bytes of a document: "image/png"; "text/plain"
// for most texts and "application/octet-stream" for what it does not know. RTF is
// "application/rtf", so that what is "text/" can be read as text.
//
// The rules of libmagic are mapped anew for each call, which takes 0.1 ms and no lock: they cannot
// be shared by threads. Only the first kDetectBytes are looked at: 64 KiB of blanks keep libmagic
// busy for 0.1 s, these for 10 ms. Thread-safe.
//
// Requires a head that is not empty. Returns kUnavailable when libmagic or its rules fail.
absl::StatusOr<std::string> DetectType(absl::string_view head);

}  // namespace docshare::repository
