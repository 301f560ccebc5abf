"""proto_sources, cc_proto and cc_grpc over the system's protoc and grpc_cpp_plugin.

Call them from package //proto only: import paths start at that folder.
"""

ProtoSourcesInfo = provider(fields = ["direct", "transitive"])

def _proto_sources_impl(ctx):
    return [
        DefaultInfo(files = depset(ctx.files.srcs)),
        ProtoSourcesInfo(
            direct = ctx.files.srcs,
            transitive = depset(
                ctx.files.srcs,
                transitive = [d[ProtoSourcesInfo].transitive for d in ctx.attr.deps],
            ),
        ),
    ]

proto_sources = rule(
    implementation = _proto_sources_impl,
    attrs = {
        "srcs": attr.label_list(allow_files = [".proto"]),
        "deps": attr.label_list(providers = [ProtoSourcesInfo]),
    },
)

_ROOT = "proto/"

def _generate_impl(ctx):
    info = ctx.attr.src[ProtoSourcesInfo]
    extension = ".grpc.pb" if ctx.attr.grpc else ".pb"
    headers, sources = [], []
    for f in info.direct:
        if not f.path.startswith(_ROOT):
            fail("%s is not under %s" % (f.path, _ROOT))
        stem = f.basename[:-len(".proto")]
        headers.append(ctx.actions.declare_file(stem + extension + ".h", sibling = f))
        sources.append(ctx.actions.declare_file(stem + extension + ".cc", sibling = f))
    out = ctx.bin_dir.path + "/" + _ROOT
    args = ctx.actions.args()
    args.add("-I" + _ROOT[:-1])
    args.add("-I/usr/include")
    tools = []
    if ctx.attr.grpc:
        args.add(ctx.executable._plugin, format = "--plugin=protoc-gen-grpc=%s")
        args.add("--grpc_out=" + out)
        tools.append(ctx.executable._plugin)
    else:
        args.add("--cpp_out=" + out)
    args.add_all(info.direct)
    ctx.actions.run(
        executable = ctx.executable._protoc,
        arguments = [args],
        inputs = info.transitive,
        tools = tools,
        outputs = headers + sources,
        mnemonic = "GrpcCpp" if ctx.attr.grpc else "ProtoCpp",
        progress_message = "Generating C++ for %s" % ctx.label,
    )
    return [
        DefaultInfo(files = depset(headers + sources)),
        OutputGroupInfo(headers = depset(headers), sources = depset(sources)),
    ]

_generate = rule(
    implementation = _generate_impl,
    attrs = {
        "src": attr.label(providers = [ProtoSourcesInfo]),
        "grpc": attr.bool(),
        "_protoc": attr.label(
            default = "@system_tools//:protoc",
            allow_single_file = True,
            executable = True,
            cfg = "exec",
        ),
        "_plugin": attr.label(
            default = "@system_tools//:grpc_cpp_plugin",
            allow_single_file = True,
            executable = True,
            cfg = "exec",
        ),
    },
    output_to_genfiles = False,
)

def _generated_library(name, src, deps, grpc, **kwargs):
    _generate(name = name + "_generated", src = src, grpc = grpc)
    native.filegroup(name = name + "_headers", srcs = [name + "_generated"], output_group = "headers")
    native.filegroup(name = name + "_sources", srcs = [name + "_generated"], output_group = "sources")
    native.cc_library(
        name = name,
        hdrs = [name + "_headers"],
        srcs = [name + "_sources"],
        # As a system include path: generated headers stay quiet under -Werror.
        includes = ["."],
        copts = ["-w", "-O1"],
        deps = deps,
        **kwargs
    )

def cc_proto(name, src, deps = [], **kwargs):
    """C++ messages of a proto_sources target."""
    _generated_library(name, src, deps + ["//bazel/system:protobuf"], False, **kwargs)

def cc_grpc(name, src, deps, **kwargs):
    """C++ service stubs of a proto_sources target; deps hold its cc_proto."""
    _generated_library(name, src, deps + ["//bazel/system:grpc"], True, **kwargs)
