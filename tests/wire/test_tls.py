"""TLS over pinned connections: verified against the name, though the address was looked up before."""

from __future__ import annotations

import shutil
import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from ipaddress import ip_address
from pathlib import Path

import pytest

from nutgraf.sources.looks.visits import Errand
from nutgraf.testing import at
from nutgraf.wire import Fetcher, FetchOptions, transport
from nutgraf.wire.addresses import Address, is_public

pytestmark = [
    pytest.mark.allow_hosts(["127.0.0.1"]),
    pytest.mark.skipif(shutil.which("openssl") is None, reason="no openssl to make a certificate"),
]
NOW = at("2026-04-01")
NAME = "tls.example.org"
Reply = Callable[[ssl.SSLSocket], None]


class TlsServer:
    """Answers requests over TLS as told; every public address of port 443 leads to it."""

    def __init__(self, folder: Path) -> None:
        self.certificate = folder / "cert.pem"
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2",
             "-keyout", str(folder / "key.pem"), "-out", str(self.certificate),
             "-subj", f"/CN={NAME}", "-addext", f"subjectAltName=DNS:{NAME}"],
            check=True, capture_output=True,
        )  # fmt: skip
        self._context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        self._context.load_cert_chain(self.certificate, folder / "key.pem")
        self.requests: list[bytes] = []
        self.handshakes = 0
        self.asked: list[Address] = []
        self.reply: Reply = lambda sock: sock.sendall(
            b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nsafe"
        )
        self._listening = socket.create_server(("127.0.0.1", 0))
        self._port = self._listening.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            try:
                plain, _ = self._listening.accept()
            except OSError:
                return
            threading.Thread(target=self._talk, args=(plain,), daemon=True).start()

    def _talk(self, plain: socket.socket) -> None:
        with suppress(OSError), plain, self._context.wrap_socket(plain, server_side=True) as sock:
            self.handshakes += 1
            while request := sock.recv(65536):
                self.requests.append(request)
                self.reply(sock)

    def connect(self, address: Address, port: int, timeout: float) -> socket.socket:
        assert is_public(address)
        self.asked.append(address)
        return transport.connect_to(ip_address("127.0.0.1"), self._port, timeout)

    def fetcher(self, **limits: object) -> Fetcher:
        return Fetcher(
            options=FetchOptions(**limits),  # type: ignore[arg-type]
            look_up=lambda *_: ["93.184.215.14"], connect=self.connect, environ={"T": "token"},
        )  # fmt: skip

    def close(self) -> None:
        with suppress(OSError):
            self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()


@pytest.fixture
def trusted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, socket_enabled: None
) -> Iterator[TlsServer]:
    server = TlsServer(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(server.certificate))
    transport._trust.cache_clear()
    yield server
    transport._trust.cache_clear()
    server.close()


def rule(server: TlsServer, address: str, **limits: object) -> str:
    visit = server.fetcher(**limits).visit(Errand(address=address, source="s", secret="T"), NOW)
    return visit.refused.rule if visit.refused else visit.outcome


def test_a_connection_is_kept_and_a_secret_goes_along(trusted: TlsServer) -> None:
    fetcher = trusted.fetcher()
    with closing(fetcher.connections()) as kept:
        for _ in range(3):
            errand = Errand(address=f"https://{NAME}/feed", source="s", secret="T")
            visit = fetcher.step(fetcher.journey(errand, NOW), kept)
            assert visit is not None and visit.raw is not None and visit.raw.data == b"safe"
    assert trusted.handshakes == 1 and len(trusted.requests) == 3
    assert all(b"Authorization: Bearer token" in request for request in trusted.requests)


def test_a_certificate_of_another_name_is_refused_before_anything_is_said(
    trusted: TlsServer,
) -> None:
    assert rule(trusted, "https://other.example.org/") == "certificate"
    assert len(trusted.asked) == 1 and trusted.requests == []


def test_a_certificate_nobody_vouches_for_is_refused(
    trusted: TlsServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SSL_CERT_FILE")
    transport._trust.cache_clear()
    assert rule(trusted, f"https://{NAME}/") == "certificate"
    assert trusted.requests == []


def test_from_https_to_http_is_not_followed(trusted: TlsServer) -> None:
    trusted.reply = lambda sock: sock.sendall(
        f"HTTP/1.1 301 M\r\nLocation: http://{NAME}/\r\nContent-Length: 0\r\n\r\n".encode()
    )
    assert rule(trusted, f"https://{NAME}/") == "redirect-scheme"
    assert len(trusted.requests) == 1


def test_slow_bytes_over_tls_end_at_the_deadline(trusted: TlsServer) -> None:
    def drip(sock: ssl.SSLSocket) -> None:
        sock.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
        for _ in range(200):
            sock.sendall(b"a")
            time.sleep(0.05)

    trusted.reply = drip
    began = time.monotonic()
    assert rule(trusted, f"https://{NAME}/", total_seconds=0.6) == "timeout"
    assert time.monotonic() - began < 5


def test_a_handshake_that_never_ends_does(socket_enabled: None) -> None:
    listening = socket.create_server(("127.0.0.1", 0))
    port = listening.getsockname()[1]
    fetcher = Fetcher(
        options=FetchOptions(total_seconds=0.5, read_seconds=20.0), look_up=lambda *_: ["93.184.215.14"],
        connect=lambda address, _, timeout: transport.connect_to(ip_address("127.0.0.1"), port, timeout),
    )  # fmt: skip
    began = time.monotonic()
    visit = fetcher.visit(Errand(address="https://quiet.example/", source="s"), NOW)
    listening.close()
    assert time.monotonic() - began < 10
    assert visit.refused is not None and visit.refused.rule == "timeout"
