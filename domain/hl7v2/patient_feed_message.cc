#include "domain/hl7v2/patient_feed_message.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "domain/hl7v2/hl7_version.h"
#include "domain/ids/patient_id.h"
#include "domain/text/unicode_text.h"
#include "domain/time/dtm.h"

namespace docshare {
namespace {

using metadata::v1::PatientDemographics;
using registry::v1::ChangePatientLinkRequest;
using registry::v1::FeedPatientRequest;
using registry::v1::MergePatientsRequest;

constexpr size_t kMaxIdentifiers = 32;
constexpr size_t kMaxRepetitions = 1000;
constexpr size_t kMaxControlIdBytes = 199;
constexpr size_t kMaxDemographicsCharacters = 256;
constexpr absl::string_view kEvents[] = {"A01", "A04", "A05", "A08", "A40", "A43"};

// PID-3 or MRG-1.
struct Place {
  absl::string_view segment;
  int field;
};
constexpr Place kPid3 = {"PID", 3};
constexpr Place kMrg1 = {"MRG", 1};

Hl7Fault FaultAt(Hl7Error error, absl::string_view segment, int field, std::string text,
                 int repetition = 0) {
  return {.error = error,
          .location = {.segment = std::string(segment), .field = field, .repetition = repetition},
          .text = std::move(text)};
}

std::string NameOf(const Place& place) { return absl::StrCat(place.segment, "-", place.field); }

// One message on its way into commands. Its functions return true, or leave a fault.
class FeedReader {
 public:
  FeedReader(const Hl7Message& message, const CommunityAuthorities& community)
      : message_(message), community_(community) {}

  std::variant<PatientFeedMessage, Hl7Fault> Read() {
    if (!CheckHeader() || !ReadBody()) return fault_;
    return std::move(result_);
  }

 private:
  // An identifier, CX.
  struct Cx {
    absl::string_view id;
    // Absent when none was given.
    absl::optional<Oid> authority;
    bool has_universal_id = false;
    int repetition = 0;
  };

  bool Fail(Hl7Fault fault) {
    fault_ = std::move(fault);
    return false;
  }

  bool FailHeader(Hl7Error error, int field, std::string text) {
    return Fail(FaultAt(error, "MSH", field, std::move(text)));
  }

  // A component of a field of MSH, without spaces around it.
  absl::string_view Header(size_t field, size_t component) const {
    return absl::StripAsciiWhitespace(message_.Component(message_.Field("MSH", field), component));
  }

  bool CheckHeader();
  bool ReadBody();
  bool ReadFeed();
  bool ReadMerge();
  bool ReadLinkChange();

  bool CheckOnce(absl::string_view segment);
  bool ReadIdentifiers(const Place& place, std::vector<Cx>& identifiers);
  absl::optional<PatientId> ToPatientId(const Cx& cx, const Oid& authority, const Place& place);
  bool ReadCommunityIds(const Place& place, std::vector<PatientId>& ids);
  absl::optional<PatientId> ReadCommunityId(const Cx& cx, const Place& place);
  absl::optional<PatientId> SurvivorOf(const PatientId& subsumed,
                                       const std::vector<PatientId>& survivors);
  PatientDemographics Demographics() const;
  std::string PlainOrNothing(absl::string_view component) const;

