#include "registry/query/document_criteria.h"

#include <algorithm>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "docshare/metadata/v1/document_entry.pb.h"
#include "domain/hl7v2/cxi.h"
#include "domain/text/normal_form.h"
#include "registry/index/document.h"
#include "registry/index/row.h"
#include "registry/index/term.h"
#include "registry/objects/reference_id_digest.h"

namespace docshare::registry {
namespace {

using storage::v1::DocumentFilterRow;

// Texts of persons that are remembered while a query runs.
constexpr size_t kMaxVerdicts = 4096;

class CodeCriterion final : public DocumentCriterion {
 public:
  CodeCriterion(DocumentCriteria::Code attribute, std::vector<uint32_t> any_of)
      : attribute_(attribute), any_of_(std::move(any_of)) {}

  bool never_holds() const override { return any_of_.empty(); }

  absl::StatusOr<bool> Holds(absl::string_view, const DocumentFilterRow& row) override {
    return std::binary_search(any_of_.begin(), any_of_.end(), (row.*attribute_)());
  }

 private:
  const DocumentCriteria::Code attribute_;
  const std::vector<uint32_t> any_of_;
};

class CodeListCriterion final : public DocumentCriterion {
 public:
  CodeListCriterion(DocumentCriteria::CodeList attribute, std::vector<std::vector<uint32_t>> groups)
      : attribute_(attribute), groups_(std::move(groups)) {}

  bool never_holds() const override {
    return std::any_of(groups_.begin(), groups_.end(),
                       [](const std::vector<uint32_t>& any_of) { return any_of.empty(); });
  }

  absl::StatusOr<bool> Holds(absl::string_view, const DocumentFilterRow& row) override {
    const auto& terms = (row.*attribute_)();
    return std::all_of(groups_.begin(), groups_.end(), [&](const std::vector<uint32_t>& any_of) {
      return std::any_of(terms.begin(), terms.end(), [&](uint32_t term) {
        return std::binary_search(any_of.begin(), any_of.end(), term);
      });
    });
  }

 private:
  const DocumentCriteria::CodeList attribute_;
  const std::vector<std::vector<uint32_t>> groups_;
};

class AuthorCriterion final : public DocumentCriterion {
 public:
  AuthorCriterion(const platform::KvReader* store, std::vector<LikePattern> any_of)
      : store_(store), any_of_(std::move(any_of)) {}

  bool never_holds() const override { return false; }

  absl::StatusOr<bool> Holds(absl::string_view, const DocumentFilterRow& row) override {
    for (uint32_t term : row.author_persons()) {
      auto fits = Fits(term);
      if (!fits.ok() || *fits) return fits;
    }
    return false;
  }

 private:
  // One look-up a term and query, mostly.
  absl::StatusOr<bool> Fits(uint32_t term) {
    if (auto verdict = verdicts_.find(term); verdict != verdicts_.end()) return verdict->second;
    auto text = ReadTermText(*store_, term);
    if (!text.ok()) return text.status();
    const bool fits = std::any_of(any_of_.begin(), any_of_.end(), [&](const LikePattern& pattern) {
      return pattern.Matches(*text);
    });
    if (verdicts_.size() >= kMaxVerdicts) verdicts_.clear();
    verdicts_.emplace(term, fits);
    return fits;
  }

  const platform::KvReader* const store_;
  const std::vector<LikePattern> any_of_;
  absl::flat_hash_map<uint32_t, bool> verdicts_;
};

// The row says which entries are worth a look, the entry decides.
class ReferenceIdCriterion final : public DocumentCriterion {
 public:
  ReferenceIdCriterion(const platform::KvReader* store,
                       const std::vector<std::vector<std::string>>& groups)
      : store_(store) {
    for (const std::vector<std::string>& texts : groups) {
      Group group;
      for (const std::string& text : texts) {
        group.digests.insert(ReferenceIdDigest(text));
        group.texts.insert(ToNfc(text));
      }
      groups_.push_back(std::move(group));
    }
  }

  bool never_holds() const override { return false; }

