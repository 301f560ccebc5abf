#include "domain/ebrim/stored_query_request.h"

#include <algorithm>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/ascii.h"
#include "absl/strings/cord.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "domain/ebrim/query_values.h"
#include "domain/text/quoted_value.h"

namespace docshare {
namespace {

constexpr absl::string_view kLeafClass = "LeafClass";
constexpr absl::string_view kObjectRef = "ObjectRef";

bool IsNumeric(ParameterForm form) {
  return form == ParameterForm::kTime || form == ParameterForm::kNumber;
}

bool HasOnlyDigits(absl::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), absl::ascii_isdigit);
}

class QueryReader {
 public:
  QueryReader(const AdhocQueryRequest& request, const StoredQueryDefinition& definition)
      : request_(request), definition_(definition) {}

  absl::StatusOr<StoredQueryRequest> Read() {
    query_.query = definition_.query;
    query_.home_community_id = request_.home_community_id;
    ReadReturnType();
    for (const AdhocQueryRequest::Slot& slot : request_.slots) ReadSlot(slot);
    // Those of which every slot has a fault.
    auto& parameters = query_.parameters;
    parameters.erase(std::remove_if(parameters.begin(), parameters.end(),
                                    [](const auto& p) { return p.groups.empty(); }),
                     parameters.end());
    CheckPresence();
    absl::Status status = QueryRefusal(faults_);
    if (!status.ok()) return status;
    return std::move(query_);
  }

 private:
  void ReadReturnType() {
    if (request_.return_type == kLeafClass) {
      query_.return_type = registry::v1::RETURN_TYPE_LEAF_CLASS;
    } else if (request_.return_type == kObjectRef) {
      query_.return_type = registry::v1::RETURN_TYPE_OBJECT_REF;
    } else {
      faults_.Add(XdsErrorCode::kRegistryError, "returnType",
                  absl::StrCat("returnType is LeafClass or ObjectRef; it is ",
                               Quote(request_.return_type)));
    }
  }

  void ReadSlot(const AdhocQueryRequest::Slot& slot) {
    const StoredQueryParameter* definition = definition_.Find(slot.name);
    if (definition == nullptr) return;
    std::vector<QueryValue> values;
    absl::Status read = absl::OkStatus();
    for (const std::string& text : slot.values) {
      if (read.ok()) read = ReadQueryValues(text, &values);
    }
    // As good as no parameter, and no repetition of another one.
    if (read.ok() && values.empty()) return;
    const auto [place, is_new] = indexes_.try_emplace(definition, query_.parameters.size());
    if (is_new) {
      query_.parameters.push_back({definition, {}});
    } else if (!IsGroup(definition->form)) {
      WrongNumber(definition->name, "it may be there once, and is repeated");
      return;
    }
    if (!read.ok()) {
      Malformed(definition->name, read.message());
      return;
    }
    if (values.size() > 1 && !definition->is_multiple) {
      WrongNumber(definition->name,
                  absl::StrCat("it has one value, and ", values.size(), " are given"));
      return;
    }
    std::vector<std::string>& group = query_.parameters[place->second].groups.emplace_back();
    for (QueryValue& value : values) {
      if (!value.is_quoted && !IsNumeric(definition->form)) {
        Malformed(definition->name,
                  absl::StrCat("value ", Quote(value.text), " needs single quotes"));
      }
      group.push_back(std::move(value.text));
    }
  }

