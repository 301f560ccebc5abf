"""The house rules that a compiler does not check: data first, then the checks.

tidy_test.py beside this file runs every rule over the whole source tree, and
over a small bad example of its own. A rule takes a Tree and returns findings.
"""
import fnmatch
import os
import re

# ---------------------------------------------------------------- rules as data

# Who may include whom: a folder, and what its files may include besides their
# own folder. The longest entry that holds the file counts. "proto" stands for
# all generated headers; another name for a header, or a folder and all below.
_BASE = ["domain", "proto"]
_INDEX = _BASE + ["platform/kv"]
_STORE = _INDEX + ["registry/index"]
# The work reads and writes through the port; no adapter of it is in its sight.
_WORK = _BASE + ["platform/kv/kv_store.h", "platform/kv/kv_batch.h", "registry/index", "registry/objects", "registry/store"]
_CHANGES = [
    "registry/patients", "registry/rebuild", "registry/register", "registry/remove", "registry/update"]
_COMMIT = _STORE + _CHANGES + ["registry/objects", "registry/store", "registry/query", "platform/log", "platform/metrics/histogram.h"]
_PROCESS = ["platform/audit", "platform/clock", "platform/operations", "platform/random", "platform/rpc"]
_CONTENT = _BASE + ["platform/kv", "platform/clock", "platform/crypto", "platform/random", "platform/s3"]
_CATALOGUE = _CONTENT + ["repository/content"]
_TRANSFER = _CATALOGUE + [
    "repository/catalogue", "repository/check", "repository/registry_client", "platform/operations"]
MAY_INCLUDE = {
    "domain": ["proto"],
    "platform": ["docshare/config", "docshare/rpc"],
    "registry/index": _INDEX,
    "registry/store": _STORE,
    "registry/objects": _STORE,
    "registry/rebuild": _WORK,
    # What a rebuild found is one of the outcomes.
    "registry/register": _WORK + ["registry/rebuild/rebuilt_rows.h"],
    "registry/update": _WORK + ["registry/register"],
    "registry/remove": _WORK + ["registry/register"],
    "registry/patients": _WORK + ["registry/register", "registry/update"],
    "registry/query": _WORK,
    "registry/validation": _WORK + [
        "registry/objects", "registry/register", "registry/update", "platform/clock", "platform/operations"],
    "registry/commit": _COMMIT,
    "registry/feed": _WORK + ["registry/query/reply_writer.h"],
    "registry/admin": _COMMIT + ["registry/commit", "registry/validation", "platform/clock", "platform/random"],
    "registry/admin/service": _COMMIT + [
        "registry/admin", "registry/commit", "registry/service/document_watches.h", "registry/validation"] + _PROCESS,
    "registry/service": _COMMIT + ["registry/commit", "registry/feed", "registry/validation"] + _PROCESS,
    "registry/server": _BASE + ["registry", "platform"],
    "repository/admin": _CATALOGUE + [
        "repository/catalogue", "platform/operations", "repository/provide",
        "repository/on_demand"] + _PROCESS,
    "repository/catalogue": _CATALOGUE,
    "repository/check": _BASE + ["platform/kv/temporary_folder.h"],
    "repository/content": _CONTENT,
    "repository/registry_client": _BASE + ["platform/rpc"],
    "repository/provide": _TRANSFER,
    "repository/on_demand": _TRANSFER + ["repository/provide"],
    "repository/removal": _TRANSFER + ["repository/provide"],
    "repository/retrieve": _TRANSFER + ["repository/on_demand"],
    "repository/service": _TRANSFER + [
        "repository/provide", "repository/removal", "repository/retrieve"] + _PROCESS,
    "repository/server": _BASE + ["repository", "platform"],
    "consumer/client": _BASE + ["platform/clock", "platform/random", "platform/rpc"],
    "consumer/publish": _BASE + ["platform/clock", "platform/random"],
    "consumer/cli": _BASE + ["consumer", "platform"],
    "admin/client": _BASE + ["platform/rpc"],
    # Both command lines look and behave alike.
    "admin/cli": _BASE + ["admin", "consumer/cli", "platform"],
    "gateway": _BASE + ["platform"],
}
# These see everything: they need two components, or stand beside them.
INCLUDE_ALL = ["tests", "bench", "demo"]
# Tests, fuzz targets and testing/ folders of an actor may also use these and
# all of their own actor, but never another actor.
TESTS_MAY_INCLUDE = ["domain", "proto", "platform", "tests/real_data"]
TEST_FILES = ["*_test.cc", "*_fuzz.cc", "*/testing/*"]

