#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "docshare/config/v1/gateway_config.pb.h"
#include "domain/ids/home_community_id.h"
#include "gateway/services/answer_delivery.h"
#include "gateway/services/soap_handler.h"
#include "platform/http/http_server_options.h"
#include "platform/rpc/channel.h"

namespace docshare::gateway {

// A configuration that was checked, defaults filled in.
struct Settings {
  struct Repository {
    std::string unique_id;
    platform::ChannelOptions channel;
  };

  HomeCommunityId community;
  platform::ChannelOptions registry;
  std::vector<Repository> repositories;
  platform::HttpServerOptions http;
  absl::Duration drain;
  SoapHandler::Settings soap;
  AnswerDelivery::Settings delivery;
};

// Returns kInvalidArgument with a line for each field that is missing or wrong; each begins with
// `name`, the path of the configuration file, and ends with an example that would be right.
absl::StatusOr<Settings> CheckedSettings(const config::v1::GatewayConfig& config,
                                         absl::string_view name);

}  // namespace docshare::gateway
