#include "tests/model/parameter_match.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "tests/model/registry_model.h"

namespace docshare::tests {
namespace {

using metadata::v1::CodedValue;
using metadata::v1::DocumentEntry;

// Bytes of the UTF-8 character at the start of the text.
size_t CharacterSize(const std::string& text) {
  size_t size = 1;
  while (size < text.size() && (static_cast<unsigned char>(text[size]) & 0xc0) == 0x80) ++size;
  return size;
}

std::string AuthorityText(const metadata::v1::AssigningAuthority& authority) {
  if (authority.universal_id().empty()) return authority.namespace_id();
  return absl::StrCat(authority.namespace_id(), "&", authority.universal_id(), "&",
                      authority.universal_id_type());
}

std::string WithoutTrailing(std::string text, char delimiter) {
  while (!text.empty() && text.back() == delimiter) text.pop_back();
  return text;
}

bool IsOnline(const DocumentEntry& entry) {
  return entry.document_availability() != metadata::v1::DOCUMENT_AVAILABILITY_OFFLINE;
}

bool MatchesAvailability(const DocumentEntry& entry,
                         const std::vector<metadata::v1::DocumentAvailability>& any_of) {
  return std::any_of(any_of.begin(), any_of.end(), [&entry](auto availability) {
    return (availability == metadata::v1::DOCUMENT_AVAILABILITY_OFFLINE) != IsOnline(entry);
  });
}

bool IsGiven(const Times& times) { return !times.from.empty() || !times.to.empty(); }

// Whether each parameter that is given holds.
std::vector<bool> VerdictsOf(const DocumentEntry& entry, const DocumentParameters& asked) {
  std::vector<bool> verdicts;
  const auto code = [&verdicts](const CodedValue& value, const CodeList& any_of) {
    if (!any_of.empty()) verdicts.push_back(MatchesCode(value, any_of));
  };
  code(entry.class_code(), asked.class_codes);
  code(entry.type_code(), asked.type_codes);
  code(entry.practice_setting_code(), asked.practice_setting_codes);
  code(entry.healthcare_facility_type_code(), asked.facility_type_codes);
  code(entry.format_code(), asked.format_codes);
  if (!asked.event_codes.empty()) {
    verdicts.push_back(MatchesCodeGroups(entry.event_codes(), asked.event_codes));
  }
  if (!asked.confidentiality_codes.empty()) {
    verdicts.push_back(
        MatchesCodeGroups(entry.confidentiality_codes(), asked.confidentiality_codes));
  }
  // An entry without the time is not excluded by it.
  const auto time = [&verdicts](const std::string& dtm, const Times& times) {
    if (IsGiven(times)) verdicts.push_back(dtm.empty() || MatchesTimes(dtm, times));
  };
  time(entry.creation_time(), asked.creation_time);
  time(entry.service_start_time(), asked.service_start_time);
  time(entry.service_stop_time(), asked.service_stop_time);
  if (!asked.author_patterns.empty()) {
    verdicts.push_back(MatchesAuthor(entry.authors(), asked.author_patterns));
  }
  if (!asked.availabilities.empty()) {
    verdicts.push_back(MatchesAvailability(entry, asked.availabilities));
  }
  return verdicts;
}

}  // namespace

bool Matches(const DocumentEntry& entry, const DocumentParameters& parameters) {
  const std::vector<bool> verdicts = VerdictsOf(entry, parameters);
  return std::find(verdicts.begin(), verdicts.end(), false) == verdicts.end();
}

bool MatchesAny(const DocumentEntry& entry, const DocumentParameters& parameters) {
  const std::vector<bool> verdicts = VerdictsOf(entry, parameters);
  return std::find(verdicts.begin(), verdicts.end(), true) != verdicts.end();
}

bool MatchesReferenceIds(const DocumentEntry& entry,
                         const std::vector<std::vector<std::string>>& groups) {
  for (const auto& any_of : groups) {
    bool holds = false;
    for (const auto& reference : entry.reference_ids()) {
      if (std::find(any_of.begin(), any_of.end(), CxiOf(reference)) != any_of.end()) holds = true;
    }
    if (!holds) return false;
  }
  return true;
}

bool MatchesCodeGroups(const google::protobuf::RepeatedPtrField<CodedValue>& codes,
                       const std::vector<CodeList>& groups) {
  for (const CodeList& any_of : groups) {
    bool holds = false;
    for (const auto& code : codes) {
      if (MatchesCode(code, any_of)) holds = true;
    }
    if (!holds) return false;
  }
  return true;
}

bool MatchesCode(const CodedValue& code, const CodeList& any_of) {
  return std::any_of(any_of.begin(), any_of.end(), [&code](const Code& asked) {
    return asked.code == code.code() && asked.system == code.code_system();
  });
}

bool MatchesAuthor(const google::protobuf::RepeatedPtrField<metadata::v1::Author>& authors,
                   const std::vector<std::string>& patterns) {
  for (const auto& author : authors) {
    if (!author.has_person()) continue;
    for (const std::string& pattern : patterns) {
      if (IsLike(XcnOf(author.person()), pattern)) return true;
    }
  }
  return false;
}

bool MatchesTimes(const std::string& dtm, const Times& times) {
  const int64_t second = EarliestSecond(dtm);
  if (!times.from.empty() && second < EarliestSecond(times.from)) return false;
  if (!times.to.empty() && second >= EarliestSecond(times.to)) return false;
  return true;
}

bool IsLike(const std::string& text, const std::string& pattern) {
  if (pattern.empty()) return text.empty();
  if (pattern[0] == '%') {
    const std::string rest = pattern.substr(1);
    for (size_t i = 0; i <= text.size(); ++i) {
      if (IsLike(text.substr(i), rest)) return true;
    }
    return false;
  }
  if (text.empty()) return false;
  const size_t size = CharacterSize(text);
  if (pattern[0] == '_') return IsLike(text.substr(size), pattern.substr(1));
  return pattern.compare(0, size, text, 0, size) == 0 &&
         IsLike(text.substr(size), pattern.substr(size));
}

std::string XcnOf(const metadata::v1::Person& person) {
  return WithoutTrailing(
      absl::StrJoin({person.id(), person.family_name(), person.given_name(),
                     person.further_given_names(), person.suffix(), person.prefix(),
                     person.degree(), std::string(), AuthorityText(person.assigning_authority())},
                    "^"),
      '^');
}

std::string CxiOf(const metadata::v1::ReferenceId& reference) {
  return absl::StrCat(reference.id(), "^^^", AuthorityText(reference.assigning_authority()), "^",
                      reference.identifier_type_code());
}

}  // namespace docshare::tests