# (what, headers, where they may be included)
LIBRARY_HEADERS = [
    ("RocksDB", r"rocksdb/.*", ["platform/kv/*", "bench/*"]),
    ("Prometheus", r"prometheus/.*", ["platform/metrics/*"]),
    ("gRPC", r"(grpc|grpcpp|grpc\+\+)/.*|.*\.grpc\.pb\.h", [
        "platform/rpc/*", "*/service/*", "*/server/*", "*/registry_client/*", "consumer/client/*",
        "admin/client/*", "gateway/calls/*",
        "tests/*", "bench/*"]),
]

# domain/ has no I/O, no clock and no threads. Its tests may read test data.
IMPURE_HEADERS = (
    r"fstream|iostream|filesystem|thread|mutex|shared_mutex|condition_variable|future|chrono|random"
    r"|unistd\.h|fcntl\.h|sys/.*|absl/time/clock\.h|absl/synchronization/.*|absl/random/.*")

BANNED_WORDS = {"util", "utils", "common", "helper", "helpers", "misc", "manager"}
FOLDERS_WITHOUT_FILES = ["domain", "platform"]
# Names and texts that came from elsewhere.
FOREIGN = ["demo/documents/*", "*/testdata/*", "LICENSE"]

# (what, pattern, files, why)
BANNED_TEXT = [
    ("machine path", r"(?<![\w.<$}])/(?:work|tmp|root)/", ["*"],
     "use a relative path, a flag or TEST_TMPDIR"),
    ("host of a package registry", r"registry\.npm|deb\.debian|pypi\.org", ["*"], "the user's settings name it"),
    ("open end", r"\b(?:TO[D]O|FIX[M]E)\b", ["*.h", "*.cc", "*.py", "*.proto", "*.bzl", "*.bazel", "tools/*"],
     "finish it, or write the limit down as a fact"),
    ("std::string_view", r"std::string_view|<string_view>", ["*.h"],
     "Debian's absl::string_view is another type: our interfaces take that one"),
]

MAX_LINES = 400
SOURCES = ["*.h", "*.cc", "*.py", "*.proto", "*.bzl", "*.sh", "tools/*", ".ci/*"]
GENERATED = ["tools/package-lock.json"]
# Longer files, with the reason. An entry for a file that became short is a finding.
LONG_FILES = {
    "tests/tidy_test/tidy.py": "the rules are data first, then short checks; apart they are harder to read",
    "proto/docshare/registry/v1/registry_service.proto": "one service; its comments are the manual of every RPC",
    "platform/kv/rocksdb_kv_store_test.cc": "what a damaged disk does to one adapter: three fixtures build on each other",
    "repository/server/repository_server_test.cc": "the fixture starts two real servers, and every test needs both",
}
SHORT_LINES = 350

# Where paths in `backticks`, code blocks and links must exist.
DOCUMENTS = ["*.md"]
# A document may name protos as they are imported, or by area (registry/v1).
PATH_ROOTS = ["", "proto/", "proto/docshare/"]

# Not of the source tree: build outputs, caches, git.
SKIPPED = ["bazel-*", ".git", ".cache", "node_modules", "__pycache__", "demo-state", "compile_commands.json"]

# -------------------------------------------------------------------- the tree


class Tree:
    """Paths from the root of the repository, and the text of each file (None for binary files)."""

    def __init__(self, files):
        self.files = files
        self.folders = {""}
        for path in files:
            while "/" in path:
                path = path.rpartition("/")[0]
                self.folders.add(path)

    @classmethod
    def read(cls, root):
        files = {}
        for folder, subfolders, names in os.walk(root):
            subfolders[:] = [name for name in subfolders if not _matches(name, SKIPPED)]
            for name in names:
                path = os.path.join(folder, name)
                if _matches(name, SKIPPED) or not os.path.isfile(path):
                    continue
                with open(path, "rb") as file:
                    data = file.read()
                files[os.path.relpath(path, root)] = None if b"\0" in data else data.decode("utf-8", "replace")
        return cls(files)

    def texts(self, patterns, without=()):
        """Yields (path, lines) of the text files that match."""
        for path, text in sorted(self.files.items()):
            if text is not None and _matches(path, patterns) and not _matches(path, without):
                yield path, text.splitlines()

    def exists(self, path):
        path = path.rstrip("/")
        if "*" in path:
            return any(fnmatch.fnmatchcase(known, path) for known in [*self.files, *self.folders])
        return path in self.files or path in self.folders


def _matches(path, patterns):
    return any(fnmatch.fnmatchcase(path, pattern) for pattern in patterns)


def _within(path, folder):
    return path == folder or path.startswith(folder + "/")


def _includes(lines):
    """Yields (line number, header)."""
    for number, line in enumerate(lines, 1):
        match = re.match(r'\s*#\s*include\s*[<"]([^">]+)[">]', line)
        if match:
            yield number, match.group(1)


# ------------------------------------------------------------------- the rules


