#pragma once

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "consumer/cli/command.h"
#include "consumer/client/document_consumer.h"
#include "consumer/client/document_source.h"
#include "consumer/client/patient_feed.h"
#include "docshare/config/v1/client_profiles.pb.h"

namespace docshare::consumer {

// The configuration that --config names, else $DOCSHARE_CONFIG, else
// $XDG_CONFIG_HOME/docshare/profiles.textproto, else $HOME/.config/docshare/profiles.textproto.
// Returns kInvalidArgument when there is neither of them.
absl::StatusOr<std::string> ConfigPath(const GlobalOptions& options,
                                       const Environment& environment);

// Reads the configuration and chooses the profile: --profile, else its default_profile, else the
// first one. Paths of certificates become relative to the folder of the configuration.
//
// Returns kInvalidArgument, naming the file and what to write, when it cannot be read, lacks the
// profile, or the profile cannot work.
absl::StatusOr<docshare::config::v1::ClientProfile> LoadProfile(const CommandContext& context);

// Clients for the servers of a profile. What is wrong with certificates is kFailedPrecondition.
absl::StatusOr<std::unique_ptr<DocumentConsumer>> ConnectConsumer(
    const docshare::config::v1::ClientProfile& profile, const GlobalOptions& options);
absl::StatusOr<std::unique_ptr<PatientFeed>> ConnectPatientFeed(
    const docshare::config::v1::ClientProfile& profile, const GlobalOptions& options);

// To the repository the profile publishes to; kInvalidArgument when it has none.
absl::StatusOr<std::unique_ptr<DocumentSource>> ConnectSource(
    const docshare::config::v1::ClientProfile& profile, const GlobalOptions& options);

}  // namespace docshare::consumer
