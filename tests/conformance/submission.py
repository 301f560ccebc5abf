"""What the toolkit does to a submission before it sends it: steps 3, 5, 6, 7 and 9 of the rules for
its templates (the README of the test data).
"""
import copy
import re
import uuid

from lxml import etree

import names
from names import children, local

_REFERENCES = ("classifiedObject", "sourceObject", "targetObject", "registryObject")
_PART_ORDER = ("Slot", "Name", "Description", "VersionInfo", "Classification", "ExternalIdentifier")
_IHE_ASSOCIATIONS = ("RPLC", "XFRM", "APND", "XFRM_RPLC", "signs")
_OBJECT_TYPE = "urn:oasis:names:tc:ebxml-regrep:ObjectType:RegistryObject:"
_TYPED = ("RegistryPackage", "Association", "Classification", "ExternalIdentifier")
_OID = re.compile(r"[0-2](\.(0|[1-9][0-9]*))+(\^.*)?")
# The toolkit's own id as a source of submissions.
TOOLKIT_SOURCE_ID = "2.999.9.41"


class IdSource:
    """New OIDs below one root and random UUIDs."""

    def __init__(self, root):
        self._root = root
        self._last = 0

    def oid(self):
        self._last += 1
        return "%s.%d" % (self._root, self._last)

    def uuid(self):
        return "urn:uuid:%s" % uuid.uuid4()


def is_rim_21(request):
    """Whether a submission is written in ebRIM 2.1."""
    return any(etree.QName(found).namespace == names.RIM_21
               for found in names.descendants(request, "LeafRegistryObjectList"))


def _external_identifiers(request, schemes):
    for identifier in names.descendants(request, "ExternalIdentifier"):
        if identifier.get("identificationScheme") in schemes:
            yield identifier


def assign_patient(request, patient_id):
    """Rule 3. Returns the patient of each object's id."""
    assigned = {}
    for identifier in _external_identifiers(request, names.PATIENT_ID_SCHEMES):
        identifier.set("value", patient_id)
        assigned[identifier.getparent().get("id", "")] = patient_id
    return assigned


def assign_unique_ids(request, ids, kept_objects, kept_schemes, keeps_oids=False):
    """Rule 5, but for the objects and the identification schemes to keep, and with `keeps_oids` for every value
    that is an OID: one like "SubmissionSet01_uniqueid" stands for an id, and could not be meant as it is. Returns
    the new uniqueId of each object's id."""
    assigned = {}
    for identifier in _external_identifiers(request, names.UNIQUE_ID_SCHEMES):
        owner = identifier.getparent().get("id", "")
        if owner in kept_objects or identifier.get("identificationScheme") in kept_schemes:
            continue
        if keeps_oids and _OID.fullmatch(identifier.get("value", "")):
            continue
        assigned[owner] = ids.oid()
        identifier.set("value", assigned[owner])
    return assigned


def assign_source_id(request):
    """Rule 6. Returns the sourceId of each submission set's id."""
    assigned = {}
    for identifier in _external_identifiers(request, (names.SOURCE_ID,)):
        identifier.set("value", TOOLKIT_SOURCE_ID)
        assigned[identifier.getparent().get("id", "")] = TOOLKIT_SOURCE_ID
    return assigned


def assign_uuids(request, ids):
    """Rule 7. Returns the UUID of each symbolic id."""
    assigned = {}
    for element in request.iter(etree.Element):
        name = element.get("id", "")
        if name and not name.startswith("urn:uuid:") and name not in assigned:
            assigned[name] = ids.uuid()
    for element in request.iter(etree.Element):
        for attribute in ("id",) + _REFERENCES:
            if element.get(attribute) in assigned:
                element.set(attribute, assigned[element.get(attribute)])
    return assigned


def _long_association_type(short):
    if not short or short.startswith("urn:"):
        return short
    if short in _IHE_ASSOCIATIONS:
        return "urn:ihe:iti:2007:AssociationType:" + short
    return "urn:oasis:names:tc:ebxml-regrep:AssociationType:" + short


def _to_rim_30(element, counter):
    """A copy of an object or of a part of one, in ebRIM 3.0."""
    name = local(element)
    made = etree.Element("{%s}%s" % (names.RIM, name))
    for attribute, value in element.attrib.items():
        if attribute not in ("minorVersion", "majorVersion"):
            made.set(attribute, value)
    if name in _TYPED:
        made.set("objectType", _OBJECT_TYPE + name)
        if not made.get("id"):
            counter.append(name)
            made.set("id", "id_%d" % len(counter))
    if made.get("status") == "Approved":
        made.set("status", names.APPROVED)
    if name == "Association":
        made.set("associationType", _long_association_type(made.get("associationType")))
    made.text = element.text
    for part in children(element):
        made.append(_to_rim_30(part, counter))
    for part in children(made, "ExternalIdentifier"):
        part.set("registryObject", made.get("id", ""))
    rank = {part: place for place, part in enumerate(_PART_ORDER)}
    made[:] = sorted(made, key=lambda part: rank.get(local(part), len(rank)))
    return made


def to_ebrim_30(request):
    """Rule 9: the submission as an lcm:SubmitObjectsRequest. One that is in ebRIM 3.0 is copied."""
    if not is_rim_21(request):
        return copy.deepcopy(request)
    made = etree.Element("{%s}SubmitObjectsRequest" % names.LCM, nsmap={"lcm": names.LCM, "rim": names.RIM})
    objects = etree.SubElement(made, "{%s}RegistryObjectList" % names.RIM)
    counter = []
    for child in children(names.descendants(request, "LeafRegistryObjectList")[0]):
        if local(child) != "ObjectRef":
            objects.append(_to_rim_30(child, counter))
    return made


def provide_request(submit, documents):
    """The ITI-41 body around a submission. `documents` are pairs of id and element to put inside."""
    body = etree.Element("{%s}ProvideAndRegisterDocumentSetRequest" % names.XDSB, nsmap={"xdsb": names.XDSB})
    body.append(submit)
    for name, content in documents:
        document = etree.SubElement(body, "{%s}Document" % names.XDSB, id=name)
        if isinstance(content, str):
            document.text = content
        else:
            document.append(content)
    return body
