"""The smallest submission that the rules allow: one document of a patient.

Source: ITI TF-3:4.2.1, 4.2.3.
"""
import hashlib
import uuid
from xml.sax.saxutils import quoteattr

import names
import soap_message

DOCUMENT_ID = "Document01"
# The classifications of a DocumentEntry that have to be there: scheme and code.
_ENTRY_CODES = (("41a5887f-8865-4c09-adf7-e362475b143a", "class"), ("f0306f51-975f-434e-a61c-c59651d33983", "type"),
                ("a09d5840-386c-46f2-b5ad-9c3699a4309d", "format"), ("f4f85eac-e6cb-4883-b524-f2705394840f", "N"),
                ("f33fb8ac-18af-42cc-ae0e-ed0b0bdb91e1", "facility"),
                ("cccf5598-8b07-4b77-a05e-ae952c785ead", "practice"))
_CONTENT_TYPE = "aa543740-bdda-424e-8c96-df4873be8500"


def _slot(name, value):
    return "<Slot name=%s><ValueList><Value>%s</Value></ValueList></Slot>" % (
        quoteattr(name), value.replace("&", "&amp;"))


def _code(owner, scheme, code):
    return ("<Classification id='%s-%s' classifiedObject='%s' classificationScheme='urn:uuid:%s' "
            "nodeRepresentation='%s'>%s<Name><LocalizedString value='%s'/></Name></Classification>" %
            (owner, code, owner, scheme, code, _slot("codingScheme", "2.999.5"), code))


def _identifier(owner, number, scheme, value):
    return ("<ExternalIdentifier id='%s-id%d' registryObject='%s' identificationScheme='%s' value=%s>"
            "<Name><LocalizedString value='id'/></Name></ExternalIdentifier>" %
            (owner, number, owner, scheme, quoteattr(value)))


def new_unique_id():
    return "2.25.%d" % uuid.uuid4().int


def submit_objects(patient, unique_id, title, stored=None):
    """An lcm:SubmitObjectsRequest as an element. `stored` is (repositoryUniqueId, content) of a document that is kept
    already; None for one that comes along."""
    entry_slots = [("creationTime", "20260101"), ("languageCode", "nb-NO"), ("sourcePatientId", patient)]
    if stored is not None:
        entry_slots += [("hash", hashlib.sha1(stored[1]).hexdigest()), ("repositoryUniqueId", stored[0]),
                        ("size", str(len(stored[1])))]
    xml = [
        "<lcm:SubmitObjectsRequest xmlns:lcm='%s'><RegistryObjectList xmlns='%s'>" % (names.LCM, names.RIM),
        "<ExtrinsicObject id='%s' mimeType='text/plain' objectType='%s'>" % (DOCUMENT_ID, names.STABLE_ENTRY),
        "".join(_slot(*slot) for slot in entry_slots),
        "<Name><LocalizedString value=%s/></Name>" % quoteattr(title),
        "".join(_code(DOCUMENT_ID, *code) for code in _ENTRY_CODES),
        _identifier(DOCUMENT_ID, 1, names.ENTRY_PATIENT_ID, patient),
        _identifier(DOCUMENT_ID, 2, names.ENTRY_UNIQUE_ID, unique_id),
        "</ExtrinsicObject><RegistryPackage id='Set01'>",
        _slot("submissionTime", "20260101120000"),
        _code("Set01", _CONTENT_TYPE, "content"),
        _identifier("Set01", 1, names.SET_PATIENT_ID, patient),
        _identifier("Set01", 2, names.SET_UNIQUE_ID, new_unique_id()),
        _identifier("Set01", 3, names.SOURCE_ID, "2.999.9.46"),
        "</RegistryPackage>",
        "<Classification id='set' classifiedObject='Set01' classificationNode='%s'/>" % names.SET_NODE,
        "<Association id='has' associationType='urn:oasis:names:tc:ebxml-regrep:AssociationType:HasMember' "
        "sourceObject='Set01' targetObject='%s'>%s</Association>" %
        (DOCUMENT_ID, _slot("SubmissionSetStatus", "Original")),
        "</RegistryObjectList></lcm:SubmitObjectsRequest>"]
    return soap_message.element_of("".join(xml).encode())
