"""ExpectedContents: what the objects of an answer must be, by counts and patterns.

Each judge returns the faults it found, as text; none when the answer is as expected.
"""
import names
from names import children, descendants, local


class Objects:
    """The registry objects of an answer, by kind."""

    def __init__(self, body):
        lists = descendants(body, "RegistryObjectList") if body is not None else []
        found = [item for one_list in lists for item in children(one_list)]
        self.entries = [item for item in found if local(item) == "ExtrinsicObject"]
        self.associations = [item for item in found if local(item) == "Association"]
        self.refs = [item for item in found if local(item) == "ObjectRef"]
        packages = [item for item in found if local(item) == "RegistryPackage"]
        marks = [item for item in found if local(item) == "Classification"]
        self.sets = [item for item in packages if _is_marked(item, names.SET_NODE, names.SET_UNIQUE_ID, marks)]
        self.folders = [item for item in packages if _is_marked(item, names.FOLDER_NODE, names.FOLDER_UNIQUE_ID, marks)]


def _is_marked(package, node, unique_id_scheme, marks):
    return (any(mark.get("classificationNode") == node for mark in children(package, "Classification"))
            or any(mark.get("classificationNode") == node and mark.get("classifiedObject") == package.get("id")
                   for mark in marks)
            or any(part.get("identificationScheme") == unique_id_scheme
                   for part in children(package, "ExternalIdentifier")))


def _status(item):
    return (item.get("status") or "").rpartition(":")[2]


def _type(association):
    return (association.get("associationType") or "").rpartition(":")[2]


def _count(found, expected, what):
    return [] if len(found) == expected else ["%d %s instead of %d" % (len(found), what, expected)]


def _all_have(found, status, what):
    return ["a %s is %s instead of %s" % (what, _status(item) or "without a status", status)
            for item in found if _status(item) != status][:1]


def _one_doc(objects, status):
    count = sum(_status(item) == status for item in objects.entries)
    return [] if count == 1 else ["%d documents are %s instead of 1" % (count, status)]


def _member(objects, source, target):
    return any(_type(item) == "HasMember" and item.get("sourceObject") == source.get("id")
               and item.get("targetObject") == target.get("id") for item in objects.associations)


def _set_with(objects, docs, folders, associations, docs_in_folder):
    """One submission set with so many documents, folders and associations, all of them its members, and
    with `docs_in_folder` of the documents in the folder."""
    faults = (_count(objects.sets, 1, "submission sets") + _count(objects.entries, docs, "documents")
              + (_count(objects.folders, folders, "folders") if folders or not docs else [])
              + _count(objects.associations, associations, "associations"))
    if faults:
        return faults
    submission_set = objects.sets[0]
    for item in objects.entries + objects.folders[:folders]:
        if not _member(objects, submission_set, item):
            faults.append("no HasMember from the submission set to %s" % item.get("id"))
    if not folders or not docs:
        return faults
    inside = [item for item in objects.associations if _type(item) == "HasMember"
              and item.get("sourceObject") == objects.folders[0].get("id")
              and item.get("targetObject") in {entry.get("id") for entry in objects.entries}]
    faults += _count(inside, docs_in_folder, "documents in the folder")
    for item in inside:
        if not _member(objects, submission_set, item):
            faults.append("the membership %s is no member of the submission set" % item.get("id"))
    return faults


def _set_approved(objects):
    return _count(objects.sets, 1, "submission sets") or _all_have(objects.sets, "Approved", "submission set")


def _relationship(objects, kind):
    targets = [item.get("targetObject") for item in objects.associations if _type(item) == kind]
    if not targets:
        return ["no %s association" % kind]
    return [] if len(set(targets)) == len(targets) else ["two %s associations to one document" % kind]


def _snapshot(objects):
    links = [item for item in objects.associations if _type(item) == "IsSnapshotOf"]
    if len(links) != 1:
        return ["%d IsSnapshotOf associations instead of 1" % len(links)]
    by_id = {entry.get("id"): entry for entry in objects.entries}
    faults = []
    for end, kind in (("sourceObject", names.STABLE_ENTRY), ("targetObject", names.ON_DEMAND_ENTRY)):
        entry = by_id.get(links[0].get(end))
        if entry is None:
            faults.append("the %s of IsSnapshotOf is not in the answer" % end)
        else:
            faults += _all_have([entry], "Approved", "document")
            if entry.get("objectType") != kind:
                faults.append("the %s of IsSnapshotOf has objectType %s" % (end, entry.get("objectType")))
    return faults


def _replaced(objects):
    faults = _count(objects.entries, 2, "documents") + _count(objects.associations, 1, "associations")
    if faults:
        return faults
    link = objects.associations[0]
    by_id = {entry.get("id"): entry for entry in objects.entries}
    new, old = by_id.get(link.get("sourceObject")), by_id.get(link.get("targetObject"))
    if _type(link) != "RPLC" or new is None or old is None:
        return ["no RPLC between the two documents"]
    return _all_have([new], "Approved", "document") + _all_have([old], "Deprecated", "document")


