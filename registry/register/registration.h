#pragma once

#include <cstdint>

#include "absl/types/optional.h"
#include "docshare/storage/v1/command.pb.h"
#include "platform/kv/kv_store.h"
#include "registry/register/link_ends.h"

namespace docshare::registry {

// A submission at its place in the order, as the rules that need the registry's state look at it.
struct Registration {
  // Both must outlive it. Requires a submission that passed the stateless rules, ids resolved.
  Registration(const storage::v1::RegisterDocumentSetCommand& submission,
               const platform::KvReader& registered)
      : command(submission), store(registered), ends(submission, registered) {}

  const storage::v1::RegisterDocumentSetCommand& command;
  // What is registered, without this submission.
  const platform::KvReader& store;
  LinkEnds ends;
  // Internal number of the submission's patient; nullopt when the patient is refused, and rules
  // that compare patients have nothing to say.
  absl::optional<uint64_t> patient_number;

  bool IsOfOtherPatient(const LinkEnd& end) const {
    return !end.is_new && patient_number && end.patient_number != *patient_number;
  }
};

}  // namespace docshare::registry
