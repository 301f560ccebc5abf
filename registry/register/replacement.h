#pragma once

#include "absl/status/status.h"
#include "docshare/storage/v1/command.pb.h"
#include "platform/kv/kv_store.h"
#include "registry/objects/object_editor.h"

namespace docshare::registry {

// What the replacements (RPLC, XFRM_RPLC) of a submission do to what was registered before it: each
// replaced document is Deprecated, and so are its transformations and addenda; its replacement
// becomes a member of every Approved folder that holds it, by HasMember from the folder and
// HasMember from the submission set to that, and the folder's lastUpdateTime is set. The replaced
// document stays in the folder. Where the submission itself puts the replacement into the folder,
// no second member is made. What the submission adds is not replaced: a new addendum to a replaced
// document stays Approved, a folder it fills with a replaced document is left alone.
//
// `before` is the store without the submission; `editor` has all its objects already. Requires a
// submission that passed the rules.
// Source: ITI TF-3:4.2.2.2.3, ITI TF-2:3.42.4.1.3.3.
absl::Status ApplyReplacements(const storage::v1::RegisterDocumentSetCommand& command,
                               const platform::KvReader& before, ObjectEditor& editor);

}  // namespace docshare::registry
