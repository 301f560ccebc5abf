#pragma once

#include <memory>
#include <string>

#include "absl/container/flat_hash_set.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "docshare/metadata/v1/document_entry.pb.h"
#include "domain/time/dtm.h"

namespace docshare::repository {

// A document of which everything is known but its name and its time.
class DocumentDraft {
 public:
  virtual ~DocumentDraft() = default;

  // The document must not speak of these entries: they are snapshots of on-demand entries, its own
  // among them.
  virtual void LeaveOut(const absl::flat_hash_set<std::string>& entry_uuids) = 0;

  // The bytes. The same draft, name and time always give the same; so do two drafts of the same
  // state.
  virtual std::string Write(const std::string& unique_id, const Dtm& creation_time) const = 0;
};

// Makes the documents of on-demand entries. Thread-safe.
class DocumentGenerator {
 public:
  virtual ~DocumentGenerator() = default;

  // Media type of everything it makes.
  virtual absl::string_view mime_type() const = 0;

  // Gathers what the document of `entry` has to say now. Blocks, until `deadline` at most. Returns
  // kAborted when what it asks changed meanwhile, kResourceExhausted for more than fits into a
  // document, and the errors of what it asks.
  virtual absl::StatusOr<std::unique_ptr<DocumentDraft>> Draft(
      const metadata::v1::DocumentEntry& entry, absl::Time deadline) = 0;
};

}  // namespace docshare::repository
