"""What the plans leave to the person who runs them: which patients stand behind their external
parameters, and which tests took the place of those that are gone.

Lines of the file:

  patient ID SYMBOL OTHER     SYMBOL is the patient that section pif of OTHER feeds; ID is a test, or one
                              test/section
  patient ID current OTHER    the same for the current patient
  known PATTERN               patients, CX, that messages name as they are: fed when the first one does
  needs TEST OTHER            OTHER runs before TEST
  instead GONE OTHER          OTHER is meant where a plan refers to the test GONE
"""


class BadSetUp(Exception):
    """A line of the file that does not have its form."""


class SetUp:
    """The file. Raises BadSetUp."""

    def __init__(self, path):
        self._patients = {}
        self.known_patients = []
        self._needs = {}
        self._instead = {}
        with open(path, encoding="utf-8") as file:
            for number, line in enumerate(file, 1):
                words = line.split()
                if not words or words[0].startswith("#"):
                    continue
                if words[0] == "patient" and len(words) == 4:
                    self._patients.setdefault(words[1], {})[words[2]] = words[3]
                elif words[0] == "known" and len(words) == 2:
                    self.known_patients.append(words[1])
                elif words[0] == "needs" and len(words) == 3:
                    self._needs.setdefault(words[1], []).append(words[2])
                elif words[0] == "instead" and len(words) == 3:
                    self._instead[words[1]] = words[2]
                else:
                    raise BadSetUp("line %d of %s: %s" % (number, path, line.strip()))

    def patients(self, plan):
        """Symbol, or "current" -> test that feeds it."""
        return dict(self._patients.get(plan.test, {}), **self._patients.get(plan.id, {}))

    def known_authorities(self):
        """The assigning authorities of the patients whom messages name as they are."""
        return [pattern.split("&")[1] for pattern in self.known_patients if pattern.count("&") == 2]

    def needs(self, plan):
        """Tests that run before: by the file, and for its patients."""
        return self._needs.get(plan.test, []) + list(self.patients(plan).values())

    def present_name(self, test):
        """The test that is meant by a name."""
        return self._instead.get(test, test)
