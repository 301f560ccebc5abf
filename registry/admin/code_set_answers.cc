#include "registry/admin/code_set_answers.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/types/optional.h"
#include "domain/codes/coded_attribute.h"
#include "domain/codes/value_sets.h"
#include "registry/validation/code_files.h"

namespace docshare::registry {
namespace {

constexpr int kMaxCodes = 10000;
constexpr size_t kMaxDifferences = 1000;

void Tell(const CodeSets::Version& version, admin::v1::CodeSetsVersion& told) {
  told.set_number(version.number);
  told.set_codes(version.sets->size());
  told.set_fingerprint(version.sets->Fingerprint());
}

void Tell(const std::vector<CodeChange>& changes,
          google::protobuf::RepeatedPtrField<admin::v1::CodeDifference>& told) {
  const size_t count = std::min(changes.size(), kMaxDifferences);
  for (size_t i = 0; i < count; ++i) {
    const CodeChange& change = changes[i];
    admin::v1::CodeDifference& difference = *told.Add();
    difference.set_attribute(std::string(ToString(change.attribute)));
    difference.mutable_code()->set_code(change.code.code);
    difference.mutable_code()->set_code_system(change.code.code_system);
    difference.mutable_code()->set_display_name(change.code.display_name);
    difference.set_previous_display_name(change.previous_display_name);
  }
}

void Tell(const ValueSetsDiff& diff, admin::v1::CodeSetsDiff& told) {
  Tell(diff.added, *told.mutable_added());
  Tell(diff.removed, *told.mutable_removed());
  Tell(diff.renamed, *told.mutable_renamed());
  told.set_added_count(diff.added.size());
  told.set_removed_count(diff.removed.size());
  told.set_renamed_count(diff.renamed.size());
}

void TellCodes(const ValueSets::Codes& codes, admin::v1::CodeSet& told) {
  for (const auto& [identity, display_name] : codes) {
    if (told.codes_size() == kMaxCodes) break;
    auto& code = *told.add_codes();
    code.set_code_system(identity.first);
    code.set_code(identity.second);
    code.set_display_name(display_name);
  }
}

std::string AttributeNames() {
  std::string names;
  for (CodedAttribute attribute : AllCodedAttributes()) {
    absl::StrAppend(&names, names.empty() ? "" : ", ", ToString(attribute));
  }
  return names;
}

}  // namespace

absl::StatusOr<admin::v1::ListCodeSetsResponse> ListCodeSets(
    const CodeSets& codes, const admin::v1::ListCodeSetsRequest& request) {
  absl::optional<CodedAttribute> wanted;
  if (!request.attribute().empty()) {
    wanted = ParseCodedAttribute(request.attribute());
    if (!wanted.has_value()) {
      return absl::InvalidArgumentError(
          absl::StrCat("attribute: there is no such one; there are ", AttributeNames()));
    }
  }
  const CodeSets::State state = codes.Now();
  admin::v1::ListCodeSetsResponse response;
  Tell(state.active, *response.mutable_active());
  if (state.loaded.has_value()) Tell(*state.loaded, *response.mutable_loaded());
  if (state.previous.has_value()) Tell(*state.previous, *response.mutable_previous());
  for (CodedAttribute attribute : AllCodedAttributes()) {
    if (wanted.has_value() && attribute != *wanted) continue;
    admin::v1::CodeSet& told = *response.add_code_sets();
    const ValueSets::Codes& of_attribute = state.active.sets->Of(attribute);
    told.set_attribute(std::string(ToString(attribute)));
    told.set_count(of_attribute.size());
    if (wanted.has_value()) TellCodes(of_attribute, told);
  }
  return response;
}

absl::StatusOr<admin::v1::LoadCodeSetsResponse> LoadCodeSets(
    CodeSets& codes, const google::protobuf::RepeatedPtrField<config::v1::CodeFile>& files) {
  if (files.empty()) {
    return absl::FailedPreconditionError("the server's configuration names no code_files");
  }
  auto read = ReadCodeFiles(files);
  if (absl::IsNotFound(read.status())) {
    return absl::FailedPreconditionError(read.status().message());
  }
  if (!read.ok()) return read.status();
  auto loaded = codes.Load(*read);
  if (!loaded.ok()) return loaded.status();
  admin::v1::LoadCodeSetsResponse response;
  Tell(loaded->version, *response.mutable_loaded());
  Tell(codes.Now().active, *response.mutable_active());
  Tell(loaded->diff, *response.mutable_diff());
  return response;
}

absl::StatusOr<admin::v1::DiffCodeSetsResponse> DiffCodeSets(
    const CodeSets& codes, const admin::v1::DiffCodeSetsRequest& request) {
  const CodeSets::State state = codes.Now();
  const absl::optional<CodeSets::Version>& other =
      request.previous() ? state.previous : state.loaded;
  if (!other.has_value()) {
    return absl::FailedPreconditionError(request.previous() ? "there is no version before this one"
                                                            : "no version is loaded and waits");
  }
  admin::v1::DiffCodeSetsResponse response;
  Tell(state.active, *response.mutable_active());
  Tell(*other, *response.mutable_other());
  Tell(Compare(*state.active.sets, *other->sets), *response.mutable_diff());
  return response;
}

absl::StatusOr<admin::v1::ActivateCodeSetsResponse> ActivateCodeSets(
    CodeSets& codes, const admin::v1::ActivateCodeSetsRequest& request) {
  if (absl::Status status = codes.Activate(request.version()); !status.ok()) return status;
  admin::v1::ActivateCodeSetsResponse response;
  Tell(codes.Now().active, *response.mutable_active());
  return response;
}

absl::StatusOr<admin::v1::RollBackCodeSetsResponse> RollBackCodeSets(
    CodeSets& codes, const admin::v1::RollBackCodeSetsRequest& request) {
  auto back = codes.RollBack(request.active());
  if (!back.ok()) return back.status();
  admin::v1::RollBackCodeSetsResponse response;
  Tell(*back, *response.mutable_active());
  return response;
}

}  // namespace docshare::registry
