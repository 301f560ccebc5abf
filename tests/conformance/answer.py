"""An answer as the verdict needs it: status, errors, documents.

Judged by ExpectedStatus, ExpectedErrorCode and ExpectedErrorMessage, and by what the standard asks of
every answer: a failure has an error, a success has none.
"""
import dataclasses

from names import RESPONSE_STATUS, descendants, local


@dataclasses.dataclass
class RegistryError:
    code: str
    context: str
    severity: str

    @property
    def is_error(self):
        return not self.severity.endswith(":Warning")


@dataclasses.dataclass
class Answer:
    """`status` is Success, Failure, PartialSuccess, Fault, or what the answer says instead."""
    status: str
    errors: list
    detail: str = ""

    @property
    def codes(self):
        return [error.code for error in self.errors]


def read_answer(body):
    """The Answer in the first element of a SOAP body."""
    if local(body) == "Fault":
        words = [" ".join(text.split()) for text in body.itertext() if text.strip()]
        return Answer("Fault", [], " ".join(words)[:300])
    errors = [RegistryError(found.get("errorCode", ""), found.get("codeContext", ""), found.get("severity", ""))
              for found in descendants(body, "RegistryError")]
    # RetrieveDocumentSetResponse holds its RegistryResponse.
    stated = body.get("status")
    for found in descendants(body, "RegistryResponse"):
        stated = found.get("status")
    return Answer(RESPONSE_STATUS.get(stated, stated or "no status"), errors)


def _texts(errors):
    return "; ".join("%s: %s" % (error.code, error.context) for error in errors) or "no error"


def judge_status(answer, statuses, codes, messages):
    """The faults of an answer by what a step expects; `statuses` are the texts of ExpectedStatus."""
    expected = [status.strip() for text in statuses for status in text.split(",") if status.strip()] or ["Success"]
    faults = []
    if answer.status not in expected:
        detail = answer.detail if answer.status == "Fault" else _texts(answer.errors)
        faults.append("status %s instead of %s (%s)" % (answer.status, " or ".join(expected), detail))
        return faults
    hard = [error for error in answer.errors if error.is_error]
    if answer.status == "Success" and hard:
        faults.append("Success with errors: " + _texts(hard))
    if answer.status == "Failure" and not hard:
        faults.append("Failure without an error")
    if answer.status == "Fault":
        return faults
    faults += ["error code %s is not in the answer (%s)" % (code, _texts(answer.errors))
               for code in codes if code and code not in answer.codes]
    faults += ["no error says %r (%s)" % (message, _texts(answer.errors)) for message in messages
               if message and not any(message in error.code + " " + error.context or
                                      message in error.code + error.context for error in answer.errors)]
    return faults
