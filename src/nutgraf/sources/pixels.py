"""Images in a mail that show nothing and only tell that it was opened: counted, never loaded."""

from __future__ import annotations

import re

_IMAGE = re.compile(r"<img\b([^>]{0,4000})>", re.I)
_ATTRIBUTE = re.compile(r"""([a-z-]{2,12})\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.I)
_SIZE = re.compile(
    r"(?:^|;|\s)(?:max-)?(width|height)\s*:\s*([01])(?:\.0+)?(?:px|em|pt|%)?\s*(?:!|;|$)", re.I
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


def tracking_pixels(html: str) -> int:
    """How many remote images of an HTML mail are tracking pixels.

    One is an image at a web address whose markup makes it nothing or a single point high or wide in
    both directions or hides it, or whose address is one that counts opened mails.
    """
    return sum(1 for image in _IMAGE.finditer(html) if _counts(image[1]))


def _counts(written: str) -> bool:
    said = {
        found[1].lower(): next(value for value in found.groups()[1:] if value is not None)
        for found in reversed(list(_ATTRIBUTE.finditer(written)))
    }
    address = said.get("src", "").strip()
    if not re.match(r"(?:https?:)?//", address, re.I):
        return False
    style = said.get("style", "")
    small = {side for side in ("width", "height") if _NOTHING.match(said.get(side, "x"))}
    small |= {found[1].lower() for found in _SIZE.finditer(style)}
    return len(small) == 2 or bool(_UNSHOWN.search(style) or _COUNTED.match(address))