def include_arrows(tree):
    """Includes follow the arrows of the architecture."""
    tops = {name.partition("/")[0] for name in tree.folders if name}
    for path, lines in tree.texts(["*.h", "*.cc"]):
        folder, top = path.rpartition("/")[0], path.partition("/")[0]
        if top in INCLUDE_ALL:
            continue
        owner = max((name for name in MAY_INCLUDE if _within(folder, name)), key=len, default=None)
        if owner is None:
            yield "%s: %s is not in MAY_INCLUDE of tests/tidy_test/tidy.py" % (path, folder or "the root")
            continue
        allowed = [owner] + MAY_INCLUDE[owner]
        if _matches(path, TEST_FILES) and top not in ("domain", "platform"):
            allowed += [top] + TESTS_MAY_INCLUDE
        for number, header in _includes(lines):
            if header.partition("/")[0] not in tops | {"docshare"}:
                continue
            generated = header.startswith("docshare/") and "proto" in allowed
            if not generated and not any(_within(header, name) for name in allowed):
                yield "%s:%d: %s may not include %s" % (path, number, owner, header)


def library_headers(tree):
    """Headers of RocksDB and gRPC stay where they belong."""
    for path, lines in tree.texts(["*.h", "*.cc"]):
        for number, header in _includes(lines):
            for what, pattern, places in LIBRARY_HEADERS:
                if re.fullmatch(pattern, header) and not _matches(path, places):
                    yield "%s:%d: %s header %s outside %s" % (path, number, what, header, ", ".join(places))


def domain_is_pure(tree):
    """domain/ has no I/O, no clock, no threads."""
    for path, lines in tree.texts(["domain/*.h", "domain/*.cc"], without=TEST_FILES):
        for number, header in _includes(lines):
            if re.fullmatch(IMPURE_HEADERS, header):
                yield "%s:%d: domain/ is pure, it may not include <%s>" % (path, number, header)


def names(tree):
    """No file or folder has a name that says nothing."""
    for path in sorted([*tree.files, *tree.folders]):
        name = path.rpartition("/")[2]
        banned = BANNED_WORDS.intersection(re.split(r"[^a-z0-9]+", name.lower()))
        if banned and not _matches(path, FOREIGN):
            yield "%s: %s says nothing, name the concept" % (path, " and ".join(sorted(banned)))


def folders_without_files(tree):
    """domain/ and platform/ hold folders only."""
    for path in sorted(tree.files):
        if path.rpartition("/")[0] in FOLDERS_WITHOUT_FILES:
            yield "%s: belongs into a folder of its concept" % path


def pragma_once(tree):
    """Every header has #pragma once."""
    for path, lines in tree.texts(["*.h"], without=FOREIGN):
        if "#pragma once" not in lines:
            yield "%s: no #pragma once" % path


def one_definition(tree):
    """A type has one definition: two of one name in one program silently become each other."""
    found = {}
    for path, lines in tree.texts(["*.h"], without=FOREIGN):
        namespace = ""
        for number, line in enumerate(lines, 1):
            opened = re.match(r"(?:inline )?namespace ([\w:]+) \{", line)
            if opened:
                namespace = opened.group(1)
            defined = re.match(r"(?:class|struct|union|enum(?: class)?) (?:\[\[\w+\]\] )?(\w+)[^;]*$", line)
            if not defined:
                continue
            first = found.setdefault((namespace, defined.group(1)), path)
            if first != path:
                yield "%s:%d: %s::%s is defined in %s too" % (path, number, namespace, defined.group(1), first)


def banned_text(tree):
    """No machine paths, open ends or std::string_view in headers."""
    for what, pattern, files, why in BANNED_TEXT:
        for path, lines in tree.texts(files, without=FOREIGN):
            for number, line in enumerate(lines, 1):
                if path.endswith(".h") and what == "std::string_view":
                    line = line.partition("//")[0]
                if re.search(pattern, line):
                    yield "%s:%d: %s: %s" % (path, number, what, why)


def long_files(tree):
    """Files stay short, or give their reason."""
    counts = {path: len(lines) for path, lines in tree.texts(SOURCES, without=FOREIGN + GENERATED)}
    for path, count in counts.items():
        if count > MAX_LINES and path not in LONG_FILES:
            yield "%s: %d lines; split it, or give a reason in LONG_FILES" % (path, count)
    for path in LONG_FILES:
        if counts.get(path, 0) <= SHORT_LINES:
            yield "%s: in LONG_FILES, but not long" % path


# The page that says what works, and by which test one sees it.
CONFORMANCE = "docs/conformance.md"
CHECKS = range(1, 83)


