"""Names of the standards that the interpreter needs: namespaces, schemes, actions, statuses.

Source: ITI TF-2 (actions), ITI TF-3:4.2 (ebRIM), xds.md 2.0.4 and 2.0.5.
"""

RIM_21 = "urn:oasis:names:tc:ebxml-regrep:rim:xsd:2.1"
RIM = "urn:oasis:names:tc:ebxml-regrep:xsd:rim:3.0"
LCM = "urn:oasis:names:tc:ebxml-regrep:xsd:lcm:3.0"
RS = "urn:oasis:names:tc:ebxml-regrep:xsd:rs:3.0"
XDSB = "urn:ihe:iti:xds-b:2007"
SOAP_12 = "http://www.w3.org/2003/05/soap-envelope"
SOAP_11 = "http://schemas.xmlsoap.org/soap/envelope/"
WSA = "http://www.w3.org/2005/08/addressing"
XOP = "http://www.w3.org/2004/08/xop/include"

# Identification schemes of ExternalIdentifiers.
ENTRY_PATIENT_ID = "urn:uuid:58a6f841-87b3-4a3e-92fd-a8ffeff98427"
SET_PATIENT_ID = "urn:uuid:6b5aea1a-874d-4603-a4bc-96a0a7b38446"
FOLDER_PATIENT_ID = "urn:uuid:f64ffdf0-4b97-4e06-b79f-a52b38ec2f8a"
PATIENT_ID_SCHEMES = (ENTRY_PATIENT_ID, SET_PATIENT_ID, FOLDER_PATIENT_ID)
ENTRY_UNIQUE_ID = "urn:uuid:2e82c1f6-a085-4c72-9da3-8640a32e42ab"
SET_UNIQUE_ID = "urn:uuid:96fdda7c-d067-4183-912e-bf5ee74998a8"
FOLDER_UNIQUE_ID = "urn:uuid:75df8f67-9973-4fbe-a900-df66cefecc5a"
UNIQUE_ID_SCHEMES = (ENTRY_UNIQUE_ID, SET_UNIQUE_ID, FOLDER_UNIQUE_ID)
SOURCE_ID = "urn:uuid:554ac39e-e3fe-47fe-b233-965d2a147832"

# Classification nodes that say what a RegistryPackage is.
SET_NODE = "urn:uuid:a54d6aa5-d40d-43f9-88c5-b4633d873bdd"
FOLDER_NODE = "urn:uuid:d9d542f3-6cc4-48b6-8870-ea235fbc94c2"

ON_DEMAND_ENTRY = "urn:uuid:34268e47-fdf5-41a6-ba33-82133c465248"
STABLE_ENTRY = "urn:uuid:7edca82f-054d-47f2-a032-9b2a5b5186c1"

APPROVED = "urn:oasis:names:tc:ebxml-regrep:StatusType:Approved"
DEPRECATED = "urn:oasis:names:tc:ebxml-regrep:StatusType:Deprecated"

# The whole text of each status: PartialSuccess has another prefix.
RESPONSE_STATUS = {
    "urn:oasis:names:tc:ebxml-regrep:ResponseStatusType:Success": "Success",
    "urn:oasis:names:tc:ebxml-regrep:ResponseStatusType:Failure": "Failure",
    "urn:ihe:iti:2007:ResponseStatusType:PartialSuccess": "PartialSuccess",
}


def local(element):
    """The local name of an element; "" for a comment or processing instruction."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def children(element, name=None):
    """The child elements, those of the local name `name` where one is given."""
    return [child for child in element if isinstance(child.tag, str) and name in (None, local(child))]


def descendants(element, name):
    """The element and all below it of the local name `name`, in document order."""
    return [found for found in element.iter() if local(found) == name]


def text_of(element):
    """The text of an element without the white space around it."""
    return "".join(element.itertext()).strip()
