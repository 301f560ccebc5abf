#pragma once

#include <memory>
#include <string>
#include <vector>

#include "docshare/config/v1/key_ring.pb.h"
#include "platform/crypto/key_ring.h"

namespace docshare::platform {

// A key ring message with keys of these ids; the first is the active one. The same id is always the
// same key.
config::v1::KeyRing TestKeyRingConfig(const std::vector<std::string>& ids);

// A key ring of these. Dies if it cannot.
std::shared_ptr<KeyRing> TestKeyRing(const std::vector<std::string>& ids = {"test"});

// Writes one as a file that KeyRing::Read() takes, replacing what is there.
void WriteTestKeyRing(const std::string& path, const std::vector<std::string>& ids = {"test"});

}  // namespace docshare::platform
