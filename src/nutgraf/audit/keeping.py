"""Whether an edition is the one its desk keeps."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from nutgraf.audit.report import Failed
from nutgraf.editions.form import EditionForm


def compare_kept(
    edition_json: bytes,
    form: EditionForm,
    kept: Callable[[str], bytes | None] | None,
    folder: str,
    *,
    strange: bool,
) -> Iterator[Failed]:
    """Where edition.json is not, byte for byte, what the desk keeps under its id.

    In the desk's own folder of editions (`folder` is not "") the id is the folder's name, and what
    lies there is kept, unless it is `strange`: made from captures the desk does not have.
    """
    if kept is None:
        return
    if folder and form.id != folder and not strange:
        yield _object(f"It lies in the folder {folder!r}, and its id is {form.id[:40]!r}.")
    known = kept(folder or form.id)
    if known is None:
        if folder and not strange:
            yield _object(f"This desk keeps no edition {folder!r}.")
    elif known != edition_json:
        yield _object("edition.json is not the edition this desk keeps.")


def _object(message: str) -> Failed:
    return Failed(sentence=None, kind="object", message=message)
