"""Words that are no name when they open a sentence, and abbreviations that name no one thing."""

from __future__ import annotations

from nutgraf.reading.wordlists import listed

_FUNCTION = listed("""
a an the this that these those it its he she they we you i his her their our your my me him them us
and or but nor so yet for if then else when while where why how what which who whom whose as at by
from in into of off on onto out over per than through to toward towards under until up upon via with
within without about above across after against along among around before behind below beneath
beside besides between beyond despite down during except inside like near outside past since though
although because unless whereas whether is are was were be been being am do does did done doing have
has had having can could may might must shall should will would not no yes all any both each either
every few many more most much neither none one only other others same several some such too two
three four five six seven eight nine ten also again ahead almost already always another anyone
anything away back even ever everyone everything here hence however indeed instead just later less
let lets maybe meanwhile moreover nearly never nevertheless next nobody nothing now often once
otherwise perhaps quite rather really second seldom sometimes soon still there thereby therefore
thus today together tomorrow tonight twice usually very well yesterday last first third according
""")

_OPENERS = listed("""
access account across action activity add ahead ai air analysis announcement answer apps api article
attack audience author authors back background bad base baseline based batch best better big bigger
biggest board body book both bottom bottom-line box brand breaking bug build builders building
business buyers call calls capital case cash chance change changes chart cheap check chief children
chip chips choice city claim class classic client clients clock close closed cloud co code coding
comment comments commenters common community companies company compared compute computer concern
concerns conference consider contact content context core corporate cost costs course court
coverage credit critics current customer customers daily data date day days deal deals debate deep
default demand demo design despite details developer developers dev devs difference discussion
doctor document double draft drop early east economists edge edition editors education email end
energy engineer engineering engineers enough enterprise enterprises entire era error errors eval
evals even event evidence example examples executives expect expert experts extra face fact facts
failure family fans far fast faster feature features federal feedback fellow field figure figures
file files final finally financial firm firms fine flash focus follow food force forecast forget
form former forward foundation founder founders free fresh friend front full fun fund funding funds
further future game general generation get give given global go goal going good government grand
great group groups growth half hand hard hardware head health hello help high higher highlights
history home host hot hour hours house hundreds idea image images impact important industry inference
infrastructure input inside internal international investors issue issues item job jobs join judges
keep key kids kind know lab labs language languages large larger largest late latest launch law
lawmakers lawyers lead leaders learn learning left legal level life light limits line link links
list little live local long look losing lot lots low lower machine main major make makers man
management manager managers market markets math matter media meeting member members memory men
method methods middle million millions mind mission mixed mobile model models modern money month
months more morning move multi multiple music national native need network new newer news night
noise north note notable notes notice novel number numbers office officials oh ok okay old older
open opinion option options order ordinary organisations organizations original our output overall
overview own owner owners page paper papers part participants partner partners parts party patients
people performance person personal phone photo picture piece plan plans platform please plus point
points policy political poor popular post posts power practice practitioners press pretty previous
price prices pricing private pro problem problems process product production products professional
program programmers project projects proof public publishers pull pure quality quarter query question
questions quick quiet quote quotes race rank rare rate raw read readers real reality reason
recent record red reddit reference region regulators related release released releases remember
report reported reporters reports request research researchers resource response rest result results
revenue review reviewers right risk role root roughly round rule rules run running safety sales same
say says scale school schools science scientists scope score scores search section security see
seen self sell senior series serious server service session set setup share shared ship shipping
short show shows side sign signal similar simple site size skeptics skill skills slow small smaller
smart social society software solid solution someone something source sources south space special
speed staff stage standard start startup startups state states status stay step steps stock stop
store stories story strategy strong stronger structure student students studies study style subject
subscribe summary super supply support sure survey system systems table take task tasks teachers team
teams tech technical term terms test tests text thank thanks theme theory thing things think
thousands thread threads time times tip title token tokens tool tools top topic total track trade
tradeoffs traditional traffic training true truth try tweet tweets twitter type typical unclear under
unit university unlike update updated updates upcoming use useful user users value various version
versus video videos view views voice vote voters wait walk want war warning watch water way ways weak
web week weekly weeks weights welcome west white wide wild window wins women word words work
workers workflow workflows world worse worst worth write writers writing year years young zero
agents agent agentic frontier multimodal open-source open-weight codex-style composer command
factory notion modal mosaic replicate runway solar nova cosmos mercury trinity muse comet arena-style
american british canadian chinese dutch english european french german indian israeli italian
japanese korean russian spanish swiss taiwanese ukrainian western forbidden
average compliance happy invented loving moving navigate ninety notebook ours
independent separate nearly roughly generally specifically commercially unnamed licensed available
""")

