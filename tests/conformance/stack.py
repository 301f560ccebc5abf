"""A fresh registry, repository and gateway on free ports of 127.0.0.1, for one run."""
import dataclasses
import os
import secrets
import signal
import subprocess
import time

import transactions
from patients import CommandLineFeed, MllpFeed
from reply_listener import free_port
from soap_client import SoapClient
from plan_run import Gateway

HOME = "urn:oid:2.999.9.42"
REPOSITORY_OID = "2.999.9.44"
_START_LIMIT_S = 60
_STOP_LIMIT_S = 25

PROGRAMS = {
    "registry": "registry/server/docshare-registry",
    "repository": "repository/server/docshare-repository",
    "gateway": "gateway/server/docshare-gateway",
    "cli": "consumer/cli/docshare",
}

_PATHS = {
    transactions.REGISTRY: "/Registry/services/RegistryService",
    transactions.REPOSITORY: "/Repository/services/RepositoryService",
    transactions.GATEWAY: "/XCA/services/RespondingGatewayService",
}

# Who speaks without TLS is called so; the gateway always does.
_PLAINTEXT_SYSTEM = "loopback-plaintext"


@dataclasses.dataclass(frozen=True)
class StackOptions:
    """How a stack differs from one for the test plans."""
    # Folder of tools/dev-certs: SOAP is spoken over mutual TLS with the certificate `server`, and
    # the systems `clients` may do what needs a role. None: without TLS.
    certificates: str = None
    server: str = "gateway"
    clients: tuple = ()
    # Further fields of GatewayConfig and of its Mllp, as text.
    gateway_fields: str = ""
    mllp_fields: str = ""


class StackFailed(Exception):
    """A server did not start; the text has the end of its log."""


def _quote(text):
    return '"%s"' % text.replace("\\", "\\\\").replace('"', '\\"')


class _Server:
    """One server process with its folder."""

    def __init__(self, name, program, folder):
        self.name = name
        self._program = program
        self.folder = os.path.join(folder, name)
        self.process = None
        os.makedirs(self.folder)

    def file(self, name):
        return os.path.join(self.folder, name)

    def listener(self, port_file="port", security="plaintext_on_loopback: true"):
        return "address: \"127.0.0.1:0\" %s port_file: %s drain_s: 5" % (security, _quote(self.file(port_file)))

    def start(self, config):
        with open(self.file("config.textproto"), "w", encoding="utf-8") as file:
            file.write(config)
        with open(self.file("log"), "wb") as log:
            self.process = subprocess.Popen([self._program, "--config", self.file("config.textproto")],
                                            stdin=subprocess.DEVNULL, stdout=log, stderr=log)

    def port(self, port_file="port"):
        """Waits for the server to be ready. Raises StackFailed."""
        deadline = time.monotonic() + _START_LIMIT_S
        while time.monotonic() < deadline:
            try:
                with open(self.file(port_file), encoding="ascii") as file:
                    text = file.read().strip()
            except OSError:
                text = ""
            if text:
                return int(text)
            if self.process.poll() is not None:
                break
            time.sleep(0.02)
        raise StackFailed("the %s did not start: %s" % (self.name, self.log_end()))

    def log_end(self):
        try:
            with open(self.file("log"), encoding="utf-8", errors="replace") as file:
                return "".join(file.readlines()[-5:]).strip()
        except OSError:
            return "no log"

    def stop(self):
        if self.process is None or self.process.poll() is not None:
            return
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(_STOP_LIMIT_S)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


