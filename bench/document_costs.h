#pragma once

#include <sys/types.h>

#include "bench/documents.h"

namespace docshare::bench {

// Prints what documents cost the process of a repository: the most memory it has resident for one
// large document and for sixteen at once, and the bytes it writes to the disk for each byte of
// content until it is quiet again. Requires a repository that has just been started.
void MeasureDocumentCosts(Documents& repository, pid_t process);

}  // namespace docshare::bench
