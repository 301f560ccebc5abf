#pragma once

#include <string>

#include "consumer/cli/command.h"
#include "consumer/client/document_consumer.h"
#include "docshare/metadata/v1/document_entry.pb.h"

namespace docshare::consumer {

// `docshare get`: fetches one document to a file or to standard output and verifies it.
class GetCommand : public Command {
 public:
  CommandDescription Describe() override;
  absl::Status Run(CommandContext& context) override;

 private:
  absl::Status CheckOutput(const CommandContext& context) const;
  absl::StatusOr<RetrievedDocument> Fetch(const CommandContext& context, DocumentConsumer& consumer,
                                          const docshare::metadata::v1::DocumentEntry& entry) const;

  std::string id_;
  std::string output_;
};

}  // namespace docshare::consumer
