#include "domain/hl7v2/hl7_fault.h"

namespace docshare {

absl::string_view Hl7ErrorText(Hl7Error error) {
  switch (error) {
    case Hl7Error::kSegmentSequence:
      return "Segment sequence error";
    case Hl7Error::kRequiredFieldMissing:
      return "Required field missing";
    case Hl7Error::kDataType:
      return "Data type error";
    case Hl7Error::kTableValueNotFound:
      return "Table value not found";
    case Hl7Error::kUnsupportedMessageType:
      return "Unsupported message type";
    case Hl7Error::kUnsupportedEvent:
      return "Unsupported event code";
    case Hl7Error::kUnsupportedProcessingId:
      return "Unsupported processing id";
    case Hl7Error::kUnsupportedVersion:
      return "Unsupported version id";
    case Hl7Error::kUnknownKey:
      return "Unknown key identifier";
    case Hl7Error::kInternal:
      return "Application internal error";
  }
  return "Application internal error";
}

absl::string_view AckCodeText(AckCode code) {
  switch (code) {
    case AckCode::kAccept:
      return "AA";
    case AckCode::kError:
      return "AE";
    case AckCode::kReject:
      return "AR";
  }
  return "AE";
}

AckCode AckCodeOf(Hl7Error error) {
  switch (error) {
    case Hl7Error::kUnsupportedMessageType:
    case Hl7Error::kUnsupportedEvent:
    case Hl7Error::kUnsupportedProcessingId:
    case Hl7Error::kUnsupportedVersion:
      return AckCode::kReject;
    default:
      return AckCode::kError;
  }
}

}  // namespace docshare
