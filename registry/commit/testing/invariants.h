#pragma once

#include <string>
#include <vector>

#include "platform/kv/kv_store.h"

namespace docshare::registry {

// What must hold of a registry after any command. Returns one line for each thing that does not:
//
//   every index row points at an object, and every object has all its rows
//   an object is shown with the patient it is stored under, who is not subsumed
//   an association has both ends
//   of the versions of an object exactly the highest is the newest; the others are Deprecated
//   what associations in force link, and is Approved, has one patient, References excepted
//   every entry, folder and membership of a folder is a member of a submission set
std::vector<std::string> BrokenInvariants(const platform::KvReader& store);

}  // namespace docshare::registry
