"""Who may read what: an audience is a set of sources."""

from __future__ import annotations

from dataclasses import dataclass

from nutgraf.ids import digest


@dataclass(frozen=True, slots=True, kw_only=True)
class Audience:
    """The sources an edition and its memory may be made from; None means all of them.

    `key` stands in every journal key, story, told row and edition row, so that what is made for
    one audience can never be served to another.
    """

    sources: tuple[str, ...] | None = None

    @property
    def key(self) -> str:
        """`all`, or a digest of the sorted source ids."""
        if self.sources is None:
            return "all"
        return digest(*sorted(set(self.sources)))[:16]

    def admits(self, source: str) -> bool:
        """Whether this audience may read a source."""
        return self.sources is None or source in self.sources


EVERYONE = Audience()
