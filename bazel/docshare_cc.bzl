"""C++ targets of docshare: one place for flags and test conventions."""

load("@rules_cc//cc:defs.bzl", "cc_binary", "cc_library", "cc_test")

_COPTS = [
    "-Wall",
    "-Wextra",
    "-Werror",
    "-Wshadow",
    "-Wnon-virtual-dtor",
    "-Woverloaded-virtual",
    # Designated initializers leave the rest to the member defaults.
    "-Wno-missing-field-initializers",
]

def docshare_cc_library(name, copts = [], **kwargs):
    cc_library(name = name, copts = _COPTS + copts, **kwargs)

def docshare_cc_binary(name, copts = [], **kwargs):
    cc_binary(name = name, copts = _COPTS + copts, **kwargs)

def docshare_cc_test(name, srcs = None, deps = [], size = "small", copts = [], **kwargs):
    """A GoogleTest with the shared main; its source defaults to <name>.cc.

    Not optimized: what a test runs fast is in libraries, and compiling it takes half the time.
    """
    cc_test(
        name = name,
        srcs = srcs or [name + ".cc"],
        size = size,
        copts = _COPTS + ["-O0"] + copts,
        deps = deps + ["//bazel/system:gtest_main"],
        **kwargs
    )

def docshare_fuzz_test(name, srcs = None, deps = [], **kwargs):
    """A libFuzzer target: built and run by tools/test --sanitizers (--config=fuzz)."""
    cc_binary(
        name = name,
        srcs = srcs or [name + ".cc"],
        copts = _COPTS,
        linkopts = ["-fsanitize=fuzzer"],
        tags = ["fuzz", "manual"],
        testonly = True,
        deps = deps,
        **kwargs
    )
