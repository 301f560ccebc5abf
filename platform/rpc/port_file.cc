#include "platform/rpc/port_file.h"

#include <unistd.h>

#include <cerrno>
#include <cstdio>

#include "absl/strings/str_cat.h"

namespace docshare::platform {

absl::Status WritePortFile(const std::string& path, int port) {
  const std::string unfinished = absl::StrCat(path, ".", getpid(), ".new");
  const auto failed = [&] {
    const int error = errno;
    std::remove(unfinished.c_str());
    return absl::UnavailableError(
        absl::ErrnoToStatus(error, absl::StrCat("cannot write the port file ", path)).message());
  };
  std::FILE* file = std::fopen(unfinished.c_str(), "we");
  if (file == nullptr) return failed();
  const bool written = std::fprintf(file, "%d\n", port) > 0;
  if (std::fclose(file) != 0 || !written) return failed();
  if (std::rename(unfinished.c_str(), path.c_str()) != 0) return failed();
  return absl::OkStatus();
}

}  // namespace docshare::platform
