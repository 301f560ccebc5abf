#include "domain/codes/finnkode.h"

#include <google/protobuf/struct.pb.h>
#include <google/protobuf/util/json_util.h>

#include <algorithm>

#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "domain/codes/code_form.h"
#include "domain/national/naming_systems.h"
#include "domain/text/quoted_value.h"
#include "domain/text/unicode_text.h"

namespace docshare {
namespace {

using google::protobuf::Struct;
using google::protobuf::Value;

absl::Status Fault(absl::string_view file, absl::string_view member, absl::string_view reason) {
  return absl::InvalidArgumentError(absl::StrCat(file, ": ", member, " ", reason));
}

// The member of that name; null when it is missing or null.
const Value* Find(const Struct& object, const std::string& name) {
  const auto found = object.fields().find(name);
  if (found == object.fields().end()) return nullptr;
  return found->second.kind_case() == Value::kNullValue ? nullptr : &found->second;
}

// A text; "" when it is missing.
absl::StatusOr<std::string> Text(absl::string_view file, const Struct& object,
                                 const std::string& name, absl::string_view path) {
  const Value* value = Find(object, name);
  if (value == nullptr) return "";
  if (value->kind_case() == Value::kStringValue) return value->string_value();
  return Fault(file, path, "is not a text");
}

absl::StatusOr<Struct> ParseObject(absl::string_view file, const std::string& bytes) {
  if (bytes.size() > kMaxCodeFileBytes) {
    return absl::InvalidArgumentError(
        absl::StrCat(file, ": more than ", kMaxCodeFileBytes, " bytes"));
  }
  if (!IsValidUtf8(bytes)) {
    return absl::InvalidArgumentError(absl::StrCat(file, ": not UTF-8"));
  }
  Struct object;
  const auto status = google::protobuf::util::JsonStringToMessage(bytes, &object);
  if (!status.ok()) {
    const std::string reason(status.message().data(), status.message().size());
    return absl::InvalidArgumentError(
        absl::StrCat(file, ": bad JSON: ", absl::StrReplaceAll(reason, {{"\n", " "}})));
  }
  return object;
}

// The code; nullopt when it is not active.
absl::StatusOr<absl::optional<Code>> ReadCode(absl::string_view file, const Value& value,
                                              const std::string& path,
                                              const std::string& code_system) {
  if (value.kind_case() != Value::kStructValue) return Fault(file, path, "is not an object");
  const Struct& object = value.struct_value();
  const Value* active = Find(object, "active");
  if (active != nullptr && active->kind_case() != Value::kBoolValue) {
    return Fault(file, path + ".active", "is neither true nor false");
  }
  auto code = Text(file, object, "value", path + ".value");
  if (!code.ok()) return code.status();
  auto name = Text(file, object, "name", path + ".name");
  if (!name.ok()) return name.status();
  if (active != nullptr && !active->bool_value()) return absl::nullopt;
  return Code{*std::move(code), code_system, *std::move(name)};
}

bool IsListNumber(absl::string_view id) {
  return !id.empty() && id.size() <= 9 && id[0] != '0' &&
         std::all_of(id.begin(), id.end(), [](unsigned char c) { return absl::ascii_isdigit(c); });
}

}  // namespace

absl::Status AddFinnKodeList(absl::string_view file, const std::string& bytes,
                             const std::vector<CodedAttribute>& attributes,
                             absl::string_view code_suffix, ValueSets& sets) {
  absl::StatusOr<Struct> list = ParseObject(file, bytes);
  if (!list.ok()) return list.status();
  auto id = Text(file, *list, "id", "id");
  if (!id.ok()) return id.status();
  if (!IsListNumber(*id)) {
    return Fault(file, "id", absl::StrCat(Quote(*id), " is not the number of a code list"));
  }
  const std::string code_system = absl::StrCat(kFinnKodeOidPrefix, *id);
  const Value* values = Find(*list, "codeValues");
  if (values == nullptr || values->kind_case() != Value::kListValue) {
    return Fault(file, "codeValues", "is not a list");
  }
  int taken = 0;
  for (int i = 0; i < values->list_value().values_size(); ++i) {
    const std::string path = absl::StrCat("codeValues[", i, "]");
    auto code = ReadCode(file, values->list_value().values(i), path, code_system);
    if (!code.ok()) return code.status();
    if (!code->has_value()) continue;
    for (const CodedAttribute attribute : attributes) {
      if (absl::Status form = CheckCodeForm(attribute, **code); !form.ok()) {
        return Fault(file, path + ":", form.message());
      }
      if (!absl::EndsWith((*code)->code, code_suffix)) continue;
      sets.Add(attribute, **code);
      ++taken;
    }
  }
  if (taken > 0) return absl::OkStatus();
  return Fault(
      file, "codeValues",
      absl::StrCat("has no active code", code_suffix.empty() ? "" : " that ends in ", code_suffix));
}

}  // namespace docshare