  absl::StatusOr<bool> Holds(absl::string_view filter_key, const DocumentFilterRow& row) override {
    for (const Group& group : groups_) {
      const auto& digests = row.reference_id_digests();
      if (std::none_of(digests.begin(), digests.end(),
                       [&](uint64_t digest) { return group.digests.contains(digest); })) {
        return false;
      }
    }
    auto texts = ReferenceIdsOf(filter_key);
    if (!texts.ok()) return texts.status();
    return std::all_of(groups_.begin(), groups_.end(), [&](const Group& group) {
      return std::any_of(texts->begin(), texts->end(),
                         [&](const std::string& text) { return group.texts.contains(text); });
    });
  }

 private:
  struct Group {
    absl::flat_hash_set<uint64_t> digests;
    absl::flat_hash_set<std::string> texts;
  };

  absl::StatusOr<std::vector<std::string>> ReferenceIdsOf(absl::string_view filter_key) const {
    auto bytes = store_->Get(DocumentEntryKeyOf(filter_key));
    if (!bytes.ok()) return bytes.status();
    if (!bytes->has_value()) return absl::DataLossError("a filter row has no entry");
    metadata::v1::DocumentEntry entry;
    if (absl::Status status = DecodeRow(**bytes, entry); !status.ok()) return status;
    std::vector<std::string> texts;
    for (const auto& reference : entry.reference_ids())
      texts.push_back(ToNfc(RenderCxi(reference)));
    return texts;
  }

  const platform::KvReader* const store_;
  std::vector<Group> groups_;
};

}  // namespace

std::vector<uint32_t> DocumentCriteria::TermsOf(const std::vector<std::string>& texts) {
  std::vector<uint32_t> terms;
  for (const std::string& text : texts) {
    auto term = FindTerm(*store_, TermKind::kCode, text);
    if (!term.ok()) {
      status_.Update(term.status());
      break;
    }
    if (term->has_value()) terms.push_back(**term);
  }
  std::sort(terms.begin(), terms.end());
  return terms;
}

void DocumentCriteria::AddCode(Code attribute, const std::vector<std::string>& any_of) {
  if (any_of.empty()) return;
  criteria_.push_back(std::make_unique<CodeCriterion>(attribute, TermsOf(any_of)));
}

void DocumentCriteria::AddCodeList(CodeList attribute,
                                   const std::vector<std::vector<std::string>>& groups) {
  if (groups.empty()) return;
  std::vector<std::vector<uint32_t>> terms;
  terms.reserve(groups.size());
  for (const std::vector<std::string>& any_of : groups) terms.push_back(TermsOf(any_of));
  criteria_.push_back(std::make_unique<CodeListCriterion>(attribute, std::move(terms)));
}

void DocumentCriteria::AddAuthors(std::vector<LikePattern> any_of) {
  if (any_of.empty()) return;
  criteria_.push_back(std::make_unique<AuthorCriterion>(store_, std::move(any_of)));
}

void DocumentCriteria::AddReferenceIds(const std::vector<std::vector<std::string>>& groups) {
  if (groups.empty()) return;
  criteria_.push_back(std::make_unique<ReferenceIdCriterion>(store_, groups));
}

void DocumentCriteria::Append(DocumentCriteria others) {
  status_.Update(others.status_);
  for (auto& criterion : others.criteria_) criteria_.push_back(std::move(criterion));
}

bool DocumentCriteria::one_never_holds() const {
  return std::any_of(
      criteria_.begin(), criteria_.end(),
      [](const std::unique_ptr<DocumentCriterion>& criterion) { return criterion->never_holds(); });
}

absl::StatusOr<bool> DocumentCriteria::AllHold(absl::string_view filter_key,
                                               const DocumentFilterRow& row) const {
  for (const auto& criterion : criteria_) {
    auto holds = criterion->Holds(filter_key, row);
    if (!holds.ok() || !*holds) return holds;
  }
  return true;
}

absl::StatusOr<bool> DocumentCriteria::AnyHolds(absl::string_view filter_key,
                                                const DocumentFilterRow& row) const {
  for (const auto& criterion : criteria_) {
    auto holds = criterion->Holds(filter_key, row);
    if (!holds.ok() || *holds) return holds;
  }
  return false;
}

}  // namespace docshare::registry
