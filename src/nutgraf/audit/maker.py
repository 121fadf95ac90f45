"""Which version of the package made an edition, as far as that changes what can be checked."""

from __future__ import annotations

from nutgraf import __version__
from nutgraf.editions.form import EditionForm


def by_another_version(form: EditionForm) -> bool:
    """Whether the colophon names another version than this one.

    Such an edition may honestly be printed otherwise than it would be today. One that names none is
    held to today's.
    """
    return form.colophon.versions.get("nutgraf", __version__) != __version__