  void CheckPresence() {
    // A parameter with a fault is there, whatever it says.
    const auto is_given = [&](const StoredQueryParameter* definition) {
      const auto is_it = [&](const auto& p) { return p.definition == definition; };
      return faulty_.contains(definition->name) ||
             std::any_of(query_.parameters.begin(), query_.parameters.end(), is_it);
    };
    for (const StoredQueryParameter& parameter : definition_.parameters) {
      if (parameter.is_required && !is_given(&parameter)) {
        faults_.Add(XdsErrorCode::kStoredQueryMissingParam, parameter.name,
                    absl::StrCat(parameter.name, " is missing; ", definition_.name, " needs it"));
      }
    }
    if (definition_.group_rule == GroupRule::kNone) return;
    std::vector<absl::string_view> given;
    for (const absl::string_view name : definition_.group) {
      if (is_given(definition_.Find(name))) given.push_back(name);
    }
    const std::string group = absl::StrJoin(definition_.group, ", ");
    if (given.empty()) {
      faults_.Add(XdsErrorCode::kStoredQueryMissingParam, definition_.group.front(),
                  absl::StrCat(definition_.name, " needs one of ", group));
    } else if (given.size() > 1 && definition_.group_rule == GroupRule::kExactlyOne) {
      faults_.Add(XdsErrorCode::kStoredQueryParamNumber, given[1],
                  absl::StrCat(definition_.name, " takes only one of ", group));
    }
  }

  void Malformed(absl::string_view parameter, absl::string_view why) {
    AddFault(XdsErrorCode::kRegistryError, parameter, why);
  }
  void WrongNumber(absl::string_view parameter, absl::string_view why) {
    AddFault(XdsErrorCode::kStoredQueryParamNumber, parameter, why);
  }
  void AddFault(XdsErrorCode code, absl::string_view parameter, absl::string_view why) {
    faulty_.insert(parameter);
    faults_.Add(code, parameter, absl::StrCat(parameter, ": ", why));
  }

  const AdhocQueryRequest& request_;
  const StoredQueryDefinition& definition_;
  StoredQueryRequest query_;
  RegistryErrors faults_;
  // Where a parameter is in query_.
  absl::flat_hash_map<const StoredQueryParameter*, size_t> indexes_;
  absl::flat_hash_set<absl::string_view> faulty_;
};

}  // namespace

const StoredQueryRequest::Parameter* StoredQueryRequest::Find(absl::string_view name) const {
  for (const Parameter& parameter : parameters) {
    if (parameter.definition->name == name) return &parameter;
  }
  return nullptr;
}

absl::StatusOr<StoredQueryRequest> ParseStoredQueryRequest(const AdhocQueryRequest& request,
                                                           QueryTransaction transaction) {
  const StoredQueryDefinition* definition = FindStoredQuery(request.query_id);
  if (definition == nullptr || definition->transaction != transaction) {
    return XdsError(
        XdsErrorCode::kUnknownStoredQuery, "",
        absl::StrCat("there is no stored query ", Quote(request.query_id), " in this transaction"));
  }
  return QueryReader(request, *definition).Read();
}

AdhocQueryRequest FormatStoredQueryRequest(const StoredQueryRequest& request) {
  AdhocQueryRequest message;
  message.return_type = std::string(
      request.return_type == registry::v1::RETURN_TYPE_OBJECT_REF ? kObjectRef : kLeafClass);
  message.query_id = std::string(AllStoredQueries()[static_cast<size_t>(request.query)].id);
  message.home_community_id = request.home_community_id;
  for (const StoredQueryRequest::Parameter& parameter : request.parameters) {
    for (const std::vector<std::string>& group : parameter.groups) {
      std::vector<QueryValue> values;
      for (const std::string& text : group) {
        const bool is_number = IsNumeric(parameter.definition->form) && HasOnlyDigits(text);
        values.push_back({text, !is_number});
      }
      message.slots.push_back({std::string(parameter.definition->name),
                               {FormatQueryValues(values, parameter.definition->is_multiple)}});
    }
  }
  return message;
}

absl::Status QueryRefusal(const RegistryErrors& faults) {
  absl::Status status = faults.ToStatus();
  if (status.ok() || status.code() == absl::StatusCode::kInvalidArgument) return status;
  // The table has XDSRegistryError as a failure of the registry; here it is one of the query.
  absl::Status refusal(absl::StatusCode::kInvalidArgument, status.message());
  status.ForEachPayload(
      [&](absl::string_view url, const absl::Cord& payload) { refusal.SetPayload(url, payload); });
  return refusal;
}

}  // namespace docshare