COMMON: frozenset[str] = frozenset([*_FUNCTION, *_OPENERS])
FUNCTION: frozenset[str] = frozenset(_FUNCTION)

# Abbreviations that stand for a class of things: part of a name at most, never one alone.
GENERIC: frozenset[str] = frozenset(
    listed(
        """
    ai agi asi api apis ar asr aws-like ceo cfo cli clis coo cot cpu cpus cto cv dl dm eu-wide faq fp8 fp16 fp4
    gb gpu gpus gui hbm http https ide ides id ids io ip ipo it json kv llm llms lm lms lora mcp-style
    ml mle moe mtp mvp nlp nsfw ocr os ota pc pcs pdf pdfs phd pm pr prs qa r&d rag rl rlhf rlvr roi saas sdk sdks sft
    sla slm sota sql stt svg tldr tl tts tv ui uis url urls ux vc vcs vlm vlms vr vram xr yaml yoy ok pov diy asap
    cv a/b b2b n/a etc vs re ps q&a am pm kpi tps ttft ttl rss csv html css xml i/o ml/ai nda ip llm-based vla kw mw gw tw
    """
    )
)

# Titles and offices in front of a person's name are no part of it.
TITLES: frozenset[str] = frozenset(
    listed(
        "ceo cto cfo coo president senator professor prof dr mr mrs ms sir chairman chair judge justice "
        "minister secretary director founder cofounder co-founder"
    )
)

# A chain that holds one of these goes on over "of", "for" or "and": Department of Defense.
HEADS_OF: frozenset[str] = frozenset(
    listed(
        "university department ministry institute bank bureau house office secretary board center centre "
        "court school college academy council committee future state district city republic chamber "
        "association federation federal foundation society"
    )
)

# Words that turn one model into another: GPT-5.3 Codex is not GPT-5.3.
VARIANTS: frozenset[str] = frozenset(
    listed(
        """
    air base beta chat code coder codex deep distill distilled fast flash haiku high instant instruct it large lite
    light live low max medium micro mini mythos nano omni opus plus preview pro reasoner reasoning small sonnet spark
    speciale super tiny thinking turbo ultra vision vl xhigh audio image realtime tts transcribe voice embedding guard
    """
    )
)

# Those that are hardly anything else behind a version written in one word (`GPT-5.4 mini`).
SIZED: frozenset[str] = frozenset({"mini", "nano", "micro", "lite", "pro", "codex", "turbo"})

# Small words in -s that are no plural noun after a number.
NO_NOUN: frozenset[str] = frozenset(
    listed(
        """
        is was has as its this plus less across versus does thus yes us perhaps always besides lets
        gets goes makes says adds shows takes comes hits sees gives needs uses keeps becomes drops falls
        rises helps means seems beats leads tops costs ranks scores ships supports reaches claims works
        """
    )
)

_SUFFIXES = (
    "ing",
    "tion",
    "ments",
    "ment",
    "ness",
    "ally",
    "ably",
    "ingly",
    "edly",
    "tions",
    "ously",
    "fully",
    "isms",
    "ists",
    "ities",
    "ility",
    "ances",
    "ences",
    "ically",
    "ately",
    "ively",
)


def is_common(word: str) -> bool:
    """Whether a capitalised word may stand first in a sentence without naming anything."""
    plain = word.casefold().replace("’", "'").removesuffix("'s")
    if plain in COMMON or plain.partition("'")[0] in FUNCTION:
        return True
    if "-" in plain:
        return all(part in COMMON or not part for part in plain.split("-")) or plain.startswith(
            (
                "non-",
                "pre-",
                "post-",
                "multi-",
                "self-",
                "high-",
                "low-",
                "real-",
                "open-",
                "long-",
                "co-",
            )
        )
    return len(plain) >= 7 and plain.endswith(_SUFFIXES)
