"""Sentences of real texts, each with the sentences around it, and the names of its text."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from nutgraf.reading.sentences import sentences

_AROUND = 2  # sentences on either side
_WORDS = range(8, 46)
_PLAIN = re.compile(r"^[A-Z“\"'][^\n|{}<>\[\]]+[.!?][”\"']?$")
_NAME = re.compile(
    r"\b[A-Z][\w’'&-]*[A-Za-z0-9](?:\s(?:of|de|von|van|der|for|the)(?=\s[A-Z]))?(?:\s[A-Z0-9][\w.&-]*\w)*"
)
_NO_NAME = re.compile(
    r"^(?:The|A|An|In|On|At|It|He|She|They|We|You|I|But|And|This|That|These|Those|As|For|If|When|While|After|Before|With|Mr|Mrs"
    r"|Ms|Dr|January|February|March|April|May|June|July|August|September|October|November|December|Monday|Tuesday"
    r"|Wednesday|Thursday|Friday|Saturday|Sunday|No|Not|There|Here|What|Who|How|Why|Where|His|Her|Its|Our|Their|My|Your"
    r"|I[’']\w+|URLs?|Some|Many|Most|All|One|Two|Three|So|Or|To|From|By|Now|Then|Just|Even|Also|Yet|Still|Only|Once|Since|Until|Although"
    r"|Though|Because|However|According|Last|Next|Earlier|Later|Meanwhile|More|Other|Another|Each|Every|Both|Maybe|Yes|Yeah|OK|Oh|Well|Please|Thanks|Who)$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A sentence and its source: `source` is the sentence with those around it, or what it rewords.

    `names` are names of the whole text; `held` tells the half that no rule was made on.
    """

    id: str
    text: str
    source: str
    names: tuple[str, ...]
    held: bool


def passages(data: Path) -> Iterator[Passage]:
    """Every fit sentence of the news pages, the look-alike events and the AI stream.

    Fit is a whole sentence of 8 to 45 words that begins with a capital and ends with a mark.
    """
    for name, text in _texts(data):
        yield from _of_text(name, text)


def names_of(text: str) -> tuple[str, ...]:
    """Capitalised phrases of a text in order, those at a sentence's start only if they recur."""
    found: dict[str, int] = {}
    inside: set[str] = set()
    for match in _NAME.finditer(text):
        name = match.group().removesuffix("'s").removesuffix("’s")
        first = name.split()[0]
        if _NO_NAME.match(first) or len(name) < 3:
            continue
        found[name] = found.get(name, 0) + 1
        if not re.search(r"(?:^|[.!?:]\s*[“\"']?|\n\s*)$", text[: match.start()]):
            inside.add(name)
    return tuple(name for name in found if name in inside)


def is_held(key: str) -> bool:
    """Whether a text is of the held half: by its digest, once and for all."""
    return sha256(key.encode()).digest()[0] % 2 == 1


def _of_text(name: str, text: str) -> Iterator[Passage]:
    found = list(sentences(text))
    names = names_of(text)
    for at, (start, end) in enumerate(found):
        sentence = text[start:end].strip()
        if _PLAIN.match(sentence) and len(sentence.split()) in _WORDS:
            first, last = (
                found[max(0, at - _AROUND)][0],
                found[min(len(found) - 1, at + _AROUND)][1],
            )
            yield Passage(
                id=f"{name}#{at}", text=sentence, names=names, held=is_held(name),
                source=text[first:last],
            )  # fmt: skip


def _texts(data: Path) -> Iterator[tuple[str, str]]:
    pages = json.loads(
        (data / "html" / "article-extraction-benchmark" / "ground-truth.json").read_text("utf-8")
    )
    for name, page in sorted(pages.items()):
        yield f"page-{name[:12]}", page["articleBody"]
    with gzip.open(data / "clustering" / "ecbplus.jsonl.gz", "rt", encoding="utf-8") as lines:
        for at, line in enumerate(lines):
            yield f"event-{at}", json.loads(line)["text"]
    with gzip.open(data / "ainews" / "captures-2026h1.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            yield f"stream-{record['id']}", record["text"]
