"""Countries and what comes from them: Poland, Polish."""

from __future__ import annotations

from nutgraf.reading.wordlists import listed

_PAIRS = listed(
    "afghanistan:afghan albania:albanian algeria:algerian angola:angolan argentina:argentine argentina:argentinian armenia:armenian "
    "australia:australian austria:austrian azerbaijan:azerbaijani bahrain:bahraini bangladesh:bangladeshi belarus:belarusian "
    "belgium:belgian bolivia:bolivian bosnia:bosnian botswana:botswanan brazil:brazilian britain:british bulgaria:bulgarian "
    "cambodia:cambodian cameroon:cameroonian canada:canadian chad:chadian chile:chilean china:chinese colombia:colombian "
    "congo:congolese croatia:croatian cuba:cuban cyprus:cypriot czechia:czech denmark:danish denmark:dane ecuador:ecuadorian "
    "egypt:egyptian england:english eritrea:eritrean estonia:estonian ethiopia:ethiopian fiji:fijian finland:finnish finland:finn "
    "france:french gabon:gabonese gambia:gambian georgia:georgian germany:german ghana:ghanaian greece:greek greenland:greenlandic "
    "guatemala:guatemalan guinea:guinean haiti:haitian honduras:honduran hungary:hungarian iceland:icelandic india:indian "
    "indonesia:indonesian iran:iranian iraq:iraqi ireland:irish israel:israeli italy:italian jamaica:jamaican japan:japanese "
    "jordan:jordanian kazakhstan:kazakh kenya:kenyan korea:korean kosovo:kosovar kuwait:kuwaiti laos:laotian latvia:latvian "
    "lebanon:lebanese liberia:liberian libya:libyan lithuania:lithuanian luxembourg:luxembourgish madagascar:malagasy "
    "malawi:malawian malaysia:malaysian mali:malian malta:maltese mexico:mexican moldova:moldovan mongolia:mongolian "
    "montenegro:montenegrin morocco:moroccan mozambique:mozambican myanmar:burmese namibia:namibian nepal:nepalese "
    "netherlands:dutch holland:dutch nicaragua:nicaraguan niger:nigerien nigeria:nigerian norway:norwegian oman:omani "
    "pakistan:pakistani palestine:palestinian panama:panamanian paraguay:paraguayan peru:peruvian philippines:filipino "
    "philippines:philippine poland:polish poland:pole portugal:portuguese qatar:qatari romania:romanian russia:russian "
    "rwanda:rwandan samoa:samoan scotland:scottish scotland:scots senegal:senegalese serbia:serbian singapore:singaporean "
    "slovakia:slovak slovenia:slovenian somalia:somali spain:spanish sudan:sudanese sweden:swedish switzerland:swiss syria:syrian "
    "taiwan:taiwanese tajikistan:tajik tanzania:tanzanian thailand:thai tibet:tibetan togo:togolese tunisia:tunisian turkey:turkish "
    "turkmenistan:turkmen uganda:ugandan ukraine:ukrainian emirates:emirati uruguay:uruguayan uzbekistan:uzbek venezuela:venezuelan "
    "vietnam:vietnamese wales:welsh yemen:yemeni zambia:zambian zimbabwe:zimbabwean europe:european africa:african asia:asian "
    "america:american arabia:arab siberia:siberian catalonia:catalan flanders:flemish bavaria:bavarian faroe:faroese faroes:faroese "
    "basque:basque arctic:arctic antarctica:antarctic crimea:crimean tyrol:tyrolean sicily:sicilian sardinia:sardinian "
    "corsica:corsican brittany:breton normandy:norman texas:texan california:californian paris:parisian london:londoner "
    "berlin:berliner vienna:viennese moscow:muscovite venice:venetian rome:roman milan:milanese"
)
_BY_WORD: dict[str, set[str]] = {}
for _pair in _PAIRS:
    _one, _, _other = _pair.partition(":")
    _BY_WORD.setdefault(_one, {_one}).add(_other)
    _BY_WORD.setdefault(_other, {_other}).add(_one)

ADJECTIVES: frozenset[str] = frozenset(pair.partition(":")[2] for pair in _PAIRS)
COUNTRIES: frozenset[str] = frozenset(pair.partition(":")[0] for pair in _PAIRS)


def of_one_place(one: str, other: str) -> bool:
    """Whether two case-folded words name a place and what is of it, in number either way."""
    mine = _BY_WORD.get(one) or _BY_WORD.get(one.removesuffix("s"), set())
    theirs = _BY_WORD.get(other) or _BY_WORD.get(other.removesuffix("s"), set())
    return bool(mine & theirs)


def is_place_word(word: str) -> bool:
    """Whether a case-folded word is a country, continent, or the adjective of one."""
    return word in _BY_WORD or word.removesuffix("s") in _BY_WORD
