#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "consumer/cli/command.h"
#include "consumer/cli/file_inspection.h"
#include "consumer/cli/link_flags.h"
#include "consumer/cli/publish_flags.h"
#include "docshare/config/v1/client_profiles.pb.h"
#include "docshare/registry/v1/registry_service.pb.h"

namespace docshare::consumer {

// `docshare publish`: publishes files as documents of one submission.
class PublishCommand : public Command {
 public:
  CommandDescription Describe() override;
  absl::Status Run(CommandContext& context) override;

 private:
  absl::StatusOr<std::vector<InspectedFile>> Inspect() const;
  absl::StatusOr<LinksOfDocuments> Links(const CommandContext& context,
                                         const docshare::config::v1::ClientProfile& profile) const;
  absl::StatusOr<docshare::registry::v1::RegisterDocumentSetRequest> Build(
      CommandContext& context, const docshare::config::v1::ClientProfile& profile,
      const std::vector<InspectedFile>& files) const;
  absl::Status Publish(CommandContext& context, const docshare::config::v1::ClientProfile& profile,
                       const docshare::registry::v1::RegisterDocumentSetRequest& request) const;

  std::vector<std::string> files_;
  PublishFlags flags_;
  LinkFlags links_;
  std::string metadata_;
  bool no_cda_ = false;
  bool allow_other_patient_ = false;
  bool dry_run_ = false;
};

}  // namespace docshare::consumer
