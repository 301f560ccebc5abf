#pragma once

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "platform/kv/kv_batch.h"
#include "platform/kv/kv_store.h"
#include "registry/index/term.h"

namespace docshare::registry {

// The index rows that one stored object asks for, worked out from the row of the object alone: its
// key and value. Each returns kDataLoss for a row that cannot be read. The batch may name rows of
// other spaces too, which are no index.

// `key` and `value` of patient.
absl::StatusOr<platform::KvBatch> PatientIndexRows(absl::string_view key, absl::string_view value);

// `key` and `value` of document-entry; its filter row is not among them.
absl::StatusOr<platform::KvBatch> DocumentIndexRows(absl::string_view key, absl::string_view value);

// `key` and `value` of submission-set.
absl::StatusOr<platform::KvBatch> SubmissionSetIndexRows(absl::string_view key,
                                                         absl::string_view value);

// `key` and `value` of folder.
absl::StatusOr<platform::KvBatch> FolderIndexRows(absl::string_view key, absl::string_view value);

// `key` and `value` of association.
absl::StatusOr<platform::KvBatch> AssociationIndexRows(absl::string_view key,
                                                       absl::string_view value);

// `key` and `value` of document-entry: its filter row alone. Which version is the newest is looked
// up in object-by-logical-id. A text that has no term number gets one from `terms`.
absl::StatusOr<platform::KvBatch> FilterIndexRows(absl::string_view key, absl::string_view value,
                                                  const platform::KvReader& store,
                                                  TermWriter& terms);

}  // namespace docshare::registry
