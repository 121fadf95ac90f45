"""Step 4, embed: captures become vectors, where the desk names an embedder.

select: captures without a vector of this embedder and version · work: models.Embedder.embed (a map)
keep: one vector a capture, in the journal
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from nutgraf import models
from nutgraf.archive.model import Capture
from nutgraf.models import Embedder
from nutgraf.rundown import work
from nutgraf.rundown.receive import together
from nutgraf.rundown.shift import Shift
from nutgraf.store.journal import result_key

_TOGETHER = 64


def embedder_of(shift: Shift) -> Embedder | None:
    """The embedder the desk names, None where it names none. Raises UsageError where it cannot run."""
    name = shift.settings.embedding.embedder
    return None if name == "none" else models.embedder(name)


def embed(shift: Shift, captures: Sequence[str]) -> int:
    """Embed every capture of `captures` that was not embedded before; returns how many were."""
    embedder = embedder_of(shift)
    if embedder is None:
        return 0
    keys = {capture: _key(embedder, capture) for capture in captures}
    missing = set(shift.store.journal.missing(tuple(keys.values())))
    without = [capture for capture, key in keys.items() if key in missing]
    if not without:
        return 0
    shift.progress.begin("embedding captures", len(without))
    for some in together(without, _TOGETHER):
        whole = shift.store.captures.get(some, layout=False)
        passages = [work.Passage(text=passage(one), embedder=embedder.name) for one in whole]
        values = shift.runner.map(work.embed_packed, passages)
        kept = {keys[one.id]: value for one, value in zip(whole, values, strict=True)}
        shift.store.journal.keep_packed("embed", kept)
        shift.progress.advance(len(some))
    shift.progress.end()
    return len(without)


def vectors_of(shift: Shift, captures: Sequence[str]) -> Mapping[str, bytes]:
    """The vector of each capture, by capture id; nothing where the desk names no embedder.

    What has none yet gets one: a desk may have changed its embedder since.
    """
    embedder = embedder_of(shift)
    if embedder is None:
        return {}
    embed(shift, captures)
    keys = {_key(embedder, capture): capture for capture in captures}
    kept = shift.store.journal.get(tuple(keys), bytes)
    return {keys[key]: vector for key, vector in kept.items()}


def passage(capture: Capture) -> str:
    """What is embedded of a capture: its title and its text, cut by the embedder where it must."""
    return f"{capture.title}\n{capture.text}" if capture.title else capture.text


def _key(embedder: Embedder, capture: str) -> str:
    return result_key("embed", f"{embedder.name}/{embedder.version}", "", capture)
