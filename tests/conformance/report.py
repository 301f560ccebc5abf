"""The outcome of a run for people and programs: lines, JSON, a page of HTML, and the generated section of
docs/conformance.md."""
import html
import json

from plan_run import FAIL, NOT_APPLICABLE, PASS

BEGIN = "<!-- Written by tools/conformance --markdown: do not edit below. -->"
END = "<!-- End of what tools/conformance wrote. -->"
_MAX_REASON = 1500


def _one_line(text):
    text = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return text if len(text) <= _MAX_REASON else text[:_MAX_REASON] + "..."


def line_of(result):
    """"PASS id", "FAIL id: reason", "NOT APPLICABLE id: reason"."""
    head = "%s %s" % (result.verdict, result.plan.id)
    return "%s: %s" % (head, _one_line(result.reason)) if result.reason else head


def counts(verdicts):
    """(passed, failed, not applicable)."""
    return tuple(sum(verdict == kind for verdict in verdicts) for kind in (PASS, FAIL, NOT_APPLICABLE))


def summary(passed, failed, not_applicable):
    return "conformance: %d passed, %d failed, %d not applicable" % (passed, failed, not_applicable)


def as_json(results, plans_folder):
    """A dictionary: counts, and each plan with its steps."""
    passed, failed, not_applicable = counts([result.verdict for result in results])
    return {
        "plans_folder": plans_folder,
        "passed": passed, "failed": failed, "not_applicable": not_applicable,
        "plans": [{
            "id": result.plan.id,
            "collections": list(result.plan.collections),
            "verdict": result.verdict,
            "reason": _one_line(result.reason),
            "steps": [{"id": step.id, "transaction": step.transaction, "iti": step.iti, "status": step.status,
                       "error_codes": step.codes, "passed": step.passed,
                       "faults": [_one_line(fault) for fault in step.faults]} for step in result.steps],
        } for result in results],
    }


def write_json(path, outcome):
    with open(path, "w", encoding="utf-8") as file:
        json.dump(outcome, file, indent=1, ensure_ascii=False)
        file.write("\n")


_STYLE = """
body { font: 15px/1.45 system-ui, sans-serif; margin: 2rem auto; max-width: 75rem; padding: 0 1rem; color: #1b1f24 }
table { border-collapse: collapse; width: 100% } td, th { padding: .3rem .6rem; text-align: left; vertical-align: top }
tr { border-top: 1px solid #d0d7de } .PASS { color: #116329 } .FAIL { color: #a40e26; font-weight: 600 }
.NOT { color: #57606a } code, .step { font-family: ui-monospace, monospace; font-size: 13px }
"""


def as_html(outcome):
    """The page: counts, what failed first, then all plans by test."""
    def text(value):
        return html.escape(str(value))

    def row(plan):
        steps = "".join('<div class="step">%s %s %s %s</div>' % (
            "&#10003;" if step["passed"] else "&#10007;", text(step["id"]),
            text(step["iti"] or step["transaction"] or "no transaction"),
            text(" ".join([step["status"]] + step["error_codes"]))) for step in plan["steps"])
        return '<tr><td><code>%s</code></td><td class="%s">%s</td><td>%s</td><td>%s</td></tr>' % (
            text(plan["id"]), plan["verdict"].split()[0], plan["verdict"], steps, text(plan["reason"]))

    def table(plans):
        return ("<table><tr><th>plan</th><th>verdict</th><th>steps</th><th>reason</th></tr>%s</table>"
                % "".join(map(row, plans)))

    failed = [plan for plan in outcome["plans"] if plan["verdict"] == FAIL]
    parts = ['<!doctype html><html lang="en"><meta charset="utf-8"><title>Conformance</title><style>', _STYLE,
             "</style><h1>Conformance by the test plans of the NIST XDS toolkit</h1><p>",
             text(summary(outcome["passed"], outcome["failed"], outcome["not_applicable"])), "</p>"]
    if failed:
        parts += ["<h2>Failed</h2>", table(failed)]
    parts += ["<h2>All plans</h2>", table(outcome["plans"]), "</html>\n"]
    return "".join(parts)


def as_markdown(outcome):
    """The section for docs/conformance.md: a row a test, and every plan that is not applicable."""
    tests = {}
    for plan in outcome["plans"]:
        tests.setdefault(plan["id"].rpartition("/")[0] or plan["id"], []).append(plan)
    lines = ["## NIST test plans", "",
             "The test plans of the NIST XDS toolkit, run by `tools/conformance` through the gateway:",
             "%d passed, %d failed, %d not applicable." % (outcome["passed"], outcome["failed"],
                                                           outcome["not_applicable"]), "",
             "| test | plans |", "|---|---|"]
    for test, plans in tests.items():
        passed, failed, _ = counts([plan["verdict"] for plan in plans])
        if passed or failed:
            used = sorted({step["iti"] or step["transaction"].replace("Transaction", "") for plan in plans
                           for step in plan["steps"]} - {"", "Null"})
            lines.append("| %s | %d passed, %d failed: %s |" % (test, passed, failed, ", ".join(used) or "no call"))
    reasons = {}
    for plan in outcome["plans"]:
        if plan["verdict"] == NOT_APPLICABLE:
            reasons.setdefault(plan["reason"], []).append(plan["id"])
    lines += ["", "Not applicable, by the closed list in `tests/conformance/not_applicable.txt`:", "",
              "| plans | why |", "|---|---|"]
    for reason, plans in reasons.items():
        lines.append("| %s | %s |" % (", ".join(plans), reason.replace("|", "\\|")))
    return "\n".join(lines) + "\n"


def put_into(document, section):
    """The text of a document with the generated section between its marks, at the end when there are none."""
    block = "%s\n\n%s\n%s\n" % (BEGIN, section, END)
    begin, end = document.find(BEGIN), document.find(END)
    if begin < 0 or end < begin:
        return document.rstrip("\n") + "\n\n" + block
    return document[:begin] + block + document[end + len(END):].lstrip("\n")
