"""Make a folder a desk: empty, or the sample desk."""

from __future__ import annotations

from pathlib import Path

from nutgraf import sample
from nutgraf.store import folder as files

_SETTINGS = """\
# The settings of this desk. `nutgraf settings show` prints every setting with its value.

[desk]
name = {name}
time_zone = "UTC"
"""


def make_desk(folder: Path, *, with_sample: bool = False) -> bool:
    """Make `folder` a desk; says whether it was made. An existing desk is left as it is."""
    folder = folder.expanduser().resolve()
    if (folder / files.SETTINGS).exists():
        return False
    if with_sample:
        for relative, data in sample.files():
            files.put_file(folder, relative, data)
    name = folder.name.replace("\\", "").replace('"', "") or "nutgraf"
    files.lay_out(folder, sample.settings() if with_sample else _SETTINGS.format(name=f'"{name}"'))
    return True
