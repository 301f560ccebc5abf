#include "admin/cli/testing/program_fixture.h"

#include <google/protobuf/util/json_util.h>

#include <fstream>
#include <sstream>

#include "absl/strings/str_cat.h"

namespace docshare::admin {

google::protobuf::Struct JsonOf(const std::string& text) {
  google::protobuf::Struct json;
  const auto status = google::protobuf::util::JsonStringToMessage(text, &json);
  EXPECT_TRUE(status.ok()) << text;
  return json;
}

ProgramTest::ProgramTest() : clock_(absl::FromUnixSeconds(1706693400)) {
  config_ =
      Write("profiles.textproto", absl::StrCat(R"(
profiles {
  name: "admin"
  registry { address: ")",
                                               fake_.address(), R"(" plaintext_on_loopback: true }
  publish { patient_authority: "2.16.578.1.12.4.1.4.1" }
})"));
}

std::string ProgramTest::Write(const std::string& name, const std::string& bytes) const {
  std::string path = absl::StrCat(folder_.path(), "/", name);
  std::ofstream(path, std::ios::binary) << bytes;
  return path;
}

ProgramResult ProgramTest::Run(const std::vector<std::string>& arguments) {
  return RunWith(arguments, nullptr);
}

ProgramResult ProgramTest::Run(const std::vector<std::string>& arguments,
                               const std::string& answer) {
  std::istringstream in(answer);
  return RunWith(arguments, &in);
}

ProgramResult ProgramTest::RunWith(const std::vector<std::string>& arguments, std::istream* in) {
  std::vector<const char*> argv = {"docshare-admin"};
  for (const std::string& argument : arguments) argv.push_back(argument.c_str());
  std::ostringstream out, err;
  const consumer::Environment environment =
      [this](absl::string_view name) -> absl::optional<std::string> {
    if (name == "DOCSHARE_CONFIG") return config_;
    return absl::nullopt;
  };
  const consumer::Terminal terminal{out, err, out_is_terminal_, false, width_, in};
  const consumer::ExitCode code = RunProgram(static_cast<int>(argv.size()), argv.data(),
                                             {terminal, environment, clock_, uuids_});
  return {code, out.str(), err.str()};
}

v1::StoredObject& ProgramTest::AddDocument() {
  v1::StoredObject& object = fake_.objects.emplace_back();
  object.set_entry_uuid(absl::StrCat("urn:uuid:", kUuid));
  object.set_kind(v1::OBJECT_KIND_DOCUMENT_ENTRY);
  object.set_patient_number(3);
  object.set_is_newest_version(true);
  auto& entry = *object.mutable_document_entry();
  entry.set_entry_uuid(object.entry_uuid());
  entry.set_unique_id(kUniqueId);
  entry.set_creation_time("20240131093000");
  entry.mutable_title()->add_localized()->set_value("Epikrise");
  entry.mutable_type_code()->set_code("A03-2");
  entry.mutable_type_code()->set_display_name("Epikrise sykehus");
  return object;
}

v1::PatientRecord& ProgramTest::AddPatient(const std::string& id, uint64_t number) {
  v1::PatientRecord& record = fake_.patients[id];
  record.set_number(number);
  record.mutable_patient_id()->set_id(id);
  record.mutable_patient_id()->set_assigning_authority("2.16.578.1.12.4.1.4.1");
  record.set_fed_s(1706693400);
  return record;
}

}  // namespace docshare::admin
