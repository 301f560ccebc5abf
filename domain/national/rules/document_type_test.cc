#include "domain/national/rules/document_type.h"

#include <gtest/gtest.h>

#include <functional>

#include "domain/metadata/testing/submission_builder.h"
#include "domain/national/testing/national_cases.h"

namespace docshare {
namespace {

using registry::v1::RegisterDocumentSetRequest;
using testing::ACode;
using testing::ExpectNationalFaults;

constexpr char kDocumentType[] = "2.16.578.1.12.4.1.1.9602";

std::function<void(RegisterDocumentSetRequest&)> Codes(const char* class_code,
                                                       const char* type_code) {
  return [class_code, type_code](RegisterDocumentSetRequest& r) {
    *r.mutable_document_entries(1)->mutable_class_code() = ACode(class_code, kDocumentType);
    *r.mutable_document_entries(1)->mutable_type_code() = ACode(type_code, kDocumentType);
  };
}

TEST(DocumentTypeTest, ClassAndTypeAreOfOneChapter) {
  ExpectNationalFaults(
      &CheckDocumentType,
      {{"as built", [](RegisterDocumentSetRequest&) {}, {}},
       {"another chapter", Codes("E00-1", "E01-2"), {}},
       {"two chapters", Codes("A00-1", "E01-2"), {"document_entries[1].type_code.code"}},
       {"class of level 2", Codes("A03-2", "A03-2"), {"document_entries[1].class_code.code"}},
       {"type of level 1", Codes("A00-1", "A00-1"), {"document_entries[1].type_code.code"}},
       {"no codes",
        Codes("", ""),
        {"document_entries[1].class_code.code", "document_entries[1].type_code.code"}},
       {"another system",
        [](RegisterDocumentSetRequest& r) {
          *r.mutable_document_entries(0)->mutable_class_code() =
              ACode("11488-4", "2.16.840.1.113883.6.1");
        },
        {"document_entries[0].class_code.code_system"}},
       {"nothing",
        [](RegisterDocumentSetRequest& r) {
          r.mutable_document_entries(0)->clear_class_code();
          r.mutable_document_entries(0)->clear_type_code();
        },
        {}}});
}

}  // namespace
}  // namespace docshare
