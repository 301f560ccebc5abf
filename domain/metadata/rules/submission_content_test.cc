#include "domain/metadata/rules/submission_content.h"

#include <gtest/gtest.h>

#include "domain/metadata/testing/rule_cases.h"

namespace docshare {
namespace {

using registry::v1::RegisterDocumentSetRequest;
using testing::ExpectFaults;

TEST(SubmissionContentTest, Check3WantsASubmissionSet) {
  ExpectFaults(&CheckSubmissionContent,
               {{"as built", [](RegisterDocumentSetRequest&) {}, ""},
                {"none", [](RegisterDocumentSetRequest& r) { r.clear_submission_set(); },
                 "XDSRegistryMetadataError at submission_set"}});
}

TEST(SubmissionContentTest, Check20WantsAnEntryOrAReference) {
  ExpectFaults(&CheckSubmissionContent,
               {{"nothing",
                 [](RegisterDocumentSetRequest& r) {
                   r.clear_document_entries();
                   r.clear_associations();
                 },
                 "XDSRegistryMetadataError at "},
                {"originals without entries",
                 [](RegisterDocumentSetRequest& r) { r.clear_document_entries(); },
                 "XDSRegistryMetadataError at "},
                {"a reference alone",
                 [](RegisterDocumentSetRequest& r) {
                   r.clear_document_entries();
                   r.mutable_associations()->RemoveLast();
                   r.mutable_associations(0)->set_submission_set_status(
                       metadata::v1::SUBMISSION_SET_STATUS_REFERENCE);
                 },
                 ""}});
}

}  // namespace
}  // namespace docshare
