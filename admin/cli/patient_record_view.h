#pragma once

#include <ostream>
#include <string>

#include "consumer/cli/json_writer.h"
#include "docshare/admin/v1/stored_object.pb.h"

namespace docshare::admin {

// A patient record for people, an attribute a line, each behind `indent`.
void PrintPatientRecord(const v1::PatientRecord& record, const std::string& indent,
                        std::ostream& out);

// The same for programs, as one JSON object.
void WritePatientRecord(const v1::PatientRecord& record, consumer::JsonWriter& json);

// Documents, submissions and folders of a patient.
uint64_t ObjectCount(const v1::PatientRecord& record);

}  // namespace docshare::admin
