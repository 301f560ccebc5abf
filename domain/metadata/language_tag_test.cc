#include "domain/metadata/language_tag.h"

#include <gtest/gtest.h>

namespace docshare {
namespace {

TEST(LanguageTagTest, Check25AcceptsWellFormedTags) {
  for (const char* text : {"nb-NO",
                           "nn-NO",
                           "se-NO",
                           "no-NO",
                           "en",
                           "en-us",
                           "EN-US",
                           "fr",
                           "de-CH-1996",
                           "zh-Hant-TW",
                           "zh-cmn-Hans-CN",
                           "es-419",
                           "sl-rozaj-biske",
                           "de-DE-u-co-phonebk",
                           "en-a-bbb-x-a-ccc",
                           "x-whatever",
                           "x-a",
                           "qaa-Qaaa-QM-x-southern",
                           "i-klingon",
                           "sgn-be-fr",
                           "en-GB-oed",
                           "abcde",
                           "abcd"}) {
    EXPECT_TRUE(IsLanguageTag(text)) << text;
  }
}

TEST(LanguageTagTest, Check25RefusesEveryOtherText) {
  for (const char* text : {"",          "n",          "-",
                           "nb-",       "-NO",        "nb--NO",
                           "nb_NO",     "norwegian1", "abcdefghi",
                           "1b",        "nb NO",      "nb-NO ",
                           "nb-N",      "nb-NO-x",    "x-",
                           "x",         "en-a",       "en-a-x-b",
                           "a-DE",      "de-419-DE",  "nb-NOR-NO-NO",
                           "i-unknown", "næ",         "de-toolongsubtag"}) {
    EXPECT_FALSE(IsLanguageTag(text)) << text;
  }
}

}  // namespace
}  // namespace docshare
