"""The npm packages of package-lock.json, installed once into a cached folder."""
import hashlib
import os
import pwd
import shutil
import subprocess
import tempfile

_HERE = os.path.dirname(os.path.realpath(__file__))
_FILES = ("package.json", "package-lock.json")
_LIMIT_S = 120


class NotAvailable(Exception):
    """No node, no npm or no network; the text says which."""


def _cache():
    """The folder of tools/env.sh. Bazel sets another HOME."""
    base = os.environ.get("XDG_CACHE_HOME") or os.path.join(pwd.getpwuid(os.getuid()).pw_dir, ".cache")
    folder = os.path.join(base, "docshare-bazel")
    try:
        os.makedirs(folder, exist_ok=True)
    except OSError:
        return tempfile.gettempdir()
    return folder if os.access(folder, os.W_OK) else tempfile.gettempdir()


def folder():
    """A folder with node_modules. Raises NotAvailable."""
    if not shutil.which("node") or not shutil.which("npm"):
        raise NotAvailable("node and npm are not installed; tools/setup --dev installs them")
    digest = hashlib.sha256()
    for name in _FILES:
        with open(os.path.join(_HERE, name), "rb") as file:
            digest.update(file.read())
    wanted = os.path.join(_cache(), "interop-%s" % digest.hexdigest()[:16])
    if os.path.isdir(wanted):
        return wanted
    made = tempfile.mkdtemp(prefix="interop-", dir=os.path.dirname(wanted))
    try:
        _install(made)
        os.rename(made, wanted)
    except FileExistsError:
        pass  # Another test was faster.
    finally:
        shutil.rmtree(made, ignore_errors=True)
    return wanted


def _install(into):
    for name in _FILES:
        shutil.copy(os.path.join(_HERE, name), into)
    environment = dict(os.environ, HOME=pwd.getpwuid(os.getuid()).pw_dir)
    try:
        # Install scripts stay off: they would download, and run as us.
        done = subprocess.run(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=into, env=environment,
                              stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=_LIMIT_S, check=False)
    except subprocess.TimeoutExpired as error:
        raise NotAvailable("npm ci took more than %d s" % _LIMIT_S) from error
    if done.returncode != 0:
        raise NotAvailable("npm ci failed: %s" % done.stderr.strip()[-300:])
