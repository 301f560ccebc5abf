#include "domain/metadata/rules/references.h"

#include <gtest/gtest.h>

#include "domain/metadata/submission_ids.h"
#include "domain/metadata/testing/rule_cases.h"

namespace docshare {
namespace {

using registry::v1::RegisterDocumentSetRequest;
using testing::ExpectFaults;

TEST(ReferencesTest, Check9WantsSymbolicIdsOfThisSubmission) {
  ExpectFaults(&CheckReferences, {{"as built", [](RegisterDocumentSetRequest&) {}, ""},
                                  {"unknown source",
                                   [](RegisterDocumentSetRequest& r) {
                                     r.mutable_associations(0)->set_source_object("nobody");
                                   },
                                   "UnresolvedReferenceException at associations[0].source_object"},
                                  {"unknown target",
                                   [](RegisterDocumentSetRequest& r) {
                                     r.mutable_associations(1)->set_target_object("Document-B");
                                   },
                                   "UnresolvedReferenceException at associations[1].target_object"},
                                  {"a UUID may be registered",
                                   [](RegisterDocumentSetRequest& r) {
                                     r.mutable_associations(1)->set_target_object(
                                         "urn:uuid:00000000-0000-4000-8000-000000000001");
                                   },
                                   ""}});
}

// Who knows how UUIDs are derived could name an object of the submission past the rules that look
// at its symbolic id.
TEST(ReferencesTest, Check9RefusesUuidsThatThisSubmissionWillGive) {
  const auto given_to = [](int object, const RegisterDocumentSetRequest& r) {
    return AssignSubmissionIds(r)[object].entry_uuid();
  };
  ExpectFaults(&CheckReferences,
               {{"submission set as source",
                 [&](RegisterDocumentSetRequest& r) {
                   r.mutable_associations(0)->set_source_object(given_to(0, r));
                 },
                 "UnresolvedReferenceException at associations[0].source_object"},
                {"entry as target",
                 [&](RegisterDocumentSetRequest& r) {
                   r.mutable_associations(1)->set_target_object(given_to(2, r));
                 },
                 "UnresolvedReferenceException at associations[1].target_object"},
                {"association without an id as target",
                 [&](RegisterDocumentSetRequest& r) {
                   r.mutable_associations(1)->clear_entry_uuid();
                   r.mutable_associations(0)->set_target_object(given_to(5, r));
                 },
                 "UnresolvedReferenceException at associations[0].target_object"}});
}

TEST(ReferencesTest, Check8WantsWellFormedUuids) {
  ExpectFaults(
      &CheckReferences,
      {{"missing source",
        [](RegisterDocumentSetRequest& r) { r.mutable_associations(0)->clear_source_object(); },
        "XDSRegistryMetadataError at associations[0].source_object"},
       {"missing target",
        [](RegisterDocumentSetRequest& r) { r.mutable_associations(0)->clear_target_object(); },
        "XDSRegistryMetadataError at associations[0].target_object"},
       {"upper case",
        [](RegisterDocumentSetRequest& r) {
          r.mutable_associations(1)->set_target_object(
              "urn:uuid:00000000-0000-4000-8000-00000000000A");
        },
        "XDSRegistryMetadataError at associations[1].target_object"}});
}

}  // namespace
}  // namespace docshare
