#include "domain/hl7v2/xtn.h"

#include <initializer_list>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "domain/hl7v2/delimiters.h"

namespace docshare {
namespace {

constexpr size_t kMaxComponents = 12;

// Components counted from 1, as HL7 does.
class Xtn {
 public:
  explicit Xtn(std::vector<absl::string_view> components) : components_(std::move(components)) {
    components_.resize(kMaxComponents);
  }

  absl::string_view operator[](size_t number) const { return components_[number - 1]; }

  bool AllEmpty(std::initializer_list<size_t> numbers) const {
    for (size_t number : numbers) {
      if (!(*this)[number].empty()) return false;
    }
    return true;
  }

 private:
  std::vector<absl::string_view> components_;
};

absl::Status CheckEmail(const Xtn& xtn) {
  if (!xtn[2].empty() && xtn[2] != "NET") {
    return absl::InvalidArgumentError("an e-mail address has the use (XTN.2) NET or none");
  }
  if (xtn[4].empty()) return absl::InvalidArgumentError("an e-mail has no address (XTN.4)");
  if (!xtn.AllEmpty({1, 5, 6, 7, 8, 9, 10, 11, 12})) {
    return absl::InvalidArgumentError("an e-mail has components beside XTN.2 to XTN.4");
  }
  return absl::OkStatus();
}

absl::Status CheckPhone(const Xtn& xtn) {
  if (xtn[2] == "NET") {
    return absl::InvalidArgumentError("XTN with the use NET has not the type (XTN.3) Internet");
  }
  if (xtn[3].empty()) return absl::InvalidArgumentError("XTN has no equipment type (XTN.3)");
  if (xtn[7].empty() && xtn[12].empty()) {
    return absl::InvalidArgumentError("a phone has no number (XTN.7)");
  }
  if (!xtn.AllEmpty({1, 4, 9, 10, 11})) {
    return absl::InvalidArgumentError("a phone has components beside XTN.2, 3, 5, 6, 7, 8 and 12");
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status CheckXtn(absl::string_view text) {
  if (absl::Status status = CheckSlotValue(text); !status.ok()) return status;
  std::vector<absl::string_view> components = SplitHl7(text, '^');
  if (components.size() > kMaxComponents) {
    return absl::InvalidArgumentError("XTN has more than 12 components");
  }
  for (absl::string_view component : components) {
    if (absl::StatusOr<std::string> plain = UnescapeHl7(component); !plain.ok()) {
      return plain.status();
    }
  }
  const Xtn xtn(std::move(components));
  return xtn[3] == "Internet" ? CheckEmail(xtn) : CheckPhone(xtn);
}

}  // namespace docshare
