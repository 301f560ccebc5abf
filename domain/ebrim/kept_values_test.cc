#include "domain/ebrim/kept_values.h"

#include <gtest/gtest.h>

#include "domain/hl7v2/coded_text.h"
#include "domain/hl7v2/cxi.h"
#include "domain/hl7v2/intended_recipient.h"
#include "domain/hl7v2/pid_field.h"
#include "domain/hl7v2/xcn.h"
#include "domain/hl7v2/xon.h"

namespace docshare {
namespace {

TEST(KeptValuesTest, WellFormedValuesHaveFields) {
  EXPECT_EQ(KeepPerson("9999999^Nordmann^Kari^^^^^^&2.16.578.1.12.4.1.4.4&ISO").family_name(),
            "Nordmann");
  EXPECT_EQ(KeepOrganization("Testsykehuset HF^^^^^&2.999&ISO^^^^1").id(), "1");
  EXPECT_EQ(KeepReferenceId("1^^^&2.999&ISO^urn:ihe:iti:xds:2013:order").id(), "1");
  EXPECT_EQ(KeepCodedText("221^^^&2.999&ISO").code_system(), "2.999");
  EXPECT_EQ(KeepIntendedRecipient("Testsykehuset HF|^Nordmann")->person().family_name(),
            "Nordmann");
  EXPECT_EQ(KeepPidField("PID-5|Nordmann^Kari")->value(), "Nordmann^Kari");
}

TEST(KeptValuesTest, MalformedValuesAreWrittenAsTheyCame) {
  for (const char* text : {"^^^", "a^b^c^d\\X\\e", "x^y^^^^^^^a&b&c&d", "\x01"}) {
    SCOPED_TRACE(text);
    EXPECT_EQ(RenderXcn(KeepPerson(text)), text);
    EXPECT_EQ(RenderXon(KeepOrganization(text)), text);
    EXPECT_EQ(RenderCxi(KeepReferenceId(text)), text);
    EXPECT_EQ(RenderCodedText(KeepCodedText(text)), text);
    EXPECT_EQ(RenderIntendedRecipient(*KeepIntendedRecipient(text)), text);
  }
  for (const char* text : {"PID-0|x", "|", "pid-5|\\Q\\", "PID-7|1|2"}) {
    EXPECT_EQ(RenderPidField(*KeepPidField(text)), text);
  }
}

TEST(KeptValuesTest, SomeHaveNoPlace) {
  EXPECT_EQ(KeepIntendedRecipient("a|b|c|d"), absl::nullopt);
  EXPECT_EQ(KeepPidField("PID-5"), absl::nullopt);
  EXPECT_EQ(KeepPidField(""), absl::nullopt);
}

TEST(KeptValuesTest, BarsAtTheEndSayNothing) {
  EXPECT_EQ(RenderIntendedRecipient(*KeepIntendedRecipient("Testsykehuset HF||")),
            "Testsykehuset HF");
}

}  // namespace
}  // namespace docshare
