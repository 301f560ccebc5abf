#!/usr/bin/env python3
"""Runs the rules of tidy.py over the source tree, and over examples that they must refuse."""
import os
import sys
import unittest
import unittest.mock

sys.dont_write_bytecode = True
# Bazel runs a symlink; the file it leads to lies in the source tree.
ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.realpath(__file__))))
sys.path[:0] = [os.path.join(ROOT, "tests/tidy_test"), os.path.join(ROOT, "tools")]

import tidy  # pylint: disable=wrong-import-position
import unittest_main  # pylint: disable=wrong-import-position


def including(*headers):
    return "#pragma once\n" + "".join('#include "%s"\n' % header for header in headers)


def real_shaped():
    """A number of the real series, made here so that no file holds one."""
    return next(number for number in ("010100%05d" % tail for tail in range(10 ** 5))
                if tidy.is_real_shaped(number))


def conformance_of(state, shown_by, checks="1 to 82"):
    """A conformance page with one row, and a tree with one test."""
    return {"docs/conformance.md": "## Checks\n\n| check | state | shown by |\n| %s all | %s | %s |\n"
                                   % (checks, state, shown_by),
            "tests/x_test.cc": "TEST_F(XTest, Works) {}\n"}


# Folders that the include rule must know as the project's own.
ACTORS = {path: "" for path in [
    "domain/ids/BUILD.bazel", "platform/kv/BUILD.bazel", "registry/index/BUILD.bazel",
    "repository/content/BUILD.bazel", "consumer/client/BUILD.bazel"]}

