"""What kind of event a text tells of, and from which field of life, by a lexicon of ours.

Two texts that share a name and nothing else may be of one event told in other words, or of two: a
lab's hire and its launch on one day. What the name does in each says which. The words were written
by us; of an English word the forms in -s, -ed and -ing are found too. A word of two senses stands
under both kinds, so that it never tells two texts apart.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

TITLE_WEIGHT = 2  # a word of the title counts so many times one of the lead
_OPENING = 14  # words of a text without a title that count as one
_LEAST = 2  # weight of a kind from which it is known
_KEPT_SHARE = 0.5  # of the weight of the strongest kind, from which another is kept
_MOST = 4  # kinds kept
_CACHED = 1 << 12  # pairs of sets of kinds whose comparison is kept

# Of each kind: how a reason names it, English words (forms added), words in the form they have.
_KINDS: Mapping[str, tuple[str, str, str]] = {
    "launch": ("a launch", "launch release unveil debut introduce rollout ship upgrade preview "
        "download version showcase", "lance dévoile lancement veröffentlicht vorgestellt lanza presenta "
        "now_available is_out is_live rolls_out rolling_out leaves_preview open_source open_weights"),
    "move": ("a change of people", "hire appoint appointment resign resignation depart departure exit "
        "quit retire recruit oust sack successor promote transfer rejoin poach replace",
        "steps_down step_down stepped_down stepping_down last_day chief_executive ceo cfo cto "
        "finance_chief chief_scientist first_head new_head as_head to_lead fired top_job fichaje "
        "traspaso ernennt ernannt rücktritt nomme démission nombra dimite joins joining leaves signs"),
    "layoff": ("a cut of jobs", "layoff redundancy downsize",
        "job_cuts lays_off laid_off lay_off laying_off lets_go cuts_jobs jobs_cut their_jobs severance "
        "entlässt entlassungen licencie licenciements despidos"),
    "funding": ("a round of money", "investor valuation backer fund fundraise financing",
        "raises raised raise funding round series_a series_b series_c series_d seed led_by levée"),
    "takeover": ("a takeover", "acquire acquisition buyer takeover merge merger bid sell stake",
        "buys bought buy to_buy buying sold joining übernimmt übernahme rachète rachat compra"),
    "court": ("a matter of law", "sue lawsuit court judge verdict appeal jury plaintiff settlement "
        "settle injunction copyright trademark patent prosecutor tribunal litigation",
        "ruling rules ruled sues sued suing high_court supreme_court held_that klage klagt gericht "
        "urteil richter procès juge demanda juez sentencia trial"),
    "penalty": ("a regulator's step", "fine penalty regulator antitrust watchdog probe inquiry "
        "investigation sanction punish violate", "must_pay fined bußgeld strafe amende régulateur "
        "multa cnil ftc orders_to licence_withdrawn privacy_law"),
    "ban": ("a ban", "ban block prohibit outlaw forbid restrict restriction",
        "banned banning verbot verbietet interdit interdiction prohíbe prohibición"),
    "lawmaking": ("a law or a policy", "lawmaker legislation parliament senate congress bill directive "
        "reform decree policy proposal manifesto licensing", "law laws act_passed gesetz loi ley "
        "white_house governments"),
    "vote": ("a vote", "vote election ballot poll candidate mayor voter referendum",
        "runoff elected re-elected stichwahl wahl gewählt élection élections elecciones votación"),
    "earnings": ("business figures", "revenue profit earning guidance dividend outlook forecast margin",
        "fourth_quarter first_quarter second_quarter third_quarter quarterly full_year backlog umsatz "
        "gewinn bénéfice ingresos beneficio net_loss"),
    "market": ("a move of the market", "share stock trader rally upgrade downgrade plunge crash index bond yield listing investor",
        "ipo dow nasdaq wall_street aktie börse bourse bolsa ticker shareholders"),
    "price": ("a price", "price pricing discount surcharge subscription tariff",
        "cheaper costs per_million cost preis preise prix tarif precio precios knocked price_cut"),
    "outage": ("an outage", "outage downtime latency incident disruption restore degrade",
        "unreachable offline maintenance errors elevated_errors increased_latency investigating "
        "störung ausfall panne caída"),
    "breach": ("a breach or a leak", "breach leak hack hacker vulnerability exploit malware phish "
        "credential ransomware cyberattack spyware intruder", "stolen hacked hacking ddos attack attacks datenleck fuite "
        "filtración data_theft"),
    "recall": ("a recall", "recall defect", "rückruf ruft_zurück rappel retirada"),
    "strike": ("a labour dispute", "strike union walkout picket wage roster",
        "streik gewerkschaft grève syndicat huelga sindicato walk_out collective_bargaining"),
    "site": ("a new site", "store shop factory plant office studio warehouse headquarters inaugurate "
        "branch wing groundbreaking", "opens_store new_campus data_centre fabrik werk usine fábrica "
        "tienda filiale"),
    "award": ("an award", "award prize medal honour honor laureate nominate nominee nomination trophy",
        "honorary oscar oscars nobel emmy emmys grammy preis prix premio preisträger honorary_citizen"),
    "study": ("a study", "study paper researcher preprint scientist journal finding theorem retract "
        "retraction manuscript archaeologist fossil dig", "proves proof peer-reviewed studie forscher "
        "étude chercheurs estudio investigadores discovered burial oral"),
    "benchmark": ("a test of ability", "benchmark leaderboard outperform",
        "elo blind_arena accuracy evaluation evals top_score beats arena"),
    "quake": ("a quake", "quake earthquake aftershock tremor magnitude epicentre epicenter eruption "
        "volcano", "erdbeben beben séisme terremoto sismo tsunami erupts"),
    "storm": ("the weather", "storm flood hurricane tornado typhoon cyclone rainfall landslide blizzard "
        "heatwave drought reservoir frost thunderstorm avalanche", "rain rains snow wind winds heat "
        "flooding hochwasser sturm unwetter inondation tempête inundación tormenta sequía"),
    "fire": ("a fire", "fire blaze wildfire explosion blast explode firefighter",
        "feuer großbrand brand incendie explosión incendio"),
    "accident": ("an accident", "crash collision collide derail capsize wreck accident shipwreck",
        "sank sinks overturned unfall zusammenstoß naufrage accidente choque missing rescued rescue"),
    "death": ("a death", "obituary funeral mourn die death", "dies died dead killed kills passed_away "
        "aged gestorben tot mort meurt décès muere fallece remembered"),
    "crime": ("a crime", "arrest murder shooting robbery theft suspect fraud kidnap smuggle detain "
        "sentence convict pirate burglary stab", "police shot charged charges jailed prison guilty "
        "stolen festgenommen mord polizei arrêté meurtre policía detenido asesinato"),
    "war": ("an armed conflict", "attack missile airstrike troop ceasefire bomb militant soldier "
        "insurgent", "war krieg guerre guerra angriff attaque ataque"),
    "match": ("a match", "match goal coach league tournament championship defeat striker referee playoff "
        "quarterback touchdown marathon race chess goalkeeper victory champion team",
        "cup beat beats wins win won draws exhibition_game final_score spiel sieg trainer partido "
        "victoria victoire gol season"),
    "show": ("a show or a work of art", "concert exhibition festival premiere album gallery museum "
        "trailer singer song painter film movie theatre celebrity actor actress",
        "box_office tour konzert ausstellung exposition concierto exposición paintings"),
    "illness": ("a matter of health", "outbreak virus vaccine patient disease cancer symptom infection "
        "epidemic drug illness", "clinical fda cholera ebola mers trial phase_2 phase_3 impfung "
        "vaccin vacuna brote"),
    "space": ("a space flight", "rocket spacecraft satellite astronaut orbit lander liftoff",
        "nasa spacex rakete fusée cohete saturn moon crew_capsule"),
    "delay": ("a delay", "delay postpone", "pushed_back behind_schedule verschoben reporté aplazado"),
    "end": ("an end", "cancel scrap shelve discontinue retirement deprecate withdraw shutdown removal",
        "shuts_down shut_down pulls pulled switched_off offline winding_down goodbye eingestellt "
        "annulé cancela killing"),
    "partnership": ("a partnership", "partnership collaborate alliance cooperate contract agreement",
        "teams_up team_up partners deal kooperation partenariat alianza acuerdo"),
    "gift": ("a gift", "donate donation donor charity gift philanthropist grant volunteer",
        "gives_ten spende spendet don donación given_away"),
    "standard": ("a standard", "standard specification protocol interoperability format",
        "working_group open_format norm norme estándar"),
    "conference": ("a conference", "conference summit keynote panel workshop symposium",
        "developer_conference konferenz conférence conferencia"),
    "profile": ("a portrait of a person", "interview podcast memoir biography",
        "lunch_with talks_about in_conversation founded gespräch entretien entrevista"),
    "traffic": ("traffic", "railway airport flight runway motorway passenger commuter ferry",
        "trains train timetable bahn strecke gare aéroport aeropuerto tren voyage"),
    "insolvency": ("an insolvency", "bankruptcy insolvency insolvent liquidate liquidation creditor",
        "bankrupt receiver chapter_11 insolvenz faillite quiebra"),
    "terms": ("terms of use", "", "terms_of terms_from new_terms privacy_policy"),
    "protest": ("a protest", "protest protester demonstrator", "protesta manifestation proteste"),
    "family": ("a birth or a marriage", "wedding marry divorce pregnancy", "born birth pregnant engaged "
        "marries geburt hochzeit mariage boda naissance"),
    "housing": ("a building plan", "housing tenant airfield", "homes flats planning_permission"),
}  # fmt: skip

# Kinds that one event often has both of: a chief goes, another comes, the share falls.
_KIN: tuple[frozenset[str], ...] = tuple(frozenset(group.split()) for group in (
    "launch price benchmark standard study space", "launch site show partnership traffic delay",
    "move layoff end insolvency death", "move match", "move crime court", "move takeover",
    "funding takeover market earnings partnership", "layoff earnings market insolvency site",
    "court penalty ban lawmaking crime terms", "court takeover funding", "court breach crime insolvency",
    "price market earnings", "price launch terms", "outage end fire storm quake breach strike traffic",
    "death crime accident war fire storm quake illness show match space",
    "study illness award benchmark", "award match show", "vote lawmaking protest strike",
    "storm accident traffic fire quake", "war crime protest", "end launch ban penalty terms breach",
    "penalty breach recall", "recall accident illness", "profile show award", "family show death",
    "gift launch study", "storm price ban", "earnings launch partnership", "insolvency end penalty",
))  # fmt: skip

# The fields of life: what a name stands among where two things have it.
_FIELDS: Mapping[str, tuple[str, str, str]] = {
    "software": ("software", "app software token api runtime browser developer codec laptop chatbot "
        "prompt dataset parameter spreadsheet agent dictate", "open_source open_weights version "
        "bitrate low-bitrate code users beta gpu model models ai sdk"),
    "sky": ("the sky", "constellation planet telescope comet eclipse galaxy moon meteor astronomer",
        "saturn jupiter mars venus midnight"),
    "sea": ("the sea", "ferry voyage freighter sailor cruise fishing", "vessel the_ship"),
    "art": ("art", "painter painting exhibition sculptor gallery museum canvas opera", "baroque"),
    "sport": ("sport", "marathon league striker goalkeeper tournament coach athlete championship",
        "goals runner"),
    "town": ("a town", "council mayor village resident tenant neighbourhood suburb postwoman",
        "homes streets cooling_rooms"),
    "health": ("health", "illness patient hospital vaccine nurse clinic", ""),
    "earth": ("the earth", "quake earthquake volcano glacier mountain mountaineer", ""),
    "stars": ("a horoscope", "horoscope zodiac", ""),
    "food": ("food", "recipe chef restaurant cheese bakery wine", ""),
    "faith": ("faith", "church bishop pope mosque prayer monastery", ""),
}  # fmt: skip
_NEAR_FIELDS: tuple[frozenset[str], ...] = tuple(frozenset(group.split()) for group in (
    "town health", "town earth", "town sport", "town faith", "town food", "sky earth", "sea town",
    "art faith", "art town", "health food",
))  # fmt: skip


def _forms(word: str) -> Iterable[str]:
    """A word and its regular English forms; those that do not exist are never met."""
    yield word
    if word.endswith("y") and word[-2:-1] not in "aeiou":
        yield from (word[:-1] + "ies", word[:-1] + "ied", word + "ing")
    elif word.endswith("e"):
        yield from (word + "s", word + "d", word[:-1] + "ing")
    elif word.endswith(("s", "x", "ch", "sh")):
        yield from (word + "es", word + "ed", word + "ing")
    else:
        yield from (word + "s", word + "ed", word + "ing", word + word[-1] + "ed")
        yield word + word[-1] + "ing"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Entry:
    """The kinds of a word, and those of the pairs it begins, by the second word."""

    alone: tuple[str, ...]
    with_next: Mapping[str, tuple[str, ...]]


def _by_word(*lexicons: Mapping[str, tuple[str, str, str]]) -> dict[str, _Entry]:
    alone: dict[str, list[str]] = {}
    pairs: dict[str, dict[str, list[str]]] = {}
    for kind, (_, stems, written) in (pair for lexicon in lexicons for pair in lexicon.items()):
        told = {form for stem in stems.split() for form in _forms(stem)} | set(written.split())
        for word in told:
            first, _, second = word.partition("_")
            kinds = pairs.setdefault(first, {}).setdefault(second, []) if second else (
                alone.setdefault(first, [])
            )  # fmt: skip
            kinds.append(kind)
    return {
        word: _Entry(
            alone=tuple(alone.get(word, ())),
            with_next={second: tuple(kinds) for second, kinds in pairs.get(word, {}).items()},
        )
        for word in alone.keys() | pairs.keys()
    }


def _related(groups: Iterable[frozenset[str]]) -> frozenset[tuple[str, str]]:
    return frozenset((one, other) for group in groups for one in group for other in group)


_ENTRIES = _by_word(_KINDS, _FIELDS)
_KIN_PAIRS, _NEAR_PAIRS = _related(_KIN), _related(_NEAR_FIELDS)


def kinds_and_fields(
    title: Sequence[str], lead: Sequence[str]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The kinds of event that the runs of a title and of a lead tell of, and the fields of life.

    The strongest first, at most four of each; none that has less weight than a word of the title or two
    of the lead give. Without a title the first words of the lead stand for one.
    """
    weights: Counter[str] = Counter()
    opening, rest = (title, lead) if title else (lead[:_OPENING], lead[_OPENING:])
    _weigh(opening, TITLE_WEIGHT, weights)
    _weigh(rest, 1, weights)
    if not weights:
        return (), ()
    return _strongest(weights, _KINDS), _strongest(weights, _FIELDS)


