#include "tests/ebrim/real_case.h"

#include <google/protobuf/struct.pb.h>
#include <google/protobuf/util/json_util.h>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "tests/real_data/real_data.h"

namespace docshare::tests {
namespace {

using google::protobuf::Struct;

std::string Text(const Struct& object, const char* field) {
  const auto found = object.fields().find(field);
  return found == object.fields().end() ? "" : found->second.string_value();
}

RealCase CaseOf(const Struct& object) {
  RealCase real_case;
  real_case.id = Text(object, "id");
  real_case.file = Text(object, "file");
  real_case.transaction = Text(object, "transaction");
  real_case.expects_success = Text(object, "expected") == "success";
  real_case.is_stated = absl::StartsWith(Text(object, "expected_basis"), "stated");
  real_case.plan = Text(object, "plan");
  const auto codes = object.fields().find("expected_error_codes");
  if (codes == object.fields().end()) return real_case;
  for (const auto& code : codes->second.list_value().values()) {
    real_case.expected_error_codes.push_back(code.string_value());
  }
  return real_case;
}

}  // namespace

absl::StatusOr<std::vector<RealCase>> ReadRealCases(const std::string& real_data_dir) {
  const auto json = ReadFile(absl::StrCat(real_data_dir, "/cases.json"));
  if (!json.ok()) return json.status();
  google::protobuf::ListValue list;
  const auto status = google::protobuf::util::JsonStringToMessage(*json, &list);
  if (!status.ok()) return absl::InvalidArgumentError("cases.json is not a JSON list");
  std::vector<RealCase> cases;
  for (const auto& value : list.values()) {
    cases.push_back(CaseOf(value.struct_value()));
    if (cases.back().id.empty()) return absl::InvalidArgumentError("a case without an id");
  }
  return cases;
}

}  // namespace docshare::tests
