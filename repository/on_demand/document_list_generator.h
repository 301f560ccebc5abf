#pragma once

#include <cstddef>
#include <memory>
#include <utility>

#include "docshare/metadata/v1/identifier.pb.h"
#include "repository/on_demand/document_generator.h"
#include "repository/registry_client/registry_client.h"

namespace docshare::repository {

// Makes lists of a patient's approved stable documents, newest first, as the registry has them.
class DocumentListGenerator final : public DocumentGenerator {
 public:
  // Most documents of one list.
  static constexpr size_t kMostDocuments = 10'000;
  // Most bytes of their rows.
  static constexpr size_t kMostBytes = size_t{8} << 20;

  // `registry` must outlive this object.
  DocumentListGenerator(RegistryClient* registry, metadata::v1::Organization custodian)
      : registry_(registry), custodian_(std::move(custodian)) {}

  absl::string_view mime_type() const override { return "text/xml"; }

  // Returns kResourceExhausted for more than that.
  absl::StatusOr<std::unique_ptr<DocumentDraft>> Draft(const metadata::v1::DocumentEntry& entry,
                                                       absl::Time deadline) override;

 private:
  RegistryClient* const registry_;
  const metadata::v1::Organization custodian_;
};

}  // namespace docshare::repository