def _none(objects):
    return (_count(objects.sets, 0, "submission sets") + _count(objects.entries, 0, "documents")
            + _count(objects.folders, 0, "folders") + _count(objects.associations, 0, "associations"))


_PATTERNS = {
    "None": lambda o: _none(o) + _count(o.refs, 0, "object references"),
    "NoSubmissionSet": lambda o: _count(o.sets, 0, "submission sets"),
    "NoDocument": lambda o: _count(o.entries, 0, "documents"),
    "SSApproved": _set_approved,
    "SSwithOneDoc": lambda o: _set_with(o, 1, 0, 1, 0) + _set_approved(o),
    "SSwithTwoDoc": lambda o: _set_with(o, 2, 0, 2, 0) + _set_approved(o),
    "SSwithOneDocOnly": lambda o: _set_with(o, 1, 0, 1, 0),
    "SSwithTwoDocOnly": lambda o: _set_with(o, 2, 0, 2, 0),
    "SSwithOneFol": lambda o: _set_with(o, 0, 1, 1, 0),
    "SSwithOneDocOneFol": lambda o: _set_with(o, 1, 1, 4, 1),
    "SSwithTwoDocOneFol": lambda o: _set_with(o, 2, 1, 7, 2),
    "SSwithTwoDocOneFolOneDocInFol": lambda o: _set_with(o, 2, 1, 5, 1),
    "DocApp": lambda o: _all_have(o.entries, "Approved", "document"),
    "DocDep": lambda o: _all_have(o.entries, "Deprecated", "document"),
    "OneDocApp": lambda o: _one_doc(o, "Approved"),
    "OneDocDep": lambda o: _one_doc(o, "Deprecated"),
    "FolApp": lambda o: _all_have(o.folders, "Approved", "folder"),
    "FolDep": lambda o: _all_have(o.folders, "Deprecated", "folder"),
    "DocRplcDoc": _replaced,
    "HasRPLC": lambda o: _relationship(o, "RPLC"),
    "HasAPND": lambda o: _relationship(o, "APND"),
    "HasXFRM": lambda o: _relationship(o, "XFRM"),
    "HasXFRM_RPLC": lambda o: _relationship(o, "XFRM_RPLC"),
    "HasSnapshotPattern": _snapshot,
    # Every answer is read as a RegistryResponse before.
    "RegistryResponseIsValid": lambda o: [],
}

_COUNTS = {
    "Documents": lambda o: o.entries,
    "Folders": lambda o: o.folders,
    "SubmissionSets": lambda o: o.sets,
    "Associations": lambda o: o.associations,
}


def _judge_entries(objects, expected, use_id):
    """The DocumentEntries element: which entries must and must not be there, and of which type."""
    faults = []
    for part in children(expected):
        name = local(part)
        if name == "DocumentEntryType":
            wanted = names.text_of(part)
            faults += ["%s has objectType %s" % (entry.get("id"), entry.get("objectType"))
                       for entry in objects.entries if entry.get("objectType") != wanted]
            continue
        if name not in ("Include", "MustOnlyInclude", "Exclude"):
            faults.append("the plan wants DocumentEntries/%s, which is unknown" % name)
            continue
        matched = set()
        for wanted in children(part, "DocumentEntry"):
            entry_id = next((use_id(found) for found in children(wanted, "UseId")), None)
            there = [entry for entry in objects.entries if entry.get("id") == entry_id]
            if name == "Exclude":
                faults += ["%s should not be in the answer" % entry_id] if there else []
                continue
            if not there:
                faults.append("%s is not in the answer" % entry_id)
                continue
            matched.add(entry_id)
            for kind in children(wanted, "DocumentEntryType"):
                if there[0].get("objectType") != names.text_of(kind):
                    faults.append("%s has objectType %s" % (entry_id, there[0].get("objectType")))
        if name == "MustOnlyInclude" and len(matched) != len(objects.entries):
            faults.append("%d documents in the answer, of which %d should be" % (len(objects.entries), len(matched)))
    return faults


def judge(expected, body, use_id):
    """The faults of an answer's body by an ExpectedContents element; `use_id` gives the value that a UseId
    element names. What the element asks for and we do not know is a fault."""
    objects = Objects(body)
    faults = []
    for part in children(expected):
        name = local(part)
        if name in _PATTERNS:
            faults += _PATTERNS[name](objects)
        elif name == "DocumentEntries":
            faults += _judge_entries(objects, part, use_id)
        elif name in _COUNTS or name == "ObjectRefs":
            try:
                count = int(part.get("count", ""))
            except ValueError:
                faults.append("the plan wants %s without a count" % name)
                continue
            if name == "ObjectRefs":
                faults += _count(objects.refs, count, "object references") + _none(objects)
            else:
                faults += _count(_COUNTS[name](objects), count, name)
        else:
            faults.append("the plan wants the contents %s, which are unknown" % name)
    return list(dict.fromkeys(faults))
