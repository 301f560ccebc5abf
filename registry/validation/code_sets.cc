#include "registry/validation/code_sets.h"

#include <utility>

#include "absl/strings/str_cat.h"

namespace docshare::registry {

CodeSets::CodeSets() { active_.sets = std::make_shared<const ValueSets>(); }

absl::StatusOr<CodeSets::Loaded> CodeSets::Load(absl::Span<const CodeFile> files) {
  absl::StatusOr<ValueSets> read = ReadValueSets(files);
  if (!read.ok()) return read.status();
  Loaded loaded;
  loaded.version.sets = std::make_shared<const ValueSets>(*std::move(read));
  std::shared_ptr<const ValueSets> in_force;
  {
    std::lock_guard<std::mutex> lock(mutex_);
    loaded.version.number = ++last_number_;
    loaded.active = active_.number;
    loaded_ = loaded.version;
    compared_with_ = active_.number;
    in_force = active_.sets;
  }
  loaded.diff = Compare(*in_force, *loaded.version.sets);
  return loaded;
}

absl::Status CodeSets::Activate(uint64_t number) {
  std::lock_guard<std::mutex> lock(mutex_);
  if (!loaded_ || loaded_->number != number) {
    return absl::FailedPreconditionError(
        absl::StrCat("version ", number, " of the value sets is not the one that is loaded",
                     loaded_ ? absl::StrCat(", which is ", loaded_->number) : "; none is"));
  }
  if (compared_with_ != active_.number) {
    return absl::FailedPreconditionError(
        absl::StrCat("version ", number, " was compared with version ", compared_with_,
                     ", and version ", active_.number, " is in force now; load it again"));
  }
  past_.push_back(std::move(active_));
  if (past_.size() > kKept) past_.erase(past_.begin());
  active_ = *std::move(loaded_);
  loaded_.reset();
  return absl::OkStatus();
}

absl::StatusOr<CodeSets::Version> CodeSets::RollBack(uint64_t active) {
  std::lock_guard<std::mutex> lock(mutex_);
  if (active != active_.number) {
    return absl::FailedPreconditionError(
        absl::StrCat("version ", active_.number, " is in force, not ", active));
  }
  if (past_.empty()) {
    return absl::FailedPreconditionError("there is no earlier version of the value sets");
  }
  active_ = std::move(past_.back());
  past_.pop_back();
  return active_;
}

std::shared_ptr<const ValueSets> CodeSets::Current() const {
  std::lock_guard<std::mutex> lock(mutex_);
  return active_.sets;
}

CodeSets::State CodeSets::Now() const {
  std::lock_guard<std::mutex> lock(mutex_);
  State state{active_, loaded_, absl::nullopt};
  if (!past_.empty()) state.previous = past_.back();
  return state;
}

}  // namespace docshare::registry
