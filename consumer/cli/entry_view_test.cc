#include "consumer/cli/entry_view.h"

#include <gmock/gmock.h>
#include <google/protobuf/descriptor.h>
#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include <algorithm>

namespace docshare::consumer {
namespace {

using docshare::metadata::v1::DocumentEntry;
using google::protobuf::FieldDescriptor;
using ::testing::HasSubstr;

DocumentEntry Entry(const std::string& text) {
  DocumentEntry entry;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &entry));
  return entry;
}

TEST(EntryViewTest, DescribesAnEntryForPeople) {
  EXPECT_EQ(DescribeEntry(Entry(R"(
              unique_id: "1.2.3"
              patient_id { id: "12838520020" assigning_authority: "2.16.578.1.12.4.1.4.1" }
              availability_status: AVAILABILITY_STATUS_APPROVED
              authors {
                person { id: "9999999" family_name: "NORDMANN" given_name: "KARI" }
                institutions { name: "Testsykehuset HF" }
                roles { text: "6" code_system: "2.16.578.1.12.4.1.1.9034" }
              }
              class_code { code: "A00-1" code_system: "1.9602" display_name: "Epikriser" }
              type_code { code: "A03-2" code_system: "1.9602" display_name: "A03-2" }
              creation_time: "20240131093015"
              size: 2048
              title { localized { value: "Epikrise" language_code: "nb" } }
              extra_slots { name: "urn:x" values: "one" values: "two" }
            )")),
            "Unique id                       1.2.3\n"
            "Patient id                      12838520020^^^&2.16.578.1.12.4.1.4.1&ISO\n"
            "Availability status             approved\n"
            "Authors\n"
            "  Person                        9999999^NORDMANN^KARI\n"
            "  Institutions                  Testsykehuset HF\n"
            "  Roles                         6^^^&2.16.578.1.12.4.1.1.9034&ISO\n"
            "Class code                      Epikriser  (A00-1^^1.9602)\n"
            "Type code                       A03-2^^1.9602\n"
            "Creation time                   2024-01-31 09:30 UTC  (20240131093015)\n"
            "Size                            2048 bytes  (2.0 KiB)\n"
            "Title                           Epikrise  [nb]\n"
            "Extra slots\n"
            "  Name                          urn:x\n"
            "  Values                        one\n"
            "  Values                        two\n");
}

TEST(EntryViewTest, ValuesCannotSteerTheTerminal) {
  EXPECT_THAT(DescribeEntry(Entry(R"(title { localized { value: "a\x1b[2Jb\nc" } })")),
              HasSubstr("a?[2Jb c\n"));
}

// Fills every field of a message, and those of its parts, with something.
void FillAll(google::protobuf::Message* message) {
  const auto& reflection = *message->GetReflection();
  for (int i = 0; i < message->GetDescriptor()->field_count(); ++i) {
    const FieldDescriptor* field = message->GetDescriptor()->field(i);
    const bool repeated = field->is_repeated();
    switch (field->cpp_type()) {
      case FieldDescriptor::CPPTYPE_MESSAGE:
        FillAll(repeated ? reflection.AddMessage(message, field)
                         : reflection.MutableMessage(message, field));
        break;
      case FieldDescriptor::CPPTYPE_STRING:
        repeated ? reflection.AddString(message, field, "value of " + field->name())
                 : reflection.SetString(message, field, "value of " + field->name());
        break;
      case FieldDescriptor::CPPTYPE_UINT64:
        reflection.SetUInt64(message, field, 7);
        break;
      case FieldDescriptor::CPPTYPE_UINT32:
        reflection.SetUInt32(message, field, 7);
        break;
      case FieldDescriptor::CPPTYPE_BOOL:
        reflection.SetBool(message, field, true);
        break;
      case FieldDescriptor::CPPTYPE_ENUM:
        reflection.SetEnumValue(message, field, 1);
        break;
      default:
        FAIL() << "metadata has a kind of field that DescribeEntry() does not show: "
               << field->full_name();
    }
  }
}

TEST(EntryViewTest, ShowsEveryAttribute) {
  DocumentEntry entry;
  FillAll(&entry);
  const std::string text = DescribeEntry(entry);
  for (int i = 0; i < entry.GetDescriptor()->field_count(); ++i) {
    std::string label = entry.GetDescriptor()->field(i)->name();
    std::replace(label.begin(), label.end(), '_', ' ');
    EXPECT_THAT(text, HasSubstr(label.substr(1))) << label;
  }
  EXPECT_THAT(text, HasSubstr("value of node_representation"));
}

}  // namespace
}  // namespace docshare::consumer
