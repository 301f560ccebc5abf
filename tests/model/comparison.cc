#include "tests/model/comparison.h"

#include <cstdint>
#include <limits>
#include <set>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "google/protobuf/util/message_differencer.h"
#include "tests/model/registry_model.h"

namespace docshare::tests {
namespace {

using metadata::v1::Association;
using metadata::v1::DocumentEntry;

// What is not given reads as its default.
DocumentEntry Normal(DocumentEntry entry) {
  if (entry.document_availability() == metadata::v1::DOCUMENT_AVAILABILITY_UNSPECIFIED) {
    entry.set_document_availability(metadata::v1::DOCUMENT_AVAILABILITY_ONLINE);
  }
  return entry;
}

Association Normal(Association link) {
  if (link.availability_status() == metadata::v1::AVAILABILITY_STATUS_UNSPECIFIED) {
    link.set_availability_status(metadata::v1::AVAILABILITY_STATUS_APPROVED);
  }
  return link;
}

template <typename Object>
Object Normal(Object object) {
  return object;
}

template <typename Object>
std::string DifferenceOf(const ById<Object>& expected, const ById<Object>& actual) {
  for (const auto& [uuid, object] : expected) {
    const auto found = actual.find(uuid);
    if (found == actual.end()) {
      return absl::StrCat("missing in the answer: ", object.ShortDebugString());
    }
    google::protobuf::util::MessageDifferencer differencer;
    std::string report;
    differencer.ReportDifferencesToString(&report);
    if (!differencer.Compare(Normal(object), Normal(found->second))) {
      return absl::StrCat("differs (model -> registry) in ", uuid, ":\n", report);
    }
  }
  for (const auto& [uuid, object] : actual) {
    if (expected.count(uuid) == 0) {
      return absl::StrCat("too much in the answer: ", object.ShortDebugString());
    }
  }
  return "";
}

std::string DifferenceOfReferences(const Answer& expected, const std::set<std::string>& actual) {
  std::set<std::string> ids;
  const auto add = [&ids](const auto& objects) {
    for (const auto& [uuid, object] : objects) ids.insert(uuid);
  };
  add(expected.documents);
  add(expected.submission_sets);
  add(expected.folders);
  add(expected.associations);
  for (const std::string& uuid : ids) {
    if (actual.count(uuid) == 0) return absl::StrCat("missing in the answer: ", uuid);
  }
  for (const std::string& uuid : actual) {
    if (ids.count(uuid) == 0) return absl::StrCat("too much in the answer: ", uuid);
  }
  return "";
}

// FindDocuments gives the newest creation time first; on-demand entries have none.
std::string FaultOfOrder(const PagedAnswer& actual) {
  int64_t last = std::numeric_limits<int64_t>::max();
  for (const DocumentEntry& entry : actual.documents_in_order) {
    if (entry.creation_time().empty()) continue;
    const int64_t created = EarliestSecond(entry.creation_time());
    if (created > last) return absl::StrCat(entry.entry_uuid(), " comes after an older one");
    last = created;
  }
  return "";
}

}  // namespace

std::string Difference(const StoredQuery& query, const Answer& expected,
                       const PagedAnswer& actual) {
  if (!actual.fault.empty()) return absl::StrCat(actual.fault, " ", actual.refusal);
  if (!actual.refusal_codes.empty() || !expected.refusal.empty()) {
    if (actual.refusal_codes == std::set<std::string>{expected.refusal}) return "";
    return absl::StrCat("refused with ", absl::StrJoin(actual.refusal_codes, ", "), " instead of '",
                        expected.refusal, "': ", actual.refusal);
  }
  if (query.object_refs) return DifferenceOfReferences(expected, actual.references);
  if (!actual.references.empty()) return "references in an answer of complete objects";
  std::string difference = DifferenceOf(expected.documents, actual.objects.documents);
  if (difference.empty()) {
    difference = DifferenceOf(expected.submission_sets, actual.objects.submission_sets);
  }
  if (difference.empty()) difference = DifferenceOf(expected.folders, actual.objects.folders);
  if (difference.empty()) {
    difference = DifferenceOf(expected.associations, actual.objects.associations);
  }
  if (difference.empty() && query.kind == QueryKind::kFindDocuments) {
    difference = FaultOfOrder(actual);
  }
  return difference;
}

}  // namespace docshare::tests
