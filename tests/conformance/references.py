"""Which plan a testdir or a UseReport refers to, and the order of tests that follows from it."""
import os

from names import local


class References:
    """Finds plans in one tree, or in a second one for what the first has not."""

    def __init__(self, tree, set_up, fallback=None):
        self.trees = [tree] + ([fallback] if fallback is not None else [])
        self._set_up = set_up

    def plan(self, test, section):
        """The plan, or None; "" as section is the test's only one."""
        test = self._set_up.present_name(test)
        for tree in self.trees:
            found = tree.find(test, section)
            if found is None and not section:
                sections = tree.sections(test)
                found = sections[0] if len(sections) == 1 else None
            if found is not None:
                return found
        return None

    def sections(self, test):
        test = self._set_up.present_name(test)
        for tree in self.trees:
            if tree.has_test(test):
                return tree.sections(test)
        return []

    def by_testdir(self, plan, testdir):
        """The plans a testdir may mean, the likeliest first. It is relative to the section's folder; in plans
        of an older layout to the test's, or the section is not named at all, or there is no testdir although
        the step has moved into another section of the test."""
        if not testdir:
            return [plan] + [other for other in self.sections(plan.test) if other is not plan]
        words = [word for word in testdir.replace("\\", "/").split("/") if word not in ("", ".", "..")]
        words = [word for word in words if word not in ("tests", "testdata")]
        found = []
        if testdir.startswith("../..") or len(words) > 1:
            found.append(self.plan(words[-2], words[-1]) if len(words) > 1 else None)
        if words:
            found.append(self.plan(plan.test, words[-1]))
            found += self.sections(words[-1])
        unique = []
        for one in found:
            if one is not None and one not in unique:
                unique.append(one)
        return unique

    def tests_needed(self, plan):
        """The tests whose plans have to run before this one, but for its own."""
        needed = list(self._set_up.needs(plan))
        for step in plan.steps:
            for element in step.element.iter():
                name = local(element)
                if name == "UseReport" and element.get("test"):
                    needed.append(element.get("test"))
                elif name in ("UseId", "UseXPath", "UseRepositoryUniqueId", "UseObjectRef", "ReferenceMetadata"):
                    needed += [found.test for found in self.by_testdir(plan, element.get("testdir"))[:1]]
        names = [self._set_up.present_name(test) for test in needed]
        return [test for test in dict.fromkeys(names) if test != plan.test]

    def in_order(self, tests):
        """The tests with all that they need, each after what it needs."""
        done, ordered = set(), []

        def visit(test, above):
            if test in done or test in above:
                return
            for plan in self.sections(test):
                for needed in self.tests_needed(plan):
                    visit(needed, above | {test})
            done.add(test)
            ordered.append(test)

        for test in tests:
            visit(test, frozenset())
        return [test for test in ordered if self.sections(test)]

    def file(self, plan, path):
        """A ReferenceDocument's file: relative to the section, to the test, or, where the files moved into
        sections later, of that name below the test that is meant. None when there is none."""
        for base in (plan.folder, os.path.dirname(plan.folder)):
            found = os.path.normpath(os.path.join(base, path))
            if os.path.isfile(found):
                return found
        words = [word for word in path.split("/") if word not in ("", ".", "..", "testdata")]
        for place in range(len(words) - 1):
            for section in self.sections(words[place]):
                found = os.path.join(section.folder, words[-1])
                if os.path.isfile(found):
                    return found
        return None
