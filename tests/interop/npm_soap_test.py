#!/usr/bin/env python3
"""The npm package "soap" with MTOM: documents go and come as attachments."""
import base64
import json
import os
import shutil
import subprocess
import sys
import tempfile
import unittest

from lxml import etree

sys.dont_write_bytecode = True
_HERE = os.path.dirname(os.path.realpath(__file__))
sys.path[:0] = [os.path.join(_HERE, folder) for folder in (".", "../replay", "../conformance", "../../tools")]

# pylint: disable=wrong-import-position
import npm_packages
import small_submission
import transactions
import unittest_main
from secure_gateway import SecureGateway

_SUCCESS = "urn:oasis:names:tc:ebxml-regrep:ResponseStatusType:Success"
_DOCUMENT = bytes(range(256)) * 300 + b"\r\n--boundary?\r\n"
_LIMIT_S = 60


class NpmSoapTest(unittest.TestCase):

    def setUp(self):
        try:
            self.packages = npm_packages.folder()
        except npm_packages.NotAvailable as error:
            self.skipTest("SKIPPED: THE NPM PACKAGE soap IS NOT HERE: %s" % error)
        self.gateway = SecureGateway()
        self.addCleanup(self.gateway.close)
        self.folder = tempfile.mkdtemp(prefix="docshare-interop-")
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)

    def _file(self, name, content):
        path = os.path.join(self.folder, name)
        with open(path, "wb") as file:
            file.write(content)
        return path

    def _run(self, settings):
        """What the client got."""
        done = subprocess.run(
            ["node", os.path.join(_HERE, "npm_soap_client.js"), self.packages,
             self._file("settings.json", json.dumps(settings).encode())],
            stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=_LIMIT_S, check=False)
        self.assertEqual(done.returncode, 0, done.stderr)
        return json.loads(done.stdout)

    def test_provides_queries_and_retrieves(self):
        patient, unique_id = self.gateway.new_patient(), small_submission.new_unique_id()
        submission = small_submission.submit_objects(patient, unique_id, "Røntgen av håndledd")
        certificate, key, authority = self.gateway.client_files()
        got = self._run({
            "certificate": certificate, "key": key, "authority": authority,
            "registry_url": self.gateway.url(transactions.REGISTRY),
            "repository_url": self.gateway.url(transactions.REPOSITORY),
            "repository_unique_id": self.gateway.repository_unique_id,
            "submission": etree.tostring(submission, encoding="unicode"),
            "document_id": small_submission.DOCUMENT_ID, "document": self._file("document", _DOCUMENT),
            "patient": patient, "unique_id": unique_id})
        self.assertEqual([got["provided"], got["found"], got["retrieved"]], [_SUCCESS] * 3)
        self.assertEqual(got["titles"], ["Røntgen av håndledd"])
        self.assertEqual([base64.b64decode(part) for part in got["parts"]], [_DOCUMENT])
        self.assertIn("urn:x:unknown", got["fault"])


if __name__ == "__main__":
    unittest_main.main()
