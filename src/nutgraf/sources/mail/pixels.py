"""Images in a mail that show nothing and only tell that it was opened: counted, never loaded."""

from __future__ import annotations

import re
from collections import Counter

_IMAGE = re.compile(r"<img\b([^<>]{0,4000})>", re.I)
_ATTRIBUTE = re.compile(r"""([a-z-]{2,12})\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.I)
_SIZE = re.compile(
    r"(?<![\w-])(?:max-)?(width|height)\s*:\s*[01](?:\.0+)?(?:px|em|pt|%)?(?=\s*(?:!|;|$))", re.I
)
_UNSHOWN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|opacity\s*:\s*0(?:\.0+)?\s*(?:;|!|$)", re.I
)
_NOTHING = re.compile(r"\s*[01](?:\.0+)?(?:px|%)?\s*\Z")
# Where senders put the picture that counts who opened a mail.
_COUNTED = re.compile(
    r"https?://[^/?#]*(?:/[^?#]*)?/(?:open|opened|opens|o|wf/open|e/o|track/open(?:\.php)?|trk/open|pixel|beacon"
    r"|open\.(?:aspx|php|gif|png|jsp)|pixel\.(?:gif|png|php)|spacer_?trk\.gif|imp|oo)(?:[/?#]|\Z)"
    r"|https?://(?:[\w-]+\.)*(?:list-manage\.com/track/open|mailtrack\.io/trace|emltrk\.com|doubleclick\.net/(?:ad|imp)"
    r"|google-analytics\.com/collect|eotrx\.substackcdn\.com/open|open\.substack\.com)",
    re.I,
)  # fmt: skip
# A point that holds a layout table open, as mails did for years: one picture for everybody.
_SPACER = re.compile(
    r"[^?#]*/(?:[\w-]*(?:spac(?:e|er)|clear|blank|shim|transp?(?:arent)?|trans|dot|null|empty|invis(?:ible)?)[\w-]*"
    r"|1x1|1px)\.(?:gif|png)\Z",
    re.I,
)


def tracking_pixels(html: str) -> int:
    """How many remote images of an HTML mail are tracking pixels.

    One is an image at a web address whose markup makes it at most a single point high and wide, or
    hides it, or whose address is one that counts opened mails. A point that stands there more than
    once, or is called a spacer and carries no query, only holds the layout open.
    """
    small = [found for image in _IMAGE.finditer(html) if (found := _address(image[1]))]
    often = Counter(small)
    return sum(
        bool(_COUNTED.match(one)) or (often[one] == 1 and not _SPACER.match(one)) for one in small
    )


def _address(written: str) -> str:
    """The address of an image that shows nothing or counts openings, "" for any other."""
    said = {
        found[1].lower(): next(value for value in found.groups()[1:] if value is not None)
        for found in reversed(list(_ATTRIBUTE.finditer(written)))
    }
    address = said.get("src", "").strip()
    if not re.match(r"(?:https?:)?//", address, re.I):
        return ""
    style = said.get("style", "")
    small = {side for side in ("width", "height") if _NOTHING.match(said.get(side, "x"))}
    small |= {found[1].lower() for found in _SIZE.finditer(style)}
    unseen = len(small) == 2 or _UNSHOWN.search(style) or _COUNTED.match(address)
    return address if unseen else ""
