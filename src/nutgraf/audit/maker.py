"""Which version of the package made an edition, as far as that changes what can be checked."""

from __future__ import annotations

from nutgraf import __version__
from nutgraf.editions.form import EditionForm
from nutgraf.editions.version import VERSION

_OURS = (("nutgraf", __version__), ("editions", VERSION))


def by_another_version(form: EditionForm) -> bool:
    """Whether the colophon names another version of the package, or of how it prints, than this one.

    Such an edition may honestly be printed otherwise than it would be today. One that names none is
    held to today's.
    """
    return any(form.colophon.versions.get(name, ours) != ours for name, ours in _OURS)


def maker(form: EditionForm) -> str:
    """The versions an edition names for its printing: `nutgraf 0.1.0, editions 1`."""
    named = form.colophon.versions
    return ", ".join(f"{name} {named[name]}" for name, _ in _OURS if name in named)
