"""Writes small trees of test plans for tests."""
import os

_METADATA = """<SubmitObjectsRequest xmlns="urn:oasis:names:tc:ebxml-regrep:registry:xsd:2.1">
 <LeafRegistryObjectList xmlns="urn:oasis:names:tc:ebxml-regrep:rim:xsd:2.1">
  <ObjectRef id="urn:uuid:58a6f841-87b3-4a3e-92fd-a8ffeff98427"/>
  <ExtrinsicObject id="Document01" mimeType="text/plain" status="Approved">
   <Name><LocalizedString value="A letter for $patientid$"/></Name>
   <Classification classificationScheme="s" classifiedObject="Document01" nodeRepresentation="n"/>
   <Slot name="sourcePatientId"><ValueList><Value>$patientid$</Value></ValueList></Slot>
   <ExternalIdentifier identificationScheme="urn:uuid:58a6f841-87b3-4a3e-92fd-a8ffeff98427" value="p"/>
   <ExternalIdentifier identificationScheme="urn:uuid:2e82c1f6-a085-4c72-9da3-8640a32e42ab" value="1.2"/>
  </ExtrinsicObject>
  <RegistryPackage id="SubmissionSet01">
   <ExternalIdentifier identificationScheme="urn:uuid:6b5aea1a-874d-4603-a4bc-96a0a7b38446" value="p"/>
   <ExternalIdentifier identificationScheme="urn:uuid:96fdda7c-d067-4183-912e-bf5ee74998a8" value="1.3"/>
   <ExternalIdentifier identificationScheme="urn:uuid:554ac39e-e3fe-47fe-b233-965d2a147832" value="1.4"/>
  </RegistryPackage>
  <Association associationType="HasMember" sourceObject="SubmissionSet01" targetObject="Document01"/>
  <Association associationType="RPLC" sourceObject="Document01" targetObject="urn:uuid:00000000-0000-4000-8000-000000000001"/>
 </LeafRegistryObjectList>
</SubmitObjectsRequest>
"""

_QUERY = """<q:AdhocQueryRequest xmlns:q="urn:oasis:names:tc:ebxml-regrep:xsd:query:3.0"
   xmlns="urn:oasis:names:tc:ebxml-regrep:xsd:rim:3.0">
 <q:ResponseOption returnType="LeafClass"/>
 <AdhocQuery id="urn:uuid:5c4f972b-d56b-40ac-a5fc-c8ca9b40b9d4">
  <Slot name="$XDSDocumentEntryUniqueId"><ValueList><Value>('$uid$')</Value><Value>('$id1$')</Value></ValueList></Slot>
  <Slot name="$XDSDocumentEntryEntryUUID"><ValueList><Value>('$id0$')</Value></ValueList></Slot>
 </AdhocQuery>
</q:AdhocQueryRequest>
"""


def submission():
    """A submission in ebRIM 2.1."""
    return _METADATA


def query():
    """A GetDocuments query with a symbol, and with placeholders to clean away."""
    return _QUERY


def write_plan(root, plan_id, steps, files=(), index=None):
    """Writes ROOT/PLAN_ID/testplan.xml around the text of its TestSteps, and files beside it by name."""
    folder = os.path.join(root, *plan_id.split("/"))
    os.makedirs(folder, exist_ok=True)
    with open(os.path.join(folder, "testplan.xml"), "w", encoding="utf-8") as file:
        file.write("\n<TestPlan><Test>%s</Test>%s</TestPlan>" % (plan_id, steps))
    for name, text in dict(files).items():
        with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
            file.write(text)
    if index is not None:
        with open(os.path.join(os.path.dirname(folder), "index.idx"), "w", encoding="utf-8") as file:
            file.write(index)
