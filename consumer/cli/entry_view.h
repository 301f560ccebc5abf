#pragma once

#include <google/protobuf/message.h>

#include <string>

#include "docshare/metadata/v1/document_entry.pb.h"

namespace docshare::consumer {

// A code for people: its display name, else the code.
std::string CodeLabel(const docshare::metadata::v1::CodedValue& code);

// A title or comment for people: the first language given.
std::string TextLabel(const docshare::metadata::v1::InternationalString& text);

// The whole of an entry for people, an attribute a line, parts of an attribute indented below it.
// Every field that is set is there, also those this program does not know the meaning of.
std::string DescribeEntry(const docshare::metadata::v1::DocumentEntry& entry);

// The same for any object of docshare.metadata.v1.
std::string DescribeMetadata(const google::protobuf::Message& object);

}  // namespace docshare::consumer
