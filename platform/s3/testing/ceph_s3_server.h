#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "platform/s3/s3_options.h"
#include "platform/s3/testing/child_process.h"

namespace docshare::platform {

// A real S3 server for tests: Ceph's monitor, one storage daemon that keeps everything in memory,
// and its S3 gateway (radosgw), from Debian's packages, with one user and one bucket. All of it
// listens on 127.0.0.1 only and keeps its files below the given folder.
//
// Starting it takes about 15 seconds. Its processes die with the thread that started them: one
// thread, which lives as long.
class CephS3Server {
 public:
  // Returns kUnimplemented, saying so, where Ceph is not installed (tools/setup installs it), and
  // kInternal, with the end of the log, when it does not start.
  static absl::StatusOr<std::unique_ptr<CephS3Server>> Start(const std::string& folder);
  ~CephS3Server();

  // How to reach the bucket.
  S3Options Options() const;

  // The same over TLS. The certificate, which is its own authority, is for 127.0.0.1 and no name.
  S3Options TlsOptions() const;

  uint16_t tls_port() const { return tls_port_; }

  uint16_t port() const { return gateway_port_; }

  // From now on all objects together may have so many bytes.
  absl::Status SetQuota(uint64_t size_bytes);

  // Frees what deleted objects took.
  absl::Status CollectGarbage();

  // The gateway ends at once, as by kill -9. What it acknowledged lives on in the storage daemon.
  void KillGateway();

  // Starts it again on the same port and waits until it answers.
  absl::Status StartGateway();

 private:
  explicit CephS3Server(const std::string& folder);

  absl::Status WriteConfiguration();
  absl::Status MakeCertificate();
  absl::Status StartMonitor();
  absl::Status StartStorage();
  absl::Status MakeUserAndBucket();
  // Runs a program to its end.
  absl::Status Run(const std::string& command);
  // Starts one that stays. Ceph's are given the configuration.
  absl::StatusOr<std::unique_ptr<ChildProcess>> Serve(const std::string& command);
  absl::Status Failed(const std::string& what) const;

  const std::string folder_;
  uint16_t monitor_port_;
  uint16_t gateway_port_;
  uint16_t tls_port_;
  std::unique_ptr<ChildProcess> monitor_;
  std::unique_ptr<ChildProcess> storage_;
  std::unique_ptr<ChildProcess> gateway_;
};

}  // namespace docshare::platform
