#pragma once

#include <cstddef>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "docshare/repository/v1/repository_service.grpc.pb.h"

namespace docshare::bench {

// Patients the documents belong to, from number 0.
inline constexpr int kDocumentPatients = 64;

// A server with the repository's methods, and what was published to it. Publish() and Fetch() are
// thread-safe.
class Documents {
 public:
  // Of the repository and the sink of tools/bench --documents.
  Documents(const std::string& address, const std::string& certificates);

  // A document of its own each time, over the connection of `caller`. False, and says why, when
  // the call failed.
  bool Publish(int caller, const std::string& bytes);

  // Any document of those published since Clear().
  bool Fetch(int caller, size_t size_bytes);

  // Removes what was published: disks are small.
  void Clear();

 private:
  repository::v1::RepositoryService::Stub& Stub(int caller) {
    return *stubs_[static_cast<size_t>(caller) % stubs_.size()];
  }

  std::vector<std::unique_ptr<repository::v1::RepositoryService::Stub>> stubs_;
  std::mutex mutex_;
  std::vector<std::string> unique_ids_;
};

// So many bytes that do not compress.
std::string DocumentOf(size_t size_bytes);

// "64 KiB", "1 MiB".
std::string SizeName(size_t size_bytes);

}  // namespace docshare::bench
