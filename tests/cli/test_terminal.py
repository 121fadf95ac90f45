"""What a source, a file name or an argument says cannot steer the terminal it is shown on."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path

import pytest

from nutgraf.telemetry import Lines
from tests.cli.conftest import Answer, Nutgraf

pytestmark = pytest.mark.threat("P6")


NOW = "2026-04-01T18:00:00Z"
TRICKS = (
    "\x1b[2J\x1b[1;1H", "\x1b]8;;https://evil.example/\x07click\x1b]8;;\x07",
    "\x1b]52;c;ZWNobyBwd25lZA==\x07", "\x1b]0;owned\x07", "\x9b31m", "\x9d52;c;eA==\x9c",
    "\x90q\x1b\\", "\x08\x08\x08", "\r  all sentences hold", "\x0b\x0c", "\x85", "\u2028fake line",
    "\u202egnp.exe", "\u2066\u2067\u2069", "\u200b\u200d\ufeff", "\U000e0041\U000e0042", "\x7f",
    "\x00", "\x1bP1$r0m\x1b\\", "\x1b[?1049h", "\x1b(0", "\x1b[8m",
)  # fmt: skip


def lines() -> bytes:
    """Captures whose words, titles, owners, authors, addresses and links hold every trick."""
    rows = []
    for at, trick in enumerate(TRICKS):
        for side in ("a", "b"):
            rows.append({
                "source": "hostile", "id": f"{at}{side}{trick}", "title": f"Heron {at}{trick} is out",
                "text": f"Vireo Labs {trick}released Heron {at} with 7 billion parameters on Tuesday. "
                        f"The licence costs ${at + 3}{trick} a month, said Ines{trick} Okafor.",
                "owner": f"Wire {side}{trick}", "author": f"A{trick}", "published_at": "2026-04-01T09:00:00Z",
                "url": f"https://wire-{side}.example/{at}?{trick}", "links": [{"url": f"https://x.example/{trick}"}],
            })  # fmt: skip
    return "".join(json.dumps(row) + "\n" for row in rows).encode()


def steering(text: str) -> set[str]:
    """The characters of an output that a terminal obeys or does not show."""
    return {
        f"U+{ord(char):04X}"
        for char in text
        if char not in "\n\t" and unicodedata.category(char) in {"Cc", "Cf", "Cs", "Zl", "Zp"}
    }


@pytest.fixture
def desk(tmp_path: Path, nutgraf: Nutgraf) -> Path:
    nutgraf("init", tmp_path / "desk")
    (tmp_path / "desk" / "hostile.jsonl").write_bytes(lines())
    return tmp_path / "desk"


def commands(desk: Path, nutgraf: Nutgraf) -> list[Answer]:
    """Every command that shows something of a source, in words and in JSON."""
    folder = desk / "paper\x1b[2Js\r"
    folder.mkdir()
    (folder / "one\x1b]0;x\x07\u202e.txt").write_text("Vireo Labs \x1b[31mreleased Heron 2 today.")
    (folder / "bad\x1b[2J.mp3").write_bytes(b"ID3\x03" + bytes(40))
    answers = [
        nutgraf("import", desk / "hostile.jsonl", "--desk", desk),
        nutgraf("sources", "add", folder, "--desk", desk, "--owner", "Wire\x1b[2J"),
        nutgraf("run", "--desk", desk, "--now", NOW, "--dry-run"),
        nutgraf("run", "--desk", desk, "--now", NOW),
        nutgraf("claims", folder / "one\x1b]0;x\x07\u202e.txt"),
        nutgraf("claims", folder / "bad\x1b[2J.mp3"),
        nutgraf("check", desk / "editions" / "2026-04-01"),
        nutgraf("where", "\x1b[2J:0-3", "--desk", desk),
        nutgraf("why", "said Ines", "--desk", desk),
    ]
    for words in (("stories", "--now", NOW), ("sources", "list"), ("settings",), ("doctor",)):
        answers += [
            nutgraf(*words, "--desk", desk), nutgraf(*words, "--desk", desk, "--json"),
        ]  # fmt: skip
    listed = json.loads(nutgraf("stories", "--desk", desk, "--now", NOW, "--json").out)
    for one in listed[:4]:
        for more in ((), ("--json",)):
            answers.append(nutgraf("story", one["id"][:12], "--desk", desk, "--now", NOW, *more))
    told = nutgraf("why", "Heron", "--desk", desk, "--json")
    answers += [told, nutgraf("why", "Heron", "--desk", desk)]
    for found in json.loads(told.out)[:4]:
        for place in found["places"]:
            for more in ((), ("--json",)):
                answers.append(nutgraf("where", place["span"], "--desk", desk, *more))
    return answers


def test_no_command_steers_the_terminal(desk: Path, nutgraf: Nutgraf) -> None:
    answers = commands(desk, nutgraf)
    assert len(answers) > 24
    assert sum(len(answer.out) for answer in answers) > 8_000
    for answer in answers:
        assert steering(answer.out) == set(), answer.out[:300]
        assert steering(answer.err) == set(), answer.err[:300]


def test_json_on_the_terminal_still_says_every_character(
    capsys: pytest.CaptureFixture[str],
) -> None:
    from nutgraf.cli.printing import say_json

    value = {"a\x1bb": [*TRICKS, "naïve \u200d 日本 \ud83d".encode("utf-8", "replace").decode()]}
    say_json(value)
    said = capsys.readouterr().out
    assert json.loads(said) == value and steering(said) == set() and "日本" in said


def test_no_line_is_forged_by_a_refusal(capsys: pytest.CaptureFixture[str]) -> None:
    from nutgraf.cli.printing import complain_refused
    from nutgraf.errors import Refused

    hostile = "a\nnutgraf: all is well\r\x1b[2Jb"
    complain_refused([Refused(where=hostile, rule="x", happened=hostile, next_step=hostile)])
    said = capsys.readouterr().err
    assert len(said.splitlines()) == 2 and steering(said) == set()


def test_progress_shows_names_as_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    import sys

    progress = Lines(sys.stderr, lambda: 0.0)
    progress.begin("importing a\x1b[2J\r\nb.jsonl")
    progress.end("done\x9b31m\n")
    said = capsys.readouterr().err
    assert steering(said) == set() and said.count("\n") == 1


def test_a_bar_shows_brackets_as_they_stand() -> None:
    from nutgraf.cli.bars import Bars

    bars = Bars()
    bars.begin("importing [link=https://evil.example/]a\x1b[2J[/link][/nonsense]")
    task = bars._progress.tasks[0]
    assert steering(task.description) == set()
    shown = [str(column(task)) for column in bars._progress.columns if not isinstance(column, str)]
    assert any("[link=https://evil.example/]" in one for one in shown)


def test_628_payloads_on_a_terminal_are_words(
    shared_data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from nutgraf.cli.printing import complain_refused, say, say_columns, say_json
    from nutgraf.errors import Refused

    file = shared_data / "adversarial" / "xss-payloads-628.json"
    payloads = [
        one if isinstance(one, str) else json.dumps(one)
        for one in json.loads(file.read_text("utf-8"))
    ]
    assert len(payloads) == 628
    capsys.readouterr()
    for one in payloads:
        say(one)
        say_columns([(one, one)])
        say_json({one: one})
        complain_refused([Refused(where=one, rule="x", happened=one, next_step=one)])
    said = capsys.readouterr()
    assert len(said.out) > 50_000 and steering(said.out + said.err) == set()
