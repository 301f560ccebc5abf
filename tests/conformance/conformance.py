"""Runs the test plans of the NIST XDS toolkit against a fresh stack; tools/conformance calls it."""
import argparse
import os
import shutil
import sys
import tempfile

sys.dont_write_bytecode = True

import report  # pylint: disable=wrong-import-position
import plan_run  # pylint: disable=wrong-import-position
from applicability import NotApplicable  # pylint: disable=wrong-import-position
from patients import FeedFailed, PatientIds, listed_patients, read_authorities  # pylint: disable=wrong-import-position
from references import References  # pylint: disable=wrong-import-position
from set_up import SetUp  # pylint: disable=wrong-import-position
from stack import Stack, StackFailed  # pylint: disable=wrong-import-position
from plan_tree import BadPlan, PlanTree  # pylint: disable=wrong-import-position

_HERE = os.path.dirname(os.path.realpath(__file__))
_ROOT = os.path.dirname(os.path.dirname(_HERE))
_REAL_DATA = os.environ.get("DOCSHARE_REAL_DATA") or os.path.join(os.path.dirname(_ROOT), "shared", "data", "real")
DEFAULT_PLANS = os.path.join(_REAL_DATA, "xds-toolkit2")

_EPILOG = """
A plan is one testplan.xml, called test/section as in 11990/submit. Each gets one line,

  PASS id
  FAIL id: reason
  NOT APPLICABLE id: reason       by tests/conformance/not_applicable.txt

and the last line counts them. Plans run in the order in which they need each other, patients are fed, and
the codes of codes.xml are the value sets. Exit code 0: none failed and one passed; 1: not so; 2: it could
not be run.

Examples:
  tools/conformance
  tools/conformance --only 11990                  # a test, with what it needs
  tools/conformance --only 15801/class_code --keep
  tools/conformance --plans ~/testkit --json outcome.json --html outcome.html
  tools/conformance --dry-run                     # which requests cannot be made
  tools/conformance --markdown docs/conformance.md
"""


def _arguments():
    parser = argparse.ArgumentParser(prog="tools/conformance", epilog=_EPILOG,
                                     formatter_class=argparse.RawDescriptionHelpFormatter,
                                     description="Runs the test plans of the NIST XDS toolkit through the gateway.")
    parser.add_argument("--plans", metavar="DIR", default=DEFAULT_PLANS,
                        help="a folder with testkit/ (and config/codes.xml), or of tests "
                             "(default: xds-toolkit2 in DOCSHARE_REAL_DATA, or in ../shared/data/real)")
    parser.add_argument("--only", metavar="ID", help="only this test, or this test/section, and what it needs")
    parser.add_argument("--json", metavar="FILE", help="write each plan and step as JSON")
    parser.add_argument("--html", metavar="FILE", help="write a page to read")
    parser.add_argument("--markdown", metavar="FILE", help="put the outcome into the generated section of FILE")
    parser.add_argument("--keep", action="store_true", help="keep requests, answers, logs and data, and say where")
    parser.add_argument("--dry-run", action="store_true",
                        help="build every request without sending it; FAIL tells what cannot be resolved")
    parser.add_argument("--binaries", metavar="DIR", default=os.path.join(_ROOT, "bazel-bin"), help=argparse.SUPPRESS)
    return parser.parse_args()


def _codes(plans):
    """codes.xml of the tree, or of the shared one."""
    for folder in (plans, os.path.dirname(plans.rstrip("/")), DEFAULT_PLANS):
        path = os.path.join(folder, "config", "codes.xml")
        if os.path.isfile(path):
            return path
    return None


def _is_wanted(plan, only):
    return not only or only in (plan.id, plan.test)


