#pragma once

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "absl/types/optional.h"
#include "docshare/config/v1/repository_config.pb.h"
#include "domain/access/peer_roles.h"
#include "domain/ids/repository_unique_id.h"
#include "platform/rpc/channel.h"
#include "platform/rpc/server_runner.h"
#include "platform/s3/s3_options.h"

namespace docshare::repository {

// A configuration that was checked, defaults filled in.
struct Settings {
  RepositoryUniqueId repository_unique_id;
  std::string data_dir;
  // Path of the file.
  std::string key_ring;
  platform::ServerOptions server;
  // Empty without a page of metrics.
  std::string metrics_address;
  platform::ChannelOptions registry;
  PeerRoles roles;
  // Documents above the limit of rows go to a bucket instead of to files. Its credentials are still
  // to be read.
  absl::optional<platform::S3Options> s3;
  std::string s3_prefix;
  std::string s3_credentials_file;
  uint64_t disk_reserve_bytes;
  uint64_t scrub_bytes_per_second;
  bool check_media_types;
  // Empty without a scanner.
  std::string clamd_address;
  // Nothing is made on demand without it.
  absl::optional<config::v1::DocumentList> document_list;
  int max_calls;
  absl::Duration stall_limit;
  absl::Duration registry_wait;
};

// Returns kInvalidArgument with a line for each field that is missing or wrong; each begins with
// `name`, the path of the configuration file, and ends with an example that would be right.
absl::StatusOr<Settings> CheckedSettings(const config::v1::RepositoryConfig& config,
                                         absl::string_view name);

}  // namespace docshare::repository
