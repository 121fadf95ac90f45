"""Every way out of the process is known: each place that connects or resolves is listed here, with what
guards it, and there is no other (a call-site scan of the syntax trees)."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

pytestmark = pytest.mark.threat("F4")


SRC = Path(__file__).resolve().parents[2] / "src" / "nutgraf"

# Modules that reach a network when they are used, whatever is called of them.
CLIENTS = {
    "urllib.request", "http.server", "ftplib", "imaplib", "poplib", "smtplib", "nntplib", "telnetlib",
    "xmlrpc", "socketserver", "requests", "httpx", "aiohttp", "websockets", "websocket", "paramiko",
    "dns", "pycurl", "boto3", "grpc",
}  # fmt: skip
# Names of modules or objects whose calls connect, listen or resolve.
CALLS = {
    "socket.socket", "socket.create_connection", "socket.create_server", "socket.getaddrinfo",
    "socket.gethostbyname", "socket.gethostbyname_ex", "socket.gethostbyaddr", "socket.fromfd",
    "asyncio.open_connection", "asyncio.start_server", "urllib3.PoolManager", "urllib3.ProxyManager",
    "urllib3.request", "urllib3.HTTPConnectionPool", "urllib3.HTTPSConnectionPool",
    "urllib3.connection_from_url", "ssl.get_server_certificate",
}  # fmt: skip
# Bare names that, imported from those modules, do the same.
NAMES = {
    "create_connection", "create_server", "getaddrinfo", "gethostbyname", "PoolManager",
    "ProxyManager", "HTTPConnectionPool", "HTTPSConnectionPool", "HTTPConnection",
    "HTTPSConnection", "urlopen", "open_connection",
}  # fmt: skip

# file -> what it uses, and the guard: nothing here is reached by an address that was not checked.
GUARDED = {
    "wire/transport.py": {
        "call socket.socket": "connect_to: only with an address of resolver.check",
        "import HTTPConnection": "over the socket of connect_to alone (_new_conn is replaced)",
        "import HTTPSConnection": "over the socket of connect_to alone (_new_conn is replaced)",
    },
    "wire/resolver.py": {"call socket.getaddrinfo": "look_up_name: its answers are all checked"},
    "wire/imap.py": {
        "module imaplib": "over a socket of transport.connect_to, its address checked"
    },
    "wire/imap_session.py": {
        "module imaplib": "a session over the socket wire/imap.py hands it; it opens none itself"
    },
    "wire/txt.py": {
        "module dns.resolver": "asks the system's own name servers for the key of a signature",
        "module dns.exception": "what that may raise",
    },
    "testing/mail.py": {"module socketserver": "a fake; listens on 127.0.0.1"},
    "testing/reader.py": {"module http.server": "a fake; listens on 127.0.0.1"},
    "testing/serving.py": {"module socketserver": "runs a fake that is handed to it; opens none"},
    "testing/web.py": {"call socket.create_server": "a fake; listens on 127.0.0.1"},
}


def _uses(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            for alias in node.names:
                if _is_client(alias.name):
                    yield f"module {alias.name}"
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            if _is_client(node.module):
                yield f"module {node.module}"
            elif node.module.split(".")[0] in {"socket", "urllib3", "http", "urllib", "asyncio"}:
                for alias in node.names:
                    if alias.name in NAMES:
                        yield f"import {alias.name}"
        elif isinstance(node, ast.Call):
            called = ast.unparse(node.func)
            if called in CALLS:
                yield f"call {called}"


def _is_client(module: str) -> bool:
    return any(module == name or module.startswith(name + ".") for name in CLIENTS)


@cache
def _found() -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for path in sorted(SRC.rglob("*.py")):
        uses = set(_uses(path))
        if uses and (uses := uses - _for_types_only(path)):
            found[path.relative_to(SRC).as_posix()] = uses
    return found


def _for_types_only(path: Path) -> set[str]:
    """Imports below `if TYPE_CHECKING` that occur nowhere else."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    blocks = [
        node for node in ast.walk(tree)
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
    ]  # fmt: skip
    inside = [line for block in blocks for line in range(block.lineno, (block.end_lineno or 0) + 1)]
    typed = {
        f"import {alias.name}": node.lineno in inside
        for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) for alias in node.names
        if not any(
            other.lineno not in inside and alias.name in {a.name for a in other.names}
            for other in ast.walk(tree) if isinstance(other, ast.ImportFrom)
        )
    }  # fmt: skip
    return {name for name, only in typed.items() if only}


def test_no_way_out_is_unguarded() -> None:
    found = _found()
    unguarded = {
        f"{name}: {use}"
        for name, uses in found.items()
        for use in uses - set(GUARDED.get(name, {}))
    }
    assert unguarded == set()


def test_no_guard_is_listed_for_a_way_that_is_gone() -> None:
    found = _found()
    gone = {
        f"{name}: {use}"
        for name, uses in GUARDED.items()
        for use in set(uses) - found.get(name, set())
    }
    assert gone == set()


@pytest.mark.parametrize(
    "code",
    [
        "import smtplib", "import urllib.request", "from urllib.request import urlopen",
        "import socket\nsocket.create_connection(('a', 1))", "from socket import create_connection",
        "import urllib3\nurllib3.PoolManager()", "from urllib3 import PoolManager",
        "from http.client import HTTPSConnection", "import dns.resolver", "import httpx",
    ],
)  # fmt: skip
def test_the_scan_finds_what_it_is_for(code: str, tmp_path: Path) -> None:
    (tmp_path / "new.py").write_text(code)
    assert set(_uses(tmp_path / "new.py"))


def test_a_fetch_goes_nowhere_but_through_the_one_fetcher() -> None:
    """Outside of wire, addresses are asked by a Fetcher or a Round, never by what they are made of."""
    private = {"transport", "resolver", "connect_to", "Connections", "look_up_name"}
    found = []
    for path in sorted(SRC.rglob("*.py")):
        room = path.relative_to(SRC).parts[0]
        if room in {"wire", "models", "testing"}:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("nutgraf.wire"):
                names = {alias.name for alias in node.names} | {(node.module or "").split(".")[-1]}
                found += [f"{path.relative_to(SRC)}: {name}" for name in sorted(names & private)]
    assert found == []