def run_tree(tree, fallback, gateway, only, folder, patients, out, listed=frozenset()):
    """Runs the plans of a tree that are wanted, with what they need; writes a line for each. Returns the
    PlanResults in the order of the tree. Raises FeedFailed."""
    set_up = SetUp(os.path.join(_HERE, "set_up.txt"))
    rules = NotApplicable(os.path.join(_HERE, "not_applicable.txt"))
    references = References(tree, set_up, fallback)
    run = plan_run.PlanRun(references, set_up, patients, gateway, folder, listed)
    
    def has_test(test):
        return bool(references.sections(test))

    reasons = {plan.id: rules.reason(plan, has_test) for plan in tree.plans}
    wanted = [plan for plan in tree.plans if _is_wanted(plan, only)]
    tests = [plan.test for plan in wanted if not reasons[plan.id]]
    results = {}
    for test in references.in_order(list(dict.fromkeys(tests))):
        run.begin_test()
        for plan in references.sections(test):
            if rules.reason(plan, has_test):
                continue
            result = run.run(plan)
            if tree.find(plan.test, plan.section) is plan:
                results[plan.id] = result
                if _is_wanted(plan, only):
                    print(report.line_of(result), file=out, flush=True)
    for plan in wanted:
        if reasons[plan.id]:
            results[plan.id] = plan_run.PlanResult(plan, plan_run.NOT_APPLICABLE, reasons[plan.id])
            print(report.line_of(results[plan.id]), file=out, flush=True)
    return [results[plan.id] for plan in wanted]


def _run(arguments, tree, fallback, folder):
    codes = _codes(arguments.plans)
    authorities = read_authorities(codes or "")
    authority = authorities[0]
    requests = os.path.join(folder, "messages") if arguments.keep else None
    if requests:
        os.mkdir(requests)
    if arguments.dry_run:
        return run_tree(tree, fallback, None, arguments.only, requests, PatientIds(authority), sys.stdout), []
    code_files = [codes, os.path.join(_HERE, "older_codes.xml")] if codes else []
    older = SetUp(os.path.join(_HERE, "set_up.txt")).known_authorities()
    stack = Stack(arguments.binaries, folder, authorities + older, code_files)
    try:
        results = run_tree(tree, fallback, stack.gateway, arguments.only, requests, PatientIds(authority), sys.stdout,
                           listed_patients(codes or ""))
        return results, stack.stopped_servers()
    finally:
        stack.stop()


def _write(arguments, results):
    outcome = report.as_json(results, os.path.basename(os.path.normpath(arguments.plans)))
    if arguments.json:
        report.write_json(arguments.json, outcome)
    if arguments.html:
        with open(arguments.html, "w", encoding="utf-8") as file:
            file.write(report.as_html(outcome))
    if arguments.markdown:
        with open(arguments.markdown, encoding="utf-8") as file:
            document = file.read()
        with open(arguments.markdown, "w", encoding="utf-8") as file:
            file.write(report.put_into(document, report.as_markdown(outcome)))
    return outcome["passed"], outcome["failed"], outcome["not_applicable"]


def main():
    arguments = _arguments()
    if not os.path.isdir(arguments.plans):
        print("tools/conformance: there is no folder of test plans at %s; give one with --plans DIR"
              % arguments.plans, file=sys.stderr)
        return 2
    folder = tempfile.mkdtemp(prefix="docshare-conformance-")
    try:
        tree = PlanTree(arguments.plans)
        is_other = os.path.realpath(arguments.plans) != os.path.realpath(DEFAULT_PLANS)
        fallback = PlanTree(DEFAULT_PLANS) if is_other and os.path.isdir(DEFAULT_PLANS) else None
        if arguments.only and not any(_is_wanted(plan, arguments.only) for plan in tree.plans):
            print("tools/conformance: there is no plan %s" % arguments.only, file=sys.stderr)
            return 2
        results, stopped = _run(arguments, tree, fallback, folder)
        passed, failed, not_applicable = _write(arguments, results)
    except (BadPlan, StackFailed, FeedFailed) as error:
        print("tools/conformance: %s" % error, file=sys.stderr)
        return 2
    finally:
        if arguments.keep:
            print("tools/conformance: kept %s" % folder, file=sys.stderr)
        else:
            shutil.rmtree(folder, ignore_errors=True)
    for name in stopped:
        print("tools/conformance: the %s is no longer running" % name)
    print(report.summary(passed, failed, not_applicable))
    return 0 if passed and not failed and not stopped else 1


if __name__ == "__main__":
    sys.exit(main())
