#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "docshare/registry/v1/registry_service.pb.h"

namespace docshare::consumer {

// What the documents of a submission have to do with an older one.
struct DocumentRelationship {
  // A URN of domain/metadata/association_type.h, for example kReplace.
  std::string association_type;
  // entryUUID of the older entry, or symbolic id of an entry of the same submission.
  std::string target;
};

// Each function adds associations to a submission; what it says already stays as it is and is not
// said twice. Ids are those of the submission, symbolic ones included. The associations have
// symbolic ids of their own where others refer to them.

// A relationship from every entry of the submission to its target.
// Source: ITI TF-3:4.2.2.2.
void AddRelationship(const DocumentRelationship& relationship,
                     registry::v1::RegisterDocumentSetRequest& request);

// Makes every entry of the submission a member of `folder`: entryUUID of a folder in the registry,
// or symbolic id of one of the submission's.
// Source: ITI TF-3:4.2.2.1.3.
void AddFolderMembers(absl::string_view folder, registry::v1::RegisterDocumentSetRequest& request);

// What the submission set has to be linked with: its entries, as Original, its folders, and every
// membership in a folder. Comes last.
// Source: ITI TF-3:4.2.2.1.1, 4.2.2.1.2 and 4.2.2.1.4.
void AddSubmissionSetMembers(registry::v1::RegisterDocumentSetRequest& request);

}  // namespace docshare::consumer