class Stack:
    """Starts in the constructor; stop() ends the processes. `authorities` are the assigning authorities of
    the patients, that of new ones first, `codes` are files in the form of codes.xml. Raises StackFailed."""

    def __init__(self, binaries, folder, authorities, codes, options=StackOptions()):
        program = {name: os.path.join(binaries, path) for name, path in PROGRAMS.items()}
        missing = [path for path in program.values() if not os.access(path, os.X_OK)]
        if missing:
            raise StackFailed("there is no %s; tools/conformance builds it" % missing[0])
        self._registry = _Server("registry", program["registry"], folder)
        self._repository = _Server("repository", program["repository"], folder)
        self._gateway = _Server("gateway", program["gateway"], folder)
        self._options = options
        try:
            self._start(folder, authorities, codes, program["cli"])
        except BaseException:
            self.stop()
            raise

    def _start(self, folder, authorities, codes, cli):
        keys = os.path.join(folder, "key-ring.textproto")
        descriptor = os.open(keys, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write('active_key_id: "k1"\nkeys { id: "k1" aes256_hex: "%s" }\n' % secrets.token_hex(32))

        roles = ("PATIENT_FEED", "REGISTER", "QUERY", "UPDATE", "REMOVE", "ADMINISTER", "ACT_FOR")
        self._registry.start(self._store(self._registry, keys) + self._peers(roles) +
                             "home_community_id: %s\n" % _quote(HOME) +
                             "".join("code_files { path: %s }\n" % _quote(path) for path in codes))
        registry = "address: \"127.0.0.1:%d\" plaintext_on_loopback: true" % self._registry.port()

        roles = ("PROVIDE", "RETRIEVE", "REMOVE", "ADMINISTER", "ACT_FOR")
        self._repository.start(self._store(self._repository, keys) + self._peers(roles) +
                               "repository_unique_id: %s\nregistry { %s }\n" % (_quote(REPOSITORY_OID), registry))
        repository = "address: \"127.0.0.1:%d\" plaintext_on_loopback: true" % self._repository.port()

        reply_port = free_port()
        self._gateway.start(
            "home_community_id: %s\nregistry { %s }\n" % (_quote(HOME), registry) +
            "repositories { repository_unique_id: %s endpoint { %s } }\n" % (_quote(REPOSITORY_OID), repository) +
            "reply_to_prefixes: \"http://127.0.0.1:%d/\"\n" % reply_port +
            "soap { %s }\nmissing_assertion: MISSING_ASSERTION_ALLOWED\n" % self._soap_listener() +
            "mllp { listener { %s } default_assigning_authority: %s %s %s }\n%s\n" %
            (self._gateway.listener("mllp-port"), _quote(authorities[0]),
             " ".join("assigning_authorities: " + _quote(oid) for oid in sorted(set(authorities))),
             self._options.mllp_fields, self._options.gateway_fields))
        client = SoapClient("127.0.0.1", self._gateway.port(), self.client_files())
        self.gateway = Gateway(client, _PATHS, self._feed(folder, registry, cli), HOME, REPOSITORY_OID,
                               reply_port)

    def _store(self, server, keys):
        return "data_dir: %s\nkey_ring: %s\ndisk_reserve_mib: 16\nlistener { %s }\n" % (
            _quote(server.file("data")), _quote(keys), server.listener())

    def _peers(self, roles):
        names = (_PLAINTEXT_SYSTEM,) + self._options.clients
        return "".join("peers { name: %s %s }\n" % (_quote(name), _roles(roles)) for name in names)

    def _soap_listener(self):
        if self._options.certificates is None:
            return self._gateway.listener()
        files = tuple(_quote(path) for path in self.certificate_files(self._options.server))
        return self._gateway.listener(security="tls { certificate_chain: %s private_key: %s "
                                               "trusted_authorities: %s }" % files)

    def client_files(self):
        """certificate_files() of the first client, None without TLS."""
        return None if self._options.certificates is None else self.certificate_files(self._options.clients[0])

    def certificate_files(self, system):
        """(certificate, key, trusted authorities) of a system."""
        return tuple(os.path.join(self._options.certificates, name)
                     for name in (system + ".crt", system + ".key", "ca.crt"))

    def mllp_port(self):
        return self._gateway.port("mllp-port")

    def gateway_process(self):
        """The id of the gateway's process."""
        return self._gateway.process.pid

    def _feed(self, folder, registry, cli):
        # The port file is there once the gateway serves MLLP; an older gateway never writes it.
        deadline = time.monotonic() + 2
        while time.monotonic() < deadline:
            if os.path.exists(self._gateway.file("mllp-port")):
                return MllpFeed("127.0.0.1", self._gateway.port("mllp-port"))
            time.sleep(0.05)
        profiles = os.path.join(folder, "profiles.textproto")
        with open(profiles, "w", encoding="utf-8") as file:
            file.write('profiles { name: "feed" registry { %s } }\n' % registry)
        return CommandLineFeed(cli, profiles)

    def stopped_servers(self):
        """Names of the servers that are no longer running: a crash fails the run."""
        return [server.name for server in (self._registry, self._repository, self._gateway)
                if server.process is None or server.process.poll() is not None]

    def stop(self):
        """The registry last: the others may still have to ask it."""
        for server in (self._gateway, self._repository, self._registry):
            server.stop()


def _roles(names):
    return " ".join("roles: ROLE_%s" % name for name in names)
