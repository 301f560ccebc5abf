#include "registry/query/query_page.h"

#include <algorithm>
#include <utility>

#include "domain/ids/patient_id.h"
#include "registry/index/patient.h"
#include "registry/index/patient_reordering.h"

namespace docshare::registry {
namespace {

constexpr uint32_t kMaxPageSize = 1000;
// Well below a client's default receive limit.
constexpr size_t kPageBytes = 2 << 20;

constexpr uint32_t kEntryUuids = 2;

uint32_t FieldOf(storage::v1::ObjectKind kind) {
  switch (kind) {
    case storage::v1::OBJECT_KIND_SUBMISSION_SET:
      return 5;
    case storage::v1::OBJECT_KIND_FOLDER:
      return 6;
    case storage::v1::OBJECT_KIND_ASSOCIATION:
      return 7;
    default:
      return 1;
  }
}

std::string StandingOf(const metadata::v1::PatientIdentifier& patient,
                       const platform::KvReader& snapshot) {
  auto id = PatientId::FromProto(patient);
  if (!id.ok()) return "malformed";
  auto standing = FindPatient(snapshot, *id);
  if (!standing.ok()) return "unreadable";
  auto reordered = ReadPatientReordering(snapshot, standing->number);
  if (!reordered.ok()) return "unreadable";
  return absl::StrCat(standing->number, " ", static_cast<int>(standing->state), " ", *reordered);
}

}  // namespace

QueryPage::QueryPage(const RegistryStore& store, Form form)
    : commit_position_(store.commit_position()),
      snapshot_(store.Snapshot()),
      cursor_key_(store.cursor_key()),
      form_(form) {}

PageToken QueryPage::Token() const {
  std::string identity = identity_;
  for (const auto& patient : patients_) {
    // What cannot be read makes a token that serves nowhere.
    absl::StrAppend(&identity, "\n", StandingOf(patient, *snapshot_));
  }
  return PageToken(cursor_key_, identity);
}

absl::Status QueryPage::CheckStateIsNewEnough(uint64_t min_commit_position,
                                              const RegistryStore& store) {
  const uint64_t position = store.commit_position();
  if (position >= min_commit_position) return absl::OkStatus();
  return absl::UnavailableError(absl::StrCat("this server is at commit position ", position,
                                             ", the query asks for ", min_commit_position,
                                             "; try again shortly"));
}

void QueryPage::Start(v1::ReturnType return_type, uint32_t page_size, const std::string& page_token,
                      ParameterReader& read) {
  read.CheckReturnType(return_type);
  wants_objects_ = return_type == v1::RETURN_TYPE_LEAF_CLASS;
  page_size_ = page_size == 0 ? form_.default_page_size : std::min(page_size, kMaxPageSize);
  if (page_token.empty()) return;
  auto position = Token().Open(page_token);
  if (position.ok()) {
    resume_after_ = *std::move(position);
  } else {
    read.Malformed("page_token", position.status().message());
  }
}

bool QueryPage::full() const { return objects_ >= page_size_ || reply_.size_bytes() >= kPageBytes; }

void QueryPage::AddReference(const EntryUuid& uuid) {
  reply_.AddBytes(kEntryUuids, uuid.ToString());
  ++objects_;
}

void QueryPage::AddObject(storage::v1::ObjectKind kind, absl::string_view bytes) {
  reply_.AddBytes(FieldOf(kind), bytes);
  ++objects_;
}

void QueryPage::ContinueAfter(absl::string_view position) {
  reply_.AddBytes(form_.next_page_token, Token().Seal(position));
}

std::string QueryPage::Finish() {
  reply_.AddUint64(form_.commit_position, commit_position_);
  return reply_.Take();
}

}  // namespace docshare::registry
