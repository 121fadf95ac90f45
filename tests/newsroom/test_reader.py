"""A run over another reader: its items are the desk's, under the names of their own feeds."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from nutgraf.access import EVERYONE
from nutgraf.archive.model import Capture
from nutgraf.newsroom.desk import open_desk
from nutgraf.newsroom.make_desk import make_desk
from nutgraf.newsroom.run import run_desk
from nutgraf.runners.pool import Inline
from nutgraf.sources.model import Source
from nutgraf.telemetry import Silent
from nutgraf.testing import ScriptedReader, at, reader_item

BEGAN = at("2026-04-01T09:00:00Z")
SAID = "<p>Vireo Labs released Heron {n} with {n} billion parameters on 1 April 2026, it said.</p>"


def item(number: int) -> dict[str, object]:
    return reader_item(number, f"Heron {number}", SAID.format(n=number))


def ran(folder: Path, server: ScriptedReader, hours: int) -> list[Capture]:
    (folder / "nutgraf.toml").write_text(
        f'[desk]\nname = "A"\nrunner = "inline"\n[fetch]\nallow = ["127.0.0.0/8:{server.port}"]\n'
    )
    now = BEGAN + timedelta(hours=hours)
    with open_desk(folder) as desk:
        if not desk.store.followed():
            desk.store.follow([Source(
                id="fresh", name="Fresh", kind="reader", address=server.address, owner="Me", user="ann",
                secret="READER_PASSWORD",
            )])  # fmt: skip
        made = run_desk(
            desk, runner=Inline(), progress=Silent(), now=BEGAN + timedelta(hours=hours)
        )
        assert made.sources_failed == ()
        return list(desk.store.captures.get(desk.store.captures.arrived(EVERYONE, None, now)))


@pytest.mark.allow_hosts(["127.0.0.1"])
@pytest.mark.parametrize("miniflux", [False, True])
def test_a_reader_is_read_and_then_only_what_is_new(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, miniflux: bool
) -> None:
    make_desk(tmp_path)
    monkeypatch.setenv("READER_PASSWORD", "open sesame")
    with ScriptedReader([item(n) for n in range(1, 4)], miniflux=miniflux) as server:
        captures = ran(tmp_path, server, 2)
        assert {one.text for one in captures} == {SAID[3:-4].format(n=n) for n in range(1, 4)}
        assert {(one.owner, one.author) for one in captures} == {("Feed Example", "Ann Example")}
        server.add(item(4))
        asked = len(server.asked)
        assert len(ran(tmp_path, server, 30)) == 4
        assert [what for what, _ in server.asked[asked:]] == ["POST", "GET", "POST"]
        asked = len(server.asked)
        assert len(ran(tmp_path, server, 60)) == 4
        assert [what for what, _ in server.asked[asked:]] == ["POST", "GET"]
    assert b"sesame" not in b"".join(
        path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()
    )
    assert server.token.encode() not in b"".join(
        p.read_bytes() for p in tmp_path.rglob("*") if p.is_file()
    )