@lru_cache(maxsize=_CACHED)
def kinds_apart(one: tuple[str, ...], other: tuple[str, ...]) -> str:
    """Why two texts tell of events of two kinds, in words; "" where one kind may be both's."""
    return _apart(one, other, _KIN_PAIRS, "one tells of {}, the other of {}", _KINDS)


@lru_cache(maxsize=_CACHED)
def fields_apart(one: tuple[str, ...], other: tuple[str, ...]) -> str:
    """Why a name is that of two things in two texts, in words; "" where nothing says so."""
    return _apart(one, other, _NEAR_PAIRS, "one is about {}, the other about {}", _FIELDS)


def kind_in_common(one: Sequence[str], other: Sequence[str]) -> str:
    """The strongest kind of the first text that is among the other's, as a reason names it, or ""."""
    return next((_KINDS[kind][0] for kind in one if kind in other), "")


def _apart(
    one: Sequence[str], other: Sequence[str], near: frozenset[tuple[str, str]], told: str,
    lexicon: Mapping[str, tuple[str, str, str]],
) -> str:  # fmt: skip
    if not one or not other:
        return ""
    if any(mine == theirs or (mine, theirs) in near for mine in one for theirs in other):
        return ""
    return told.format(lexicon[one[0]][0], lexicon[other[0]][0])


def _weigh(runs: Sequence[str], weight: int, weights: Counter[str]) -> None:
    """Add what words say, and pairs of words; what stands in a pair does not speak alone."""
    taken = -1
    for at, entry in enumerate(map(_ENTRIES.get, runs)):
        if entry is None or at == taken:
            continue
        kinds = entry.alone
        if entry.with_next and at + 1 < len(runs) and runs[at + 1] in entry.with_next:
            kinds, taken = entry.with_next[runs[at + 1]], at + 1
        for kind in kinds:
            weights[kind] += weight


def _strongest(
    weights: Mapping[str, int], lexicon: Mapping[str, tuple[str, str, str]]
) -> tuple[str, ...]:
    known = {kind: weight for kind, weight in weights.items() if kind in lexicon}
    least = max(_LEAST, _KEPT_SHARE * max(known.values(), default=0))
    ranked = sorted((-weight, kind) for kind, weight in known.items() if weight >= least)
    return tuple([kind for _, kind in ranked[:_MOST]])
