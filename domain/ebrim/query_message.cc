#include "domain/ebrim/query_message.h"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "domain/ebrim/enum_urns.h"
#include "domain/ids/patient_id.h"
#include "domain/text/quoted_value.h"
#include "domain/time/dtm.h"

namespace docshare {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using registry::v1::CodeFilter;
using registry::v1::CodeGroup;
using registry::v1::ReferenceIdGroup;

// An empty message of the alternative with that index.
template <size_t kIndex = 0>
QueryMessage MessageOf(size_t index) {
  if constexpr (kIndex + 1 < absl::variant_size<QueryMessage>::value) {
    if (index != kIndex) return MessageOf<kIndex + 1>(index);
  }
  return QueryMessage(absl::in_place_index_t<kIndex>());
}

// Fills the fields that the catalogue names. That they exist, with the type of the form, is tested
// for every query.
class MessageFiller {
 public:
  MessageFiller(const StoredQueryRequest& request, Message& message)
      : request_(request), message_(message) {}

  absl::Status Fill() {
    SetEnum(FieldOf(message_, "return_type"), request_.return_type);
    for (const StoredQueryRequest::Parameter& parameter : request_.parameters) {
      parameter_ = parameter.definition;
      switch (parameter_->form) {
        case ParameterForm::kCodeGroup:
          FillCodeGroups(parameter.groups);
          break;
        case ParameterForm::kReferenceIdGroup:
          FillReferenceIdGroups(parameter.groups);
          break;
        default:
          for (const std::string& value : parameter.groups.front()) FillValue(value);
          CheckStatuses();
      }
    }
    return QueryRefusal(faults_);
  }

 private:
  static const FieldDescriptor* FieldOf(const Message& message, absl::string_view name) {
    return message.GetDescriptor()->FindFieldByName(std::string(name));
  }

  const FieldDescriptor* Field() const { return FieldOf(message_, parameter_->field); }

  void FillValue(const std::string& value) {
    switch (parameter_->form) {
      case ParameterForm::kPatient:
        return FillPatient(value);
      case ParameterForm::kStatus:
        return FillStatus(value);
      case ParameterForm::kAvailability:
        return FillEnum(ParseDocumentAvailability(value), value, "a documentAvailability");
      case ParameterForm::kObjectType:
        return FillEnum(ParseDocumentEntryType(value), value, "the type of a DocumentEntry");
      case ParameterForm::kCode: {
        CodeFilter code;
        if (ReadCode(value, code)) Add(Field(), code);
        return;
      }
      case ParameterForm::kTime:
        return FillTime(value);
      case ParameterForm::kNumber:
        return FillNumber(value);
      default:
        return FillText(value);
    }
  }

  void FillText(const std::string& value) {
    const google::protobuf::Reflection& fields = *message_.GetReflection();
    if (Field()->is_repeated()) {
      fields.AddString(&message_, Field(), value);
    } else {
      fields.SetString(&message_, Field(), value);
    }
  }

  void FillPatient(const std::string& value) {
    const absl::StatusOr<PatientId> patient = PatientId::FromCx(value);
    if (!patient.ok()) return Malformed(value, patient.status().message());
    Add(Field(), patient->ToProto());
  }

  void FillStatus(const std::string& value) {
    const auto status = ParseAvailabilityStatus(value);
    if (status != metadata::v1::AVAILABILITY_STATUS_UNSPECIFIED) SetEnum(Field(), status);
  }

  void FillEnum(int parsed, const std::string& value, absl::string_view what) {
    if (parsed == 0) return Malformed(value, absl::StrCat("it is not ", what));
    SetEnum(Field(), parsed);
  }

  // "range.from" or "range.to".
  void FillTime(const std::string& value) {
    const absl::StatusOr<Dtm> time = Dtm::Parse(value);
    if (!time.ok()) return Malformed(value, time.status().message());
    const std::pair<absl::string_view, absl::string_view> path =
        absl::StrSplit(parameter_->field, '.');
    Message* range =
        message_.GetReflection()->MutableMessage(&message_, FieldOf(message_, path.first));
    range->GetReflection()->SetString(range, FieldOf(*range, path.second), value);
  }

  void FillNumber(const std::string& value) {
    uint32_t number = 0;
    if (!absl::SimpleAtoi(value, &number)) return Malformed(value, "it is not a number");
    message_.GetReflection()->SetUInt32(&message_, Field(), number);
  }

  void FillCodeGroups(const std::vector<std::vector<std::string>>& groups) {
    for (const std::vector<std::string>& values : groups) {
      CodeGroup group;
      for (const std::string& value : values) {
        CodeFilter code;
        if (ReadCode(value, code)) *group.add_any_of() = std::move(code);
      }
      Add(Field(), group);
    }
  }

  void FillReferenceIdGroups(const std::vector<std::vector<std::string>>& groups) {
    for (const std::vector<std::string>& values : groups) {
      ReferenceIdGroup group;
      for (const std::string& value : values) group.add_any_of(value);
      Add(Field(), group);
    }
  }

  bool ReadCode(const std::string& value, CodeFilter& code) {
    const std::vector<absl::string_view> parts = absl::StrSplit(value, '^');
    if (parts.size() != 3 || parts[0].empty() || !parts[1].empty() || parts[2].empty()) {
      Malformed(value, "a code has the form code^^codingScheme");
      return false;
    }
    code.set_code(std::string(parts[0]));
    code.set_code_system(std::string(parts[2]));
    return true;
  }

  // The standard drops statuses nobody knows, and asks for one that is left.
  void CheckStatuses() {
    if (parameter_->form != ParameterForm::kStatus || !parameter_->is_required) return;
    if (message_.GetReflection()->FieldSize(message_, Field()) > 0) return;
    faults_.Add(XdsErrorCode::kStoredQueryMissingParam, parameter_->name,
                absl::StrCat(parameter_->name, " has no status that is known"));
  }

  void Add(const FieldDescriptor* field, const Message& value) {
    const google::protobuf::Reflection& fields = *message_.GetReflection();
    Message* target = field->is_repeated() ? fields.AddMessage(&message_, field)
                                           : fields.MutableMessage(&message_, field);
    target->CopyFrom(value);
  }

  void SetEnum(const FieldDescriptor* field, int value) {
    const google::protobuf::Reflection& fields = *message_.GetReflection();
    if (field->is_repeated()) {
      fields.AddEnumValue(&message_, field, value);
    } else {
      fields.SetEnumValue(&message_, field, value);
    }
  }

  void Malformed(const std::string& value, absl::string_view why) {
    faults_.Add(XdsErrorCode::kRegistryError, parameter_->name,
                absl::StrCat(parameter_->name, ": value ", Quote(value), ": ", why));
  }

  const StoredQueryRequest& request_;
  Message& message_;
  RegistryErrors faults_;
  // The one that is being read.
  const StoredQueryParameter* parameter_ = nullptr;
};

}  // namespace

absl::StatusOr<QueryMessage> ToQueryMessage(const StoredQueryRequest& request) {
  QueryMessage message = MessageOf(static_cast<size_t>(request.query));
  const absl::Status status = absl::visit(
      [&](Message& alternative) { return MessageFiller(request, alternative).Fill(); }, message);
  if (!status.ok()) return status;
  return message;
}

}  // namespace docshare
