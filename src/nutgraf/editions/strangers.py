"""Renderings that other packages bring, by entry points of the group `nutgraf.renderings`.

The name of an entry point is the file it makes (`edition.tex`), its value a `Rendering`: a pure
function from the edition to bytes. Each is loaded when an edition is rendered and not before. Ours
are made first and cannot be replaced; what goes wrong in a stranger's costs its own file only, and
is told of as a refusal.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from importlib.metadata import EntryPoint, entry_points

from nutgraf.editions.model import Edition
from nutgraf.errors import Refused
from nutgraf.text import one_line

GROUP = "nutgraf.renderings"
RULE = "rendering"
_FILE = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]{0,98}[A-Za-z0-9])?")
_LONGEST = 200


def render_strangers(
    edition: Edition, ours: Collection[str]
) -> Iterator[tuple[str, bytes] | Refused]:
    """The file of every stranger's rendering by name, or why there is none; sorted by name.

    `ours` are the names that are taken. Names are compared without regard to case, because some
    file systems do.
    """
    taken = {name.casefold() for name in ours}
    for point in sorted(entry_points(group=GROUP), key=lambda one: (one.name, one.value)):
        if not _FILE.fullmatch(point.name):
            yield _refused(point, "its name is no plain file name")
        elif point.name.casefold() in taken:
            yield _refused(point, "there is a file of that name already, which it cannot replace")
        else:
            made = _rendered(point, edition)
            if isinstance(made, Refused):
                yield made
            else:
                taken.add(point.name.casefold())
                yield point.name, made


def _rendered(point: EntryPoint, edition: Edition) -> bytes | Refused:
    try:
        data = point.load()(edition)
    except (Exception, SystemExit) as problem:
        return _refused(point, f"{type(problem).__name__}: {problem}")
    if not isinstance(data, bytes):
        return _refused(point, f"it gave {type(data).__name__} instead of bytes")
    return data


def _refused(point: EntryPoint, why: str) -> Refused:
    package = point.dist.name if point.dist is not None else point.value.partition(":")[0]
    return Refused(
        where=one_line(point.name)[:_LONGEST],
        rule=RULE,
        happened=f"The rendering of {one_line(package)} was left out: {one_line(why)[:_LONGEST]}.",
        next_step=f"The edition is whole without it. Mend or uninstall {one_line(package)}, then "
        "run again; a file it made before is left as it was.",
    )