# rule: [(what, files, the finding's beginning or None when there must be none)]
EXAMPLES = {
    tidy.include_arrows: [
        ("back", {"registry/index/a.cc": including("registry/store/b.h")}, "registry/index/a.cc:2"),
        ("sideways", {"repository/provide/a.cc": including("registry/index/b.h")}, "repository/provide/a.cc:2"),
        ("sideways in a test", {"repository/provide/a_test.cc": including("registry/index/b.h")},
         "repository/provide/a_test.cc:2"),
        ("other way sideways", {"registry/service/a.cc": including("repository/content/b.h")},
         "registry/service/a.cc:2"),
        ("domain to platform", {"domain/ids/a.cc": including("platform/kv/b.h")}, "domain/ids/a.cc:2"),
        ("platform to domain", {"platform/kv/a.h": including("domain/ids/b.h")}, "platform/kv/a.h:2"),
        ("platform to XDS messages", {"platform/rpc/a.h": including("docshare/metadata/v1/b.pb.h")},
         "platform/rpc/a.h:2"),
        ("an adapter in the work", {"registry/query/a.h": including("platform/kv/rocksdb_kv_store.h")},
         "registry/query/a.h:2"),
        ("unknown layer", {"registry/newlayer/a.h": including()}, "registry/newlayer/a.h: "),
        ("along the arrows", {
            "domain/query/a.h": including("domain/ids/b.h", "docshare/metadata/v1/b.pb.h", "absl/strings/str_cat.h"),
            "registry/query/a.cc": including("registry/query/a.h", "registry/store/b.h", "platform/kv/kv_store.h"),
            "registry/query/a_test.cc": including("platform/kv/memory_kv_store.h"),
            "registry/server/wiring.cc": including("registry/service/b.h", "platform/kv/rocksdb_kv_store.h"),
            "tests/crash/a_test.cc": including("registry/server/b.h", "repository/server/b.h"),
        }, None),
    ],
    tidy.library_headers: [
        ("RocksDB in an index", {"registry/index/a.cc": "#include <rocksdb/db.h>"}, "registry/index/a.cc:1: RocksDB"),
        ("RocksDB in a test", {"tests/crash/a.cc": "#include <rocksdb/db.h>"}, "tests/crash/a.cc:1: RocksDB"),
        ("gRPC in the work", {"registry/query/a.cc": "#include <grpcpp/grpcpp.h>"}, "registry/query/a.cc:1: gRPC"),
        ("a stub in the work", {"repository/provide/a.h": including("docshare/registry/v1/r.grpc.pb.h")},
         "repository/provide/a.h:2: gRPC"),
        ("where they belong", {
            "platform/kv/rocksdb_kv_store.cc": '#include "rocksdb/db.h"',
            "registry/service/a.h": "#include <grpcpp/grpcpp.h>",
            "consumer/client/a.cc": including("docshare/registry/v1/r.grpc.pb.h"),
        }, None),
    ],
    tidy.domain_is_pure: [
        ("thread", {"domain/ids/a.cc": "#include <mutex>"}, "domain/ids/a.cc:1"),
        ("clock", {"domain/ids/a.cc": including("absl/time/clock.h")}, "domain/ids/a.cc:2"),
        ("file", {"domain/ids/a.h": "#include <fstream>"}, "domain/ids/a.h:1"),
        ("pure, and a test with data", {
            "domain/ids/a.h": "#include <string>", "domain/ids/a_test.cc": "#include <fstream>"}, None),
    ],
    tidy.names: [
        ("file", {"domain/ids/string_util.h": ""}, "domain/ids/string_util.h"),
        ("folder", {"registry/common/a.h": ""}, "registry/common"),
        ("a word within another", {"domain/ids/commonwealth.h": "", "demo/documents/common.xml": ""}, None),
    ],
    tidy.folders_without_files: [
        ("domain", {"domain/a.h": ""}, "domain/a.h"),
        ("platform", {"platform/BUILD.bazel": ""}, "platform/BUILD.bazel"),
        ("in a folder", {"domain/ids/a.h": ""}, None),
    ],
    tidy.pragma_once: [
        ("guard instead", {"domain/ids/a.h": "#ifndef A_H_\n#define A_H_\n#endif\n"}, "domain/ids/a.h"),
        ("present", {"domain/ids/a.h": "// What it is.\n#pragma once\n"}, None),
    ],
    tidy.one_definition: [
        ("twice", {"registry/a.h": "namespace docshare {\nstruct A {", "repository/b.h": "namespace docshare {\nclass A : B {"},
         "repository/b.h:2: docshare::A is defined in registry/a.h too"),
        ("in two namespaces, and declared", {
            "registry/a.h": "namespace docshare::registry {\nstruct A {", "registry/c.h": "namespace docshare::registry {\nstruct A;",
            "repository/b.h": "namespace docshare::repository {\nstruct A {"}, None),
    ],
    tidy.banned_text: [
        ("machine path", {"docs/a.md": "see /" + "work/x"}, "docs/a.md:1: machine path"),
        ("temporary path", {"domain/ids/a.cc": 'Open("/' + 'tmp/x")'}, "domain/ids/a.cc:1: machine path"),
        ("registry host", {"tools/a.json": "https://registry" + ".npmjs.org"}, "tools/a.json:1: host"),
        ("open end", {"domain/ids/a.h": "// TO" + "DO: later"}, "domain/ids/a.h:1: open end"),
        ("string view", {"domain/ids/a.h": "\nvoid F(std::string_view a);"}, "domain/ids/a.h:2: std::string_view"),
        ("like it, but not", {
            "domain/ids/a.h": "// Not std::string_view.\nvoid F(absl::string_view a);",
            "domain/ids/a.cc": 'Parse("<root></root>"); Get("registry/work/x");',
            "tools/demo": '"${TMPDIR:-/tmp}"'}, None),
    ],
    tidy.long_files: [
        ("long", {"domain/ids/a.cc": "x\n" * 401}, "domain/ids/a.cc: 401 lines"),
        ("just short enough", {"domain/ids/a.cc": "x\n" * 400, "domain/ids/BUILD.bazel": "x\n" * 500}, None),
    ],
    tidy.personal_numbers: [
        ("real series", {"domain/ids/a_test.cc": 'P("%s")' % real_shaped()}, "domain/ids/a_test.cc:1"),
        ("in a document", {"demo/documents/a.xml": "\n<id extension='%s'/>" % real_shaped()},
         "demo/documents/a.xml:2"),
        ("synthetic, wrong check digits, longer numbers", {
            "tests/a.cc": "12838520020 43827910156 07729040066 01010000000 1%s" % real_shaped()}, None),
    ],
    tidy.conformance: [
        ("no test", conformance_of("yes", ""), "docs/conformance.md:4: says it works and names no test"),
        ("wrong test", conformance_of("yes", "XTest.Nowhere"), "docs/conformance.md:4: there is no test XTest.Nowhere"),
        ("wrong suite", conformance_of("part: a half", "YTest"), "docs/conformance.md:4: there is no test YTest"),
        ("no state", conformance_of("perhaps", "XTest"), "docs/conformance.md:4: the state is yes, part or no"),
        ("a check is missing", conformance_of("yes", "XTest", checks="1 to 81"),
         "docs/conformance.md: check 82 is not there"),
        ("all there", conformance_of("yes", "XTest, XTest.Works, `tests/x_test.cc`"), None),
        ("not there yet", conformance_of("no", ""), None),
    ],
    tidy.documented_paths: [
        ("code", {"docs/a.md": "in `registry/index/no.h`", **ACTORS}, "docs/a.md:1: there is no registry/index/no.h"),
        ("block", {"README.md": "```\nregistry/no --flag\n```", **ACTORS}, "README.md:2: there is no registry/no"),
        ("label", {"docs/a.md": "`//registry/no:all`", **ACTORS}, "docs/a.md:1: there is no registry/no"),
        ("braces", {"docs/a.md": "`domain/ids/{BUILD.bazel,no}`", **ACTORS}, "docs/a.md:1: there is no domain/ids/no"),
        ("pattern", {"docs/a.md": "`domain/ids/*.no`", **ACTORS}, "docs/a.md:1: there is no domain/ids/*.no"),
        ("link", {"docs/a.md": "[b](b.md)", **ACTORS}, "docs/a.md:1: the link leads nowhere"),
        ("existing, and no paths of ours", {
            "docs/a.md": "`domain/ids/BUILD.bazel:3`, `domain/ids/`, `registry/v1`, `//registry/...`,\n"
                         "`text/xml`, `domain/<name>/x`, [c](../docs/c.md#top), [d](https://example.org/d)",
            "docs/c.md": "", "proto/docshare/registry/v1/r.proto": "", **ACTORS}, None),
    ],
}


