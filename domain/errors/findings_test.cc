#include "domain/errors/findings.h"

#include <gtest/gtest.h>

namespace docshare {
namespace {

constexpr XdsErrorCode kCode = XdsErrorCode::kRegistryMetadataError;

TEST(FindingsTest, FaultsRefuseAndWarningsDoNot) {
  Findings findings;
  findings.Add(Enforcement::kOff, kCode, "a", "nobody looks");
  EXPECT_TRUE(findings.faults().empty());
  EXPECT_TRUE(findings.warnings().empty());

  findings.Add(Enforcement::kWarn, kCode, "b", "careful");
  EXPECT_TRUE(findings.faults().ToStatus().ok());
  ASSERT_EQ(findings.warnings().list().errors_size(), 1);
  EXPECT_EQ(findings.warnings().list().errors(0).severity(), metadata::v1::SEVERITY_WARNING);
  EXPECT_EQ(findings.warnings().list().errors(0).location(), "b");

  findings.Add(Enforcement::kRefuse, kCode, "c", "no");
  EXPECT_FALSE(findings.faults().ToStatus().ok());
}

TEST(FindingsTest, NoNumberOfWarningsHidesAFault) {
  Findings findings;
  for (int i = 0; i < 3 * RegistryErrors::kMaxErrors; ++i) {
    findings.Add(Enforcement::kWarn, kCode, "", "careful");
  }
  EXPECT_FALSE(findings.full());
  findings.Add(Enforcement::kRefuse, kCode, "", "no");
  EXPECT_FALSE(findings.faults().ToStatus().ok());
}

TEST(FindingsTest, TakesOverWhatARuleFound) {
  RegistryErrors found;
  found.Add(kCode, "title", "too long");
  Findings findings;
  findings.AddAll(Enforcement::kOff, found);
  EXPECT_TRUE(findings.faults().empty() && findings.warnings().empty());
  findings.AddAll(Enforcement::kWarn, found, "rule 7: ");
  ASSERT_EQ(findings.warnings().list().errors_size(), 1);
  EXPECT_EQ(findings.warnings().list().errors(0).code_context(), "rule 7: too long");
  EXPECT_EQ(findings.warnings().list().errors(0).severity(), metadata::v1::SEVERITY_WARNING);
  findings.AddAll(Enforcement::kRefuse, found);
  EXPECT_EQ(findings.faults().list().errors(0).severity(), metadata::v1::SEVERITY_ERROR);
}

}  // namespace
}  // namespace docshare
