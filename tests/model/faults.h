#pragma once

#include <initializer_list>
#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "tests/model/answer.h"

namespace docshare::tests {

// Collects what speaks against a command.
class Faults {
 public:
  // The command must be refused, with any of these codes.
  void Add(std::initializer_list<std::string> codes, const std::string& reason) {
    must_refuse_ = true;
    Note(codes, reason);
  }

  // The standard says nothing: a registry may accept the command or refuse it.
  void AddOpen(std::initializer_list<std::string> codes, const std::string& reason) {
    may_refuse_ = true;
    Note(codes, "(open) " + reason);
  }

  Verdict ToVerdict() const {
    Verdict verdict;
    if (must_refuse_) {
      verdict.kind = Verdict::Kind::kRefuse;
    } else if (may_refuse_) {
      verdict.kind = Verdict::Kind::kEither;
    }
    verdict.codes = codes_;
    verdict.reason = reasons_;
    return verdict;
  }

 private:
  void Note(std::initializer_list<std::string> codes, const std::string& reason) {
    codes_.insert(codes);
    absl::StrAppend(&reasons_, reasons_.empty() ? "" : "; ", reason);
  }

  bool must_refuse_ = false;
  bool may_refuse_ = false;
  std::set<std::string> codes_;
  std::string reasons_;
};

}  // namespace docshare::tests
