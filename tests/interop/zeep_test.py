#!/usr/bin/env python3
"""Debian's python3-zeep, a SOAP stack that knows nothing of us but the WSDL that the gateway serves."""
import os
import sys
import unittest

sys.dont_write_bytecode = True
_HERE = os.path.dirname(os.path.realpath(__file__))
sys.path[:0] = [os.path.join(_HERE, folder) for folder in (".", "../replay", "../conformance", "../../tools")]

try:
    import requests
    import zeep
except ImportError:
    zeep = None

from lxml import etree

# pylint: disable=wrong-import-position
import names
import small_submission
import transactions
import unittest_main
from secure_gateway import SecureGateway

_SUCCESS = "urn:oasis:names:tc:ebxml-regrep:ResponseStatusType:Success"
_FAILURE = "urn:oasis:names:tc:ebxml-regrep:ResponseStatusType:Failure"
# All bytes there are, and enough of them that base64 is more than a line.
_DOCUMENT = bytes(range(256)) * 300


@unittest.skipUnless(zeep, "SKIPPED: PYTHON3-ZEEP IS NOT INSTALLED. tools/setup installs it.")
class ZeepTest(unittest.TestCase):

    @classmethod
    def setUpClass(cls):
        cls.gateway = SecureGateway()
        cls.addClassCleanup(cls.gateway.close)
        cls.registry = cls._client(transactions.REGISTRY)
        cls.repository = cls._client(transactions.REPOSITORY)
        cls.responding_gateway = cls._client(transactions.GATEWAY)

    @classmethod
    def _client(cls, service):
        certificate, key, authority = cls.gateway.client_files()
        session = requests.Session()
        session.cert, session.verify = (certificate, key), authority
        # A proxy of the environment is not for 127.0.0.1.
        session.trust_env = False
        cls.addClassCleanup(session.close)
        # It adds the headers of WS-Addressing (zeep.wsa) because the WSDL says so.
        return zeep.Client(cls.gateway.url(service) + "?wsdl", transport=zeep.Transport(session=session))

    @staticmethod
    def _objects(client, element):
        """An element as the objects that zeep makes from the schemas of the WSDL."""
        return client.get_element("{%s}SubmitObjectsRequest" % names.LCM).parse(element, client.wsdl.types)

    def _register(self, patient, unique_id, title):
        submit = small_submission.submit_objects(patient, unique_id, title,
                                                 (self.gateway.repository_unique_id, _DOCUMENT))
        objects = self._objects(self.registry, submit)
        return self.registry.service["RegisterDocumentSet-b"](RegistryObjectList=objects.RegistryObjectList)

    def _provide(self, patient, unique_id):
        objects = self._objects(self.repository, small_submission.submit_objects(patient, unique_id, "provided"))
        return self.repository.service["ProvideAndRegisterDocumentSet-b"](
            SubmitObjectsRequest=objects, Document=[{"id": small_submission.DOCUMENT_ID, "_value_1": _DOCUMENT}])

    def _query(self, client, operation, patient):
        slots = [{"name": "$XDSDocumentEntryPatientId", "ValueList": {"Value": ["'%s'" % patient]}},
                 {"name": "$XDSDocumentEntryStatus", "ValueList": {"Value": ["('%s')" % names.APPROVED]}}]
        return client.service[operation](
            ResponseOption={"returnType": "LeafClass", "returnComposedObjects": True},
            AdhocQuery={"id": "urn:uuid:14d4debf-8f97-4251-9a74-a90016b0af0d", "Slot": slots})

    @staticmethod
    def _entries(answer):
        return [item["ExtrinsicObject"] for item in answer.RegistryObjectList["_value_1"]
                if "ExtrinsicObject" in item]

    def test_registers_and_queries(self):
        patient, unique_id = self.gateway.new_patient(), small_submission.new_unique_id()
        answer = self._register(patient, unique_id, "Epikrise på bokmål")
        self.assertEqual(answer.status, _SUCCESS, answer)
        found = self._query(self.registry, "RegistryStoredQuery", patient)
        self.assertEqual(found.status, _SUCCESS, found)
        entries = self._entries(found)
        self.assertEqual(len(entries), 1)
        self.assertEqual(entries[0].Name.LocalizedString[0].value, "Epikrise på bokmål")
        self.assertIn(unique_id, [identifier.value for identifier in entries[0].ExternalIdentifier])

    def test_reads_the_errors_of_a_registry(self):
        answer = self._register("nobody^^^&2.999.9.1&ISO", small_submission.new_unique_id(), "title")
        self.assertEqual(answer.status, _FAILURE)
        self.assertEqual([error.errorCode for error in answer.RegistryErrorList.RegistryError],
                         ["XDSUnknownPatientId"])

    def test_provides_and_retrieves_the_same_bytes(self):
        patient, unique_id = self.gateway.new_patient(), small_submission.new_unique_id()
        answer = self._provide(patient, unique_id)
        self.assertEqual(answer.status, _SUCCESS, answer)
        for client, operation, home in ((self.repository, "RetrieveDocumentSet", None),
                                        (self.responding_gateway, "CrossGatewayRetrieve", self.gateway.home)):
            with self.subTest(operation):
                wanted = {"RepositoryUniqueId": self.gateway.repository_unique_id, "DocumentUniqueId": unique_id}
                if home:
                    wanted["HomeCommunityId"] = home
                retrieved = client.service[operation](DocumentRequest=[wanted])
                self.assertEqual(retrieved.RegistryResponse.status, _SUCCESS, retrieved.RegistryResponse)
                self.assertEqual([document.Document for document in retrieved.DocumentResponse], [_DOCUMENT])
                self.assertEqual(retrieved.DocumentResponse[0].mimeType, "text/plain")

    def test_queries_across_communities(self):
        patient = self.gateway.new_patient()
        self.assertEqual(self._provide(patient, small_submission.new_unique_id()).status, _SUCCESS)
        found = self._query(self.responding_gateway, "CrossGatewayQuery", patient)
        self.assertEqual([entry.home for entry in self._entries(found)], [self.gateway.home])

    def test_raises_faults(self):
        header = etree.Element("{urn:x}Unknown", {"{%s}mustUnderstand" % names.SOAP_12: "true"})
        with self.assertRaises(zeep.exceptions.Fault) as caught:
            self.registry.service["RegistryStoredQuery"](
                ResponseOption={"returnType": "LeafClass"}, AdhocQuery={"id": "no id"},
                _soapheaders=[header])
        self.assertIn("MustUnderstand", caught.exception.code)

    def test_a_stranger_without_a_certificate_is_not_heard(self):
        with self.assertRaises(requests.exceptions.ConnectionError):
            requests.get(self.gateway.url(transactions.REGISTRY) + "?wsdl", verify=self.gateway.client_files()[2],
                         timeout=20)

    def test_every_operation_of_the_services_is_in_the_wsdl(self):
        described = set()
        for client in (self.registry, self.repository, self.responding_gateway):
            for binding in client.wsdl.bindings.values():
                described |= {operation.soapaction for operation in binding.all().values()}
        self.assertEqual(described, {kind.action for kind in transactions.SOAP.values()})


if __name__ == "__main__":
    unittest_main.main()
