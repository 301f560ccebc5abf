#include "consumer/cli/absent_fields.h"

#include <google/protobuf/descriptor.h>

#include <memory>
#include <vector>

namespace docshare::consumer {

void FillAbsentFields(const google::protobuf::Message& from, google::protobuf::Message* to) {
  std::vector<const google::protobuf::FieldDescriptor*> present;
  to->GetReflection()->ListFields(*to, &present);
  std::unique_ptr<google::protobuf::Message> missing(from.New());
  missing->CopyFrom(from);
  for (const auto* field : present) missing->GetReflection()->ClearField(missing.get(), field);
  to->MergeFrom(*missing);
}

}  // namespace docshare::consumer
