"""A gateway that speaks SOAP over mutual TLS alone, and a client certificate for it."""
import os
import shutil
import subprocess
import tempfile

import gateway_under_test
from stack import StackOptions

_CLIENT = "hospital"
_DEV_CERTS = os.path.join(os.path.dirname(os.path.realpath(__file__)), "../../tools/dev-certs")


class SecureGateway(gateway_under_test.GatewayUnderTest):
    """Starts in the constructor; close() ends it and removes its files. Raises StackFailed."""

    def __init__(self):
        self._certificates = tempfile.mkdtemp(prefix="docshare-interop-certs-")
        try:
            subprocess.run([_DEV_CERTS, self._certificates, "--server", "gateway", "--client", _CLIENT, "--quiet"],
                           check=True, stdin=subprocess.DEVNULL)
            super().__init__(gateway_under_test.default_binaries(),
                             StackOptions(certificates=self._certificates, clients=(_CLIENT,)))
        except BaseException:
            shutil.rmtree(self._certificates, ignore_errors=True)
            raise

    def close(self):
        super().close()
        shutil.rmtree(self._certificates, ignore_errors=True)
