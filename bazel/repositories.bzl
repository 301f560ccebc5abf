"""External repositories: the system's protoc, and stand-ins for Bazel's implicit ones.

Debian's Bazel 4.2.3 has no version string and would download rules_cc,
rules_java, rules_proto and remote_coverage_tools on first use. The stand-ins
below keep it offline; upstream Bazel, which has a version, keeps its own.
"""

_PUBLIC = 'package(default_visibility = ["//visibility:public"])\n'

def _files_repository_impl(ctx):
    ctx.file("WORKSPACE", 'workspace(name = "%s")\n' % ctx.name)
    for path, content in ctx.attr.files.items():
        ctx.file(path, content, executable = path.endswith(".sh"))

_files_repository = repository_rule(
    implementation = _files_repository_impl,
    attrs = {"files": attr.string_dict()},
    local = True,
)

def _natives(names):
    return "".join(["{n} = native.{n}\n".format(n = n) for n in names])

def _offline_stand_ins():
    _files_repository(
        name = "rules_cc",
        files = {
            "cc/BUILD": _PUBLIC,
            "cc/defs.bzl": _natives([
                "cc_binary",
                "cc_import",
                "cc_library",
                "cc_proto_library",
                "cc_test",
                "cc_toolchain",
                "cc_toolchain_suite",
                "objc_library",
            ]),
        },
    )
    _files_repository(
        name = "rules_java",
        files = {
            "java/BUILD": _PUBLIC,
            "java/defs.bzl": _natives([
                "java_binary",
                "java_import",
                "java_library",
                "java_proto_library",
                "java_runtime",
                "java_toolchain",
            ]),
        },
    )
    _files_repository(
        name = "rules_proto",
        files = {
            "proto/BUILD": _PUBLIC,
            "proto/defs.bzl": _natives(["proto_library"]) + "ProtoInfo = ProtoInfo\n",
        },
    )
    _files_repository(
        name = "remote_coverage_tools",
        files = {
            "BUILD": _PUBLIC + """
sh_binary(name = "coverage_report_generator", srcs = ["unavailable.sh"])
sh_binary(name = "lcov_merger", srcs = ["unavailable.sh"])
""",
            "unavailable.sh": "#!/bin/sh\necho 'coverage tools are not available offline' >&2\nexit 1\n",
        },
    )

def _system_tools_impl(ctx):
    names = []
    for name in ctx.attr.tools:
        path = ctx.which(name)
        if not path:
            fail("%s is not on PATH; run tools/setup" % name)
        ctx.symlink(path, name)
        names.append(name)
    ctx.symlink("/usr/include/google/protobuf", "include/google/protobuf")
    ctx.file("BUILD.bazel", _PUBLIC + "exports_files(%r)\n" % names + """
filegroup(name = "well_known_protos", srcs = glob(["include/google/protobuf/**/*.proto"]))
""")

_system_tools = repository_rule(
    implementation = _system_tools_impl,
    attrs = {"tools": attr.string_list()},
    local = True,
    configure = True,
)

def docshare_repositories():
    """Declares every external repository of the workspace."""
    if not native.bazel_version:
        _offline_stand_ins()
    _system_tools(name = "system_tools", tools = ["protoc", "grpc_cpp_plugin"])
