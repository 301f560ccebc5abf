#pragma once

#include <sys/types.h>

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "platform/kv/temporary_folder.h"

namespace docshare::repository {

// The EICAR test string, which every virus scanner finds and which harms nobody. Made at run time,
// so that no file of ours is what scanners look for.
std::string EicarTestString();

// A real clamd with a signature of its own, for the EICAR test string alone: it needs no downloaded
// database. It ends with this object, or with the thread that started it.
class ClamdProcess {
 public:
  // Where Debian's clamav-daemon puts it.
  static bool IsInstalled();

  // Waits until it answers. `settings` are further lines of clamd.conf.
  // Returns kInternal, with what it printed, when it does not come up.
  static absl::StatusOr<std::unique_ptr<ClamdProcess>> Start(absl::string_view settings = "");
  ~ClamdProcess();

  ClamdProcess(const ClamdProcess&) = delete;
  ClamdProcess& operator=(const ClamdProcess&) = delete;

  // For ClamdOptions.
  std::string address() const;

  // Ends it at once.
  void Kill();

 private:
  ClamdProcess() = default;

  absl::Status WriteFiles(absl::string_view settings) const;
  absl::Status Run();
  absl::Status WaitUntilItAnswers();
  // Relative to the current folder: the path of a socket has at most 107 bytes.
  std::string SocketPath() const;
  std::string Printed() const;

  platform::TemporaryFolder folder_;
  pid_t pid_ = -1;
};

}  // namespace docshare::repository
