#include "tests/crash/attempt.h"

#include <algorithm>
#include <random>

namespace docshare::tests {
namespace {

size_t NewSize(std::mt19937_64& random) {
  // Limits of the sizes, and how many of a hundred documents are in each span.
  struct Span {
    int percent;
    size_t least;
    size_t most;
  };
  constexpr Span kSpans[] = {{50, 1, 4'000},
                             {20, 4'000, 262'143},
                             {10, 262'144, 262'145},
                             {15, 262'146, 1'000'000},
                             {5, 1'000'000, 4'000'000}};
  int draw = std::uniform_int_distribution<int>(0, 99)(random);
  for (const Span& span : kSpans) {
    if (draw < span.percent) {
      return std::uniform_int_distribution<size_t>(span.least, span.most)(random);
    }
    draw -= span.percent;
  }
  return 1;
}

}  // namespace

std::vector<std::string> Attempt::UniqueIds() const {
  std::vector<std::string> ids;
  for (const Document& document : documents) ids.push_back(document.unique_id);
  return ids;
}

TestSubmission Attempt::Submission() const {
  std::vector<std::string> contents;
  for (const Document& document : documents) contents.push_back(document.Bytes());
  return {.metadata = metadata, .contents = std::move(contents)};
}

Attempt NewAttempt(uint64_t seed, int repository, const std::string& patient) {
  std::mt19937_64 random(seed);
  const size_t count = std::uniform_int_distribution<size_t>(1, 3)(random);
  Attempt attempt;
  attempt.repository = repository;
  attempt.patient = patient;
  attempt.metadata = ASubmissionOf(std::vector<std::string>(count), patient).metadata;
  for (const auto& entry : attempt.metadata.document_entries()) {
    attempt.documents.push_back({entry.unique_id(), random(), NewSize(random)});
  }
  return attempt;
}

}  // namespace docshare::tests
