#include "tests/model/session.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "domain/metadata/submission_ids.h"
#include "tests/model/adoption.h"
#include "tests/model/comparison.h"
#include "tests/model/model_link.h"
#include "tests/model/model_patients.h"
#include "tests/model/model_query.h"
#include "tests/model/model_register.h"
#include "tests/model/model_remove.h"
#include "tests/model/model_update.h"
#include "tests/model/step_printer.h"

namespace docshare::tests {
namespace {

using registry::v1::AssignedId;

bool IsSubmission(const Step& step) {
  return step.kind == StepKind::kRegister || step.kind == StepKind::kRegisterOnDemand ||
         step.kind == StepKind::kUpdate || step.kind == StepKind::kRestrictedUpdate;
}

Verdict Judge(const RegistryModel& model, const Step& step) {
  switch (step.kind) {
    case StepKind::kFeedPatient:
      return JudgeFeed(model, step);
    case StepKind::kMergePatients:
      return JudgeMerge(model, step);
    case StepKind::kChangePatientLink:
      return JudgeLinkChange(model, step);
    case StepKind::kRegister:
    case StepKind::kRegisterOnDemand:
      return JudgeRegistration(model, step);
    case StepKind::kUpdate:
    case StepKind::kRestrictedUpdate:
      return JudgeUpdate(model, step);
    case StepKind::kRemove:
      return JudgeRemoval(model, step.uuids);
    case StepKind::kQuery:
      break;
  }
  return {};
}

// The step as the registry takes it: symbolic ids are UUIDs. Which ones is the registry's business.
Step Resolved(Step step) {
  if (IsSubmission(step)) ResolveSubmissionIds(step.submission);
  return step;
}

// What is wrong with the ids that the registry says it gave.
std::string FaultOfIds(const Step& sent, const Step& resolved,
                       const std::vector<AssignedId>& assigned) {
  std::vector<std::pair<std::string, std::string>> expected;
  const auto expect = [&expected](const auto& before, const auto& after) {
    for (int i = 0; i < before.size(); ++i) {
      expected.emplace_back(before[i].entry_uuid(), after[i].entry_uuid());
    }
  };
  expected.emplace_back(sent.submission.submission_set().entry_uuid(),
                        resolved.submission.submission_set().entry_uuid());
  expect(sent.submission.document_entries(), resolved.submission.document_entries());
  expect(sent.submission.folders(), resolved.submission.folders());
  expect(sent.submission.associations(), resolved.submission.associations());
  if (assigned.size() != expected.size()) {
    return absl::StrCat(assigned.size(), " ids assigned to ", expected.size(), " objects");
  }
  for (size_t i = 0; i < expected.size(); ++i) {
    const auto& [before, after] = expected[i];
    if (assigned[i].submitted_id() != before || assigned[i].entry_uuid() != after) {
      return absl::StrCat("assigned ", assigned[i].ShortDebugString(), " to ", before, ", not ",
                          after);
    }
    if (absl::StartsWith(before, "urn:uuid:") && before != after) {
      return absl::StrCat("changed ", before);
    }
    if (!absl::StartsWith(after, "urn:uuid:")) return absl::StrCat("assigned no UUID to ", before);
  }
  return "";
}

}  // namespace

std::string Session::Do(const Step& step) {
  return step.kind == StepKind::kQuery ? Query(step) : Command(step);
}

std::string Session::Command(const Step& sent) {
  const Step step = Resolved(sent);
  const Verdict verdict = Judge(model_, step);
  const bool is_repeat = IsSubmission(step) && IsRepeat(model_, step);
  const CommandOutcome outcome = registry_.Send(sent);
  ++counts_[ToString(step.kind) + (outcome.accepted ? " accepted" : " refused")];
  if (outcome.accepted) {
    if (verdict.kind == Verdict::Kind::kRefuse) {
      return absl::StrCat("accepted, but it is to be refused: ", verdict.reason);
    }
    if (IsSubmission(step)) {
      std::string fault = FaultOfIds(sent, step, outcome.assigned_ids);
      if (!fault.empty()) return fault;
      if (outcome.already_registered != is_repeat) {
        return is_repeat ? "not recognised as a repeat" : "taken for a repeat";
      }
      if (is_repeat) return "";
    }
    return Follow(step, outcome);
  }
  if (verdict.kind == Verdict::Kind::kAccept) {
    return absl::StrCat("refused, but it is to be accepted: ", outcome.refusal);
  }
  if (outcome.codes.empty()) return absl::StrCat("refused without a code: ", outcome.refusal);
  if (!std::includes(verdict.codes.begin(), verdict.codes.end(), outcome.codes.begin(),
                     outcome.codes.end())) {
    return absl::StrCat("refused with other codes than ", absl::StrJoin(verdict.codes, ", "), " (",
                        verdict.reason, "): ", outcome.refusal);
  }
  return "";
}

std::string Session::Follow(const Step& step, const CommandOutcome& outcome) {
  switch (step.kind) {
    case StepKind::kFeedPatient:
      ApplyFeed(model_, step);
      break;
    case StepKind::kMergePatients:
      ApplyMerge(model_, step);
      break;
    case StepKind::kChangePatientLink:
      ApplyLinkChange(model_, step);
      break;
    case StepKind::kRegister:
    case StepKind::kRegisterOnDemand:
      ApplyRegistration(model_, step);
      break;
    case StepKind::kUpdate:
    case StepKind::kRestrictedUpdate:
      ApplyUpdate(model_, step);
      break;
    case StepKind::kRemove:
      ApplyRemoval(model_, step.uuids, step.at_s);
      break;
    case StepKind::kQuery:
      break;
  }
  return AdoptNames(registry_, outcome, model_);
}

std::string Session::Query(const Step& step) {
  const Answer expected = Ask(model_, step.query);
  const PagedAnswer actual = AskRegistry(registry_.store(), step.query);
  const size_t found = expected.documents.size() + expected.submission_sets.size() +
                       expected.folders.size() + expected.associations.size();
  if (found > 0) ++counts_[ToString(step.query.kind) + " found"];
  return Difference(step.query, expected, actual);
}

}  // namespace docshare::tests
