#pragma once

#include <string>

namespace docshare::platform {

// An empty folder of a test's own, removed with all its content when the object goes. Below the
// folder that the test runner gives to the test.
class TemporaryFolder {
 public:
  TemporaryFolder();
  ~TemporaryFolder();

  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

}  // namespace docshare::platform
