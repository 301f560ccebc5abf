#pragma once

#include <string>

#include "absl/strings/string_view.h"

namespace docshare {

// What is wrong with a message, by the numbers of HL7 table 0357.
enum class Hl7Error {
  kSegmentSequence = 100,
  kRequiredFieldMissing = 101,
  kDataType = 102,
  kTableValueNotFound = 103,
  kUnsupportedMessageType = 200,
  kUnsupportedEvent = 201,
  kUnsupportedProcessingId = 202,
  kUnsupportedVersion = 203,
  kUnknownKey = 204,
  kInternal = 207,
};

// The table's words for it.
absl::string_view Hl7ErrorText(Hl7Error error);

// Where in a message. Counted from 1; 0 is the whole. An empty segment is the whole message.
struct Hl7Location {
  std::string segment;
  int field = 0;
  int repetition = 0;
};

// Why a message is refused. `text` is for the sender and may quote what the registry said of a
// patient: it goes to no log.
struct Hl7Fault {
  Hl7Error error = Hl7Error::kInternal;
  Hl7Location location;
  std::string text;
};

// MSA-1 [HL7 table 0008, original mode].
enum class AckCode {
  // AA: done.
  kAccept,
  // AE: something in the message, or in doing what it asks, is wrong.
  kError,
  // AR: nobody here takes such messages, whatever they hold.
  kReject,
};

// "AA", "AE" or "AR".
absl::string_view AckCodeText(AckCode code);

// AR for message types, events, processing ids and versions that are not supported, else AE.
//
// Source: HL7 v2.5 chapter 2.9.2.
AckCode AckCodeOf(Hl7Error error);

}  // namespace docshare