class RuleTest(unittest.TestCase):
    """Each rule refuses its bad examples and accepts its good one."""

    def test_long_file_that_became_short(self):
        tree = tidy.Tree({"domain/ids/short.h": "x\n" * 350, "domain/ids/long.h": "x\n" * 401})
        with unittest.mock.patch.object(tidy, "LONG_FILES", {path: "an example" for path in tree.files}):
            self.assertEqual(list(tidy.long_files(tree)), ["domain/ids/short.h: in LONG_FILES, but not long"])


class SourceTreeTest(unittest.TestCase):
    """The source tree keeps each rule."""

    @classmethod
    def setUpClass(cls):
        cls.tree = tidy.Tree.read(ROOT)

    def test_the_whole_tree_was_read(self):
        for path in ["WORKSPACE", "bazel/docshare_cc.bzl", "tests/tidy_test/tidy.py"]:
            self.assertIn(path, self.tree.files)


def _add_cases():
    """A case for each example, and one for each rule over the tree: all failures show."""
    def example_case(rule, files, expected):
        def case(self):
            with unittest.mock.patch.object(tidy, "LONG_FILES", {}):
                findings = list(rule(tidy.Tree(files)))
            if expected is None:
                self.assertEqual(findings, [])
            else:
                self.assertEqual(len(findings), 1, findings)
                self.assertTrue(findings[0].startswith(expected), findings[0])
        return case

    def tree_case(rule):
        def case(self):
            findings = list(rule(self.tree))
            if findings:
                self.fail("%s\n%s" % (rule.__doc__, "\n".join(findings)))
        return case

    for rule in tidy.RULES:
        setattr(SourceTreeTest, "test_" + rule.__name__, tree_case(rule))
        for what, files, expected in EXAMPLES[rule]:
            name = "test_%s_%s" % (rule.__name__, "_".join(what.replace(",", "").split()))
            setattr(RuleTest, name, example_case(rule, {**ACTORS, **files} if rule is tidy.include_arrows else files,
                                                 expected))


_add_cases()

if __name__ == "__main__":
    unittest_main.main()
