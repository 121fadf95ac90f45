"""Words too common to tell two stories apart: grammar, and the furniture of news reports."""

from __future__ import annotations

_ENGLISH = """
a about above across after again against all almost along already also although always am among an
and another any anybody anyone anything are aren't around as at away back be became because become
becomes been before behind being below between both but by can can't cannot could couldn't did
didn't do does doesn't doing don't done down during each either else enough even ever every everyone
everything few for from further get gets getting give given go goes going gone got had hadn't has
hasn't have haven't having he he'd he'll he's her here hers herself him himself his how however i
i'd i'll i'm i've if in into is isn't it it's its itself just keep kept least less let let's like
likely made make makes many may maybe me might mine more most much must my myself near need never no
nobody none nor not nothing now of off often on once one only onto or other others our ours
ourselves out over own per perhaps quite rather really same say saying says said seem seemed seems
several she she'd she'll she's should shouldn't since so some somebody someone something still such
take taken takes than that that's the their theirs them themselves then there there's these they
they'd they'll they're they've thing things this those though through thus to today together told
too toward towards tomorrow tonight two under until up upon us use used uses using very via was
wasn't way we we'd we'll we're we've well were weren't what whatever when where whether which while
who whole whom whose why will with within without won't would wouldn't yes yesterday yet you you'd
you'll you're you've your yours yourself
according added adding among amid asked called came come comes day days first found here's including
last later latest look month months new news next number part people point report reported
reportedly reporting reports set show showed shows statement story tell think time times took try
trying two update updated want wanted wants week weeks went work year years
monday tuesday wednesday thursday friday saturday sunday
january february march april june july august september october november december
jan feb mar apr jun jul aug sep sept oct nov dec am pm est edt gmt utc
rt amp http https www via
"""

# The commonest grammar words of other languages written with spaces; rarity does the rest there.
_OTHERS = """
aber als am an auch auf aus bei das dass dem den der des doch ein eine einem einen einer es
für haben ich im ist nach nicht noch nur oder sich sie sind über um und von vor werden
wie wird zu zum zur
au aux avec ce ces cette dans de des du elle en est et il ils je la le les leur mais ne nous on ou
par pas pour qu que qui sa se ses sont sur un une vous été
al como con del desde el ella en entre es esta este fue ha han hay las lo los más muy no para
pero por que se sobre su sus un una y ya
alla anche che con da dal della delle di e gli il nel non per più sono una
ao aos com da das do dos ele em foi mais na nas no nos não o os ou para pela pelo por são uma
aan bij dat de den een en het hij ik in is met naar niet of om ook op te tot uit voor was wordt
zijn
в во и к как на не но о от по с со то что это из за для
"""

STOPWORDS: frozenset[str] = frozenset(f"{_ENGLISH} {_OTHERS}".split())
