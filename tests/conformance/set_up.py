"""What the plans leave to the person who runs them: which patients stand behind their external
parameters, and which tests took the place of those that are gone.

Lines of the file:

  patient TEST SYMBOL OTHER   SYMBOL in the plans of TEST is the patient that section pif of OTHER feeds
  patient TEST current OTHER  the same for the current patient of TEST
  needs TEST OTHER            OTHER runs before TEST
  instead GONE OTHER          OTHER is meant where a plan refers to the test GONE
"""


class BadSetUp(Exception):
    """A line of the file that does not have its form."""


class SetUp:
    """The file. Raises BadSetUp."""

    def __init__(self, path):
        self.patients = {}
        self._needs = {}
        self._instead = {}
        with open(path, encoding="utf-8") as file:
            for number, line in enumerate(file, 1):
                words = line.split()
                if not words or words[0].startswith("#"):
                    continue
                if words[0] == "patient" and len(words) == 4:
                    self.patients.setdefault(words[1], {})[words[2]] = words[3]
                elif words[0] == "needs" and len(words) == 3:
                    self._needs.setdefault(words[1], []).append(words[2])
                elif words[0] == "instead" and len(words) == 3:
                    self._instead[words[1]] = words[2]
                else:
                    raise BadSetUp("line %d of %s: %s" % (number, path, line.strip()))

    def needs(self, test):
        """Tests that run before: by the file, and for its patients."""
        return self._needs.get(test, []) + list(self.patients.get(test, {}).values())

    def present_name(self, test):
        """The test that is meant by a name."""
        return self._instead.get(test, test)
