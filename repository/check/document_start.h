#pragma once

#include "absl/strings/string_view.h"

namespace docshare::repository {

// Whether the first bytes of a document are what a format begins with. Only what every document of
// the format has is asked for: the answer "no" is certain, "yes" may be chance.
//
// `head` is the whole document or its first bytes, some kilobytes at least.

// "%PDF-" within the first 1024 bytes. Source: PDF Reference 1.7, appendix H, note 13.
bool StartsAsPdf(absl::string_view head);

// "DICM" after a preamble of 128 bytes, which may be the start of another format. Source: DICOM
// PS3.10, 7.1; RFC 3240 (application/dicom is such a file).
bool StartsAsDicom(absl::string_view head);

// Classic TIFF and BigTIFF, either byte order. Makers of scanners and cameras have variants, which
// libmagic gives types of their own.
bool StartsAsTiff(absl::string_view head);

// A local header, an empty archive or the first part of a split one. Source: PKWARE APPNOTE 4.3.
bool StartsAsZip(absl::string_view head);

// What Office keeps a document with a password in, whatever its format.
bool StartsAsOleStorage(absl::string_view head);

// "{\rtf", perhaps after blanks.
bool StartsAsRtf(absl::string_view head);

// A tag, after blanks, comments and processing instructions if any; in UTF-8, in any character set
// that has ASCII in it, or in UTF-16 with or without a byte order mark. A web page that claims
// nothing of XML, neither a declaration nor a namespace, is not XML.
bool StartsAsXml(absl::string_view head);

// A value of JSON, perhaps after a byte order mark and blanks.
bool StartsAsJson(absl::string_view head);

// Only characters that texts have, in any character set that has ASCII in it or in UTF-16; and not
// a format that merely looks like text: PDF, RTF, PostScript.
bool IsPlainText(absl::string_view head);

}  // namespace docshare::repository