  const Hl7Message& message_;
  const CommunityAuthorities& community_;
  PatientFeedMessage result_;
  Hl7Fault fault_;
};

bool FeedReader::CheckHeader() {
  if (const absl::Status& status = message_.charset_status(); !status.ok()) {
    return FailHeader(
        absl::IsNotFound(status) ? Hl7Error::kTableValueNotFound : Hl7Error::kDataType, 18,
        std::string(status.message()));
  }
  if (message_.Field("MSH", 9).empty()) {
    return FailHeader(Hl7Error::kRequiredFieldMissing, 9, "MSH-9 (message type) is empty");
  }
  if (Header(9, 1) != "ADT") {
    return FailHeader(Hl7Error::kUnsupportedMessageType, 9,
                      "MSH-9 is not ADT, the one type of message that is taken here");
  }
  if (std::find(std::begin(kEvents), std::end(kEvents), Header(9, 2)) == std::end(kEvents)) {
    return FailHeader(Hl7Error::kUnsupportedEvent, 9,
                      "the event in MSH-9 is none of A01, A04, A05, A08, A40, A43");
  }
  const absl::string_view control_id = message_.HeaderBytes(10);
  if (control_id.empty()) {
    return FailHeader(Hl7Error::kRequiredFieldMissing, 10, "MSH-10 (message control id) is empty");
  }
  if (control_id.size() > kMaxControlIdBytes) {
    return FailHeader(Hl7Error::kDataType, 10, "MSH-10 is longer than 199 characters");
  }
  const absl::string_view processing_id = Header(11, 1);
  if (processing_id.empty()) {
    return FailHeader(Hl7Error::kRequiredFieldMissing, 11, "MSH-11 (processing id) is empty");
  }
  if (processing_id != "P" && processing_id != "T" && processing_id != "D" &&
      processing_id != "1") {
    return FailHeader(Hl7Error::kUnsupportedProcessingId, 11, "MSH-11 is none of P, T, D");
  }
  if (Header(12, 1).empty()) {
    return FailHeader(Hl7Error::kRequiredFieldMissing, 12, "MSH-12 (version) is empty");
  }
  if (!IsHl7Version(Header(12, 1))) {
    return FailHeader(Hl7Error::kUnsupportedVersion, 12, "MSH-12 is no version from 2.1 to 2.9");
  }
  return true;
}

bool FeedReader::ReadBody() {
  const absl::string_view event = Header(9, 2);
  if (event == "A08") return true;
  if (!CheckOnce("PID")) return false;
  if (event == "A40") return ReadMerge();
  if (event == "A43") return ReadLinkChange();
  return ReadFeed();
}

bool FeedReader::ReadFeed() {
  std::vector<PatientId> ids;
  if (!ReadCommunityIds(kPid3, ids)) return false;
  const PatientDemographics demographics = Demographics();
  for (const PatientId& id : ids) {
    FeedPatientRequest request;
    *request.mutable_patient_id() = id.ToProto();
    *request.mutable_demographics() = demographics;
    result_.commands.emplace_back(std::move(request));
  }
  return true;
}

bool FeedReader::ReadMerge() {
  std::vector<PatientId> survivors;
  std::vector<PatientId> subsumed;
  if (!CheckOnce("MRG") || !ReadCommunityIds(kPid3, survivors) ||
      !ReadCommunityIds(kMrg1, subsumed)) {
    return false;
  }
  for (const PatientId& id : subsumed) {
    const absl::optional<PatientId> survivor = SurvivorOf(id, survivors);
    if (!survivor) return false;
    MergePatientsRequest request;
    *request.mutable_surviving() = survivor->ToProto();
    *request.mutable_subsumed() = id.ToProto();
    result_.commands.emplace_back(std::move(request));
  }
  return true;
}

absl::optional<PatientId> FeedReader::SurvivorOf(const PatientId& subsumed,
                                                 const std::vector<PatientId>& survivors) {
  if (survivors.size() == 1) return survivors.front();
  absl::optional<PatientId> survivor;
  for (const PatientId& candidate : survivors) {
    if (candidate.assigning_authority() != subsumed.assigning_authority()) continue;
    if (survivor) {
      Fail(FaultAt(Hl7Error::kDataType, kPid3.segment, kPid3.field,
                   "PID-3 has several identifiers of one authority: which one stays is not clear"));
      return absl::nullopt;
    }
    survivor = candidate;
  }
  if (!survivor) {
    Fail(FaultAt(Hl7Error::kDataType, kPid3.segment, kPid3.field,
                 "PID-3 has several identifiers, and none of the authority of the one in MRG-1"));
  }
  return survivor;
}

bool FeedReader::ReadLinkChange() {
  if (!CheckOnce("MRG")) return false;
  std::vector<Cx> current;
  std::vector<Cx> previous;
  if (!ReadIdentifiers(kPid3, current) || !ReadIdentifiers(kMrg1, previous)) return false;
  if (current.size() != 2) {
    return Fail(FaultAt(Hl7Error::kDataType, kPid3.segment, kPid3.field,
                        "PID-3 is not two identifiers, the current patient and the number at the "
                        "source"));
  }
  if (previous.empty() || previous.size() > 2) {
    return Fail(
        FaultAt(Hl7Error::kDataType, kMrg1.segment, kMrg1.field,
                "MRG-1 is not the identifier of the previous patient and at most one more"));
  }
  if (!current[1].authority) {
    return Fail(FaultAt(Hl7Error::kDataType, kPid3.segment, kPid3.field,
                        "the number at the source has no assigning authority with an OID", 2));
  }
  const absl::optional<PatientId> now = ReadCommunityId(current[0], kPid3);
  if (!now) return false;
  const absl::optional<PatientId> local = ToPatientId(current[1], *current[1].authority, kPid3);
  if (!local) return false;
  const absl::optional<PatientId> before = ReadCommunityId(previous[0], kMrg1);
  if (!before) return false;
  ChangePatientLinkRequest request;
  if (previous.size() == 2 &&
      (previous[1].id != current[1].id || previous[1].authority != current[1].authority)) {
    if (!previous[1].authority) {
      return Fail(FaultAt(Hl7Error::kDataType, kMrg1.segment, kMrg1.field,
                          "the number at the source has no assigning authority with an OID", 2));
    }
    const absl::optional<PatientId> subsumed =
        ToPatientId(previous[1], *previous[1].authority, kMrg1);
    if (!subsumed) return false;
    *request.mutable_subsumed_local() = subsumed->ToProto();
  }
  *request.mutable_local() = local->ToProto();
  *request.mutable_previous() = before->ToProto();
  *request.mutable_current() = now->ToProto();
  result_.commands.emplace_back(std::move(request));
  return true;
}

bool FeedReader::CheckOnce(absl::string_view segment) {
  const size_t count = message_.CountOf(segment);
  if (count == 1) return true;
  return Fail(FaultAt(
      Hl7Error::kSegmentSequence, segment, 0,
      absl::StrCat("the message has ", count == 0 ? "no" : "more than one", " segment ", segment)));
}

bool FeedReader::ReadIdentifiers(const Place& place, std::vector<Cx>& identifiers) {
  const std::vector<absl::string_view> texts =
      message_.Repetitions(message_.Field(place.segment, place.field));
  if (texts.size() > kMaxRepetitions) {
    return Fail(
        FaultAt(Hl7Error::kDataType, place.segment, place.field,
                absl::StrCat(NameOf(place), " has more than ", kMaxRepetitions, " identifiers")));
  }
  int repetition = 0;
  for (const absl::string_view text : texts) {
    ++repetition;
    Cx cx{.id = message_.Component(text, 1), .repetition = repetition};
    if (cx.id.empty() || IsHl7Null(cx.id)) continue;
    const absl::string_view authority = message_.Component(text, 4);
    const absl::string_view universal_id = message_.Subcomponent(authority, 2);
    const absl::string_view type = message_.Subcomponent(authority, 3);
    cx.has_universal_id = !universal_id.empty();
    if (type.empty() || type == "ISO") {
      if (absl::StatusOr<Oid> oid = Oid::Parse(universal_id); oid.ok()) {
        cx.authority = *std::move(oid);
      }
    }
    identifiers.push_back(std::move(cx));
  }
  return true;
}

absl::optional<PatientId> FeedReader::ToPatientId(const Cx& cx, const Oid& authority,
                                                  const Place& place) {
  absl::StatusOr<std::string> plain = message_.Unescape(cx.id);
  absl::StatusOr<PatientId> id =
      plain.ok() ? PatientId::Create(*plain, authority) : absl::StatusOr<PatientId>(plain.status());
  if (id.ok()) return *std::move(id);
  Fail(FaultAt(Hl7Error::kDataType, place.segment, place.field, std::string(id.status().message()),
               cx.repetition));
  return absl::nullopt;
}

bool FeedReader::ReadCommunityIds(const Place& place, std::vector<PatientId>& ids) {
  const absl::string_view field = message_.Field(place.segment, place.field);
  if (field.empty() || IsHl7Null(field)) {
    return Fail(FaultAt(Hl7Error::kRequiredFieldMissing, place.segment, place.field,
                        absl::StrCat(NameOf(place), " (patient identifiers) is empty")));
  }
  std::vector<Cx> all;
  if (!ReadIdentifiers(place, all)) return false;
  std::vector<const Cx*> ours;
  for (const Cx& cx : all) {
    if (cx.authority && community_.oids.count(*cx.authority) > 0) ours.push_back(&cx);
  }
  if (ours.empty()) {
    const auto first =
        std::find_if(all.begin(), all.end(), [](const Cx& cx) { return !cx.has_universal_id; });
    if (first == all.end() || !community_.without_oid) {
      return Fail(FaultAt(Hl7Error::kUnknownKey, place.segment, place.field,
                          absl::StrCat(NameOf(place),
                                       " has no identifier of an assigning authority "
                                       "of this community")));
    }
    ours.push_back(&*first);
  }
  if (ours.size() > kMaxIdentifiers) {
    return Fail(FaultAt(Hl7Error::kDataType, place.segment, place.field,
                        absl::StrCat(NameOf(place), " has more than ", kMaxIdentifiers,
                                     " identifiers of this community")));
  }
  for (const Cx* cx : ours) {
    absl::optional<PatientId> id = ReadCommunityId(*cx, place);
    if (!id) return false;
    // A sender may well give one identifier twice, with different types.
    if (std::find(ids.begin(), ids.end(), *id) == ids.end()) ids.push_back(*std::move(id));
  }
  return true;
}

absl::optional<PatientId> FeedReader::ReadCommunityId(const Cx& cx, const Place& place) {
  const bool is_ours = cx.authority && community_.oids.count(*cx.authority) > 0;
  const bool is_by_default = !cx.has_universal_id && community_.without_oid;
  if (is_ours) return ToPatientId(cx, *cx.authority, place);
  if (is_by_default) return ToPatientId(cx, *community_.without_oid, place);
  Fail(FaultAt(Hl7Error::kUnknownKey, place.segment, place.field,
               absl::StrCat("the identifier in ", NameOf(place),
                            " is not of an assigning authority of this community"),
               cx.repetition));
  return absl::nullopt;
}

// What the registry would refuse is left out: no rule needs it, and the patient has to become
// known.
std::string FeedReader::PlainOrNothing(absl::string_view component) const {
  if (IsHl7Null(component)) return "";
  absl::StatusOr<std::string> plain = message_.Unescape(component);
  const bool is_good = plain.ok() && !HasControlCharacter(*plain) &&
                       CodePointCount(*plain) <= kMaxDemographicsCharacters;
  return is_good ? *std::move(plain) : "";
}

PatientDemographics FeedReader::Demographics() const {
  PatientDemographics demographics;
  const std::vector<absl::string_view> names = message_.Repetitions(message_.Field("PID", 5));
  if (!names.empty()) {
    const absl::string_view family = message_.Component(names.front(), 1);
    demographics.set_family_name(PlainOrNothing(message_.Subcomponent(family, 1)));
    demographics.set_given_name(PlainOrNothing(message_.Component(names.front(), 2)));
  }
  // The time of day, when there is one, is of no use.
  const absl::string_view birth = message_.Component(message_.Field("PID", 7), 1).substr(0, 8);
  if (Dtm::Parse(birth).ok()) demographics.set_birth_date(std::string(birth));
  demographics.set_administrative_sex(
      PlainOrNothing(message_.Component(message_.Field("PID", 8), 1)));
  return demographics;
}

}  // namespace

std::string PatientFeedEvent(const Hl7Message& message) {
  const absl::string_view type_field = message.Field("MSH", 9);
  const absl::string_view event = absl::StripAsciiWhitespace(message.Component(type_field, 2));
  const bool is_taken =
      absl::StripAsciiWhitespace(message.Component(type_field, 1)) == "ADT" &&
      std::find(std::begin(kEvents), std::end(kEvents), event) != std::end(kEvents);
  return is_taken ? absl::StrCat("ADT^", event) : "other";
}

std::variant<PatientFeedMessage, Hl7Fault> ReadPatientFeed(const Hl7Message& message,
                                                           const CommunityAuthorities& community) {
  return FeedReader(message, community).Read();
}

}  // namespace docshare