def conformance(tree):
    """docs/conformance.md has every numbered check, and what it says works names tests that exist."""
    text = tree.files.get(CONFORMANCE)
    if text is None:
        return
    lines = text.splitlines()
    suites, cases = _test_names(tree)
    seen, section = set(), ""
    for number, line in enumerate(lines, 1):
        if line.startswith("## "):
            section = line
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if not line.startswith("|") or len(cells) < 3 or set(cells[0]) <= {"-", " "} or cells[-2] == "state":
            continue
        place = "%s:%d" % (CONFORMANCE, number)
        if section.startswith("## Checks"):
            seen.update(_check_numbers(cells[0]))
        state, shown_by = cells[-2], cells[-1]
        named = re.findall(r"\b[A-Z]\w*Test(?:\.\w+)?", shown_by)
        if not re.match(r"(yes|part|no)\b", state):
            yield "%s: the state is yes, part or no" % place
        elif not state.startswith("no") and not named and "_test" not in shown_by:
            yield "%s: says it works and names no test" % place
        for name in named:
            if name not in suites and name not in cases:
                yield "%s: there is no test %s" % (place, name)
    for check in CHECKS:
        if check not in seen:
            yield "%s: check %d is not there" % (CONFORMANCE, check)


def _check_numbers(cell):
    """The numbers "44, 45 text" and "46 to 48, 50 text" begin with."""
    head = re.match(r"[\d, to]*", cell).group(0)
    for first, last in re.findall(r"(\d+)(?: to (\d+))?", head):
        yield from range(int(first), int(last or first) + 1)


def _test_names(tree):
    """Suites, and suites with their cases: what TEST, TEST_F, TEST_P and TYPED_TEST name."""
    suites, cases = set(), set()
    for _, lines in tree.texts(["*.cc"]):
        for suite, case in re.findall(r"\bT(?:EST|YPED_TEST)(?:_F|_P)?\((\w+),\s*(\w+)\)", "\n".join(lines)):
            suites.add(suite)
            cases.add("%s.%s" % (suite, case))
    return suites, cases


def personal_numbers(tree):
    """No number that could be a real person's: synthetic ones have the month + 80 or + 65."""
    for path, lines in tree.texts(["*"]):
        for number, line in enumerate(lines, 1):
            for digits in re.findall(r"(?<!\d)\d{11}(?!\d)", line):
                if is_real_shaped(digits):
                    # The number itself stays out of the log.
                    yield "%s:%d: a personal number of the real series" % (path, number)


def is_real_shaped(digits):
    """True for 11 digits with month 01-12 and both check digits right (any day: D-numbers, too)."""
    d = [int(c) for c in digits]

    def check_digit(weights):
        return -sum(w * x for w, x in zip(weights, d)) % 11  # 10 is no digit, so it never fits.

    return (1 <= int(digits[2:4]) <= 12 and d[9] == check_digit([3, 7, 6, 1, 8, 9, 4, 5, 2])
            and d[10] == check_digit([5, 4, 3, 2, 7, 6, 5, 4, 3, 2]))


def documented_paths(tree):
    """Paths named in documents exist."""
    tops = {name.partition("/")[0] for name in tree.folders if name}
    for path, lines in tree.texts(DOCUMENTS, without=FOREIGN):
        fenced = False
        for number, line in enumerate(lines, 1):
            if line.lstrip().startswith("```"):
                fenced = not fenced
                continue
            spans = [line] if fenced else re.findall(r"`([^`]+)`", line)
            words = [word.strip("\"'(),;") for span in spans for word in span.split()]
            for word in words:
                missing = _missing_path(tree, tops, word)
                if missing:
                    yield "%s:%d: there is no %s" % (path, number, missing)
            for link in [] if fenced else re.findall(r"\]\(([^)#\s]+)[^)]*\)", line):
                target = os.path.normpath(os.path.join(os.path.dirname(path), link))
                if "://" not in link and not link.startswith("mailto:") and not tree.exists(target):
                    yield "%s:%d: the link leads nowhere: %s" % (path, number, link)


def _missing_path(tree, tops, word):
    """Returns the path of this tree that the word names, when it does not exist."""
    word = re.sub(r":\d+$", "", word.removesuffix("/...").removesuffix(":all"))
    if word.startswith("//"):  # A Bazel label: its package.
        word = word[2:].partition(":")[0]
    if "/" not in word or word.partition("/")[0] not in tops or re.search(r"[<>$…=]|NNNN|\.\.\.", word):
        return None
    word = re.sub(r"[.:]$", "", word).partition(":")[0]
    for expanded in _expand_braces(word):
        if not any(tree.exists(root + expanded) for root in PATH_ROOTS):
            return expanded
    return None


def _expand_braces(word):
    match = re.search(r"\{([^{}]*)\}", word)
    if not match:
        return [word]
    return [expanded for choice in match.group(1).split(",")
            for expanded in _expand_braces(word[:match.start()] + choice + word[match.end():])]


RULES = [
    include_arrows, library_headers, domain_is_pure, names, folders_without_files, pragma_once, one_definition,
    conformance,
    banned_text, long_files, personal_numbers, documented_paths,
]
