"""How much an English word says before anything was counted: common words of news say less.

A window of few captures cannot know that `company` is common and `foundry` is not, and a window full
of one story takes the words that are its own for common ones. The lists were written by us; forms
that end in -s, -ed, -ing, -er and -ly are found by their stem.
"""

from __future__ import annotations

from functools import lru_cache

_WEIGHTS = (0.3, 0.45, 0.6)  # of the commonest, of common and of rather common words; others have 1

_COMMONEST = """
able action agree ago air allow announce area ask available back bad bank base best better big bill board
book both break bring build business buy call car care carry case cause center centre chance change
charge child children city claim clear close club come comment community company concern confirm
continue control cost country county course court cover create cut data date daughter deal death decide
decision deny detail die different director do door drive drop early east easy economy effect end enter
event expect face fact fall family far father feel field fight file film final find fire five follow
force form four free friend full future game general girl give global good government great group grow
hand happen hard head health hear help high hit hold home hope hour house human hundred idea image
important increase industry information inside interest internet issue job join judge keep kill kind king
know land large law lead leader learn leave left legal level life light line list little live local lose
lost loss low main major man manage manager mark market matter mean meet meeting member men message
middle million billion mind minute moment money morning mother move name nation national need night
north office officer official old online open operation order outside page party pass past pay peer
percent performance period person phone photo place plan play please point police policy popular
position possible power present president press price private problem process produce product program
programme project protect provide public push question quick race raise rate reach read ready real
reason receive record release remain remove rest result return right rise risk road role room round rule
run safe sale school season second section security see seek sell send senior series serious service
share short side sign simple single site size small social son song source south space speak special
staff stage stand star start state stay step stop street strong student study support sure system talk
team ten term test text three third threat thousand top total town trade travel trial true turn type
user value version video view visit voice vote wait walk war watch water web white win wish woman women
wonder word write wrong world young
"""

_COMMON = """
accept access account accuse achieve act active actor address administration admit adult advance advice
affect afternoon age agency agreement aid aim alert alive alleged amount analyst annual answer apart apparent
appeal appear application apply appoint approach approve argue arm army arrest arrive article aside
attack attempt attend attention audience author authority average avoid award aware background balance ball
ban bar battle beat beautiful bed begin behavior behaviour belief believe benefit bid birth bit black
block blog blood blue body boost born boss bottom box boy brain brand brief bright broad brother brown
budget burn camera camp campaign capital captain career cash catch celebrate central century certain
chair chairman challenge champion channel chapter character check chief choice choose church citizen
civil class clean client climate clock coach coast code cold collect college color colour comfort
command commit committee common compare compete complain complete computer condition conduct conference
conflict connect consider consumer contact contain content contract contribute cool corner corporate
correct couple creative credit crime crisis critic critical cross crowd crowned culture cup current customer
cycle daily damage danger dark day debate debt declare decline decrease deep defend defense defence degree
delay deliver demand department depend describe design desk despite destroy develop development device
digital dinner direct discover discuss disease distance division doctor document dollar domestic
dozen dramatic draw dream dress drink dry earn earth edge editor education effort eight election
electric emergency emerge emotional employ employee employer encourage energy engage engine engineer
enjoy ensure entire environment episode escape essential establish estimate euro evening evidence
exactly example excellent exchange excite executive exist expand experience expert explain explore express
extend extra eye facility factor fail failure fair faith fan fast fear feature federal fee fell female
figure fill finance financial fine finger finish firm fit fix flat flight floor fly focus food foot
foreign forget former forward foundation founder frame fresh front fuel fun function fund funding gain
garden gas gather gift glass global goal gold grade grand grant green ground growth guard guess guest guide
guilty gun guy hair half hall hang happy harm hate heart heat heavy height hero hide highlight hill
history hospital host hot hotel huge husband identify illegal imagine immediate impact improve include
income independent indicate individual influence inform initial injure injury innovation insist install
instance institute institution insurance intelligence intend international interview introduce invest
investigate investigation investigator investment investor invite involve item jail joint journal
journalist journey jump jury justice key kid kitchen knowledge lack language latter launch lawmaker lawyer
layer leadership league legacy leg lesson letter lie lift limit link listen litre location lock log long
love luck machine magazine mail male manner manufacturer map mass master match material maximum mayor
measure media medical medicine memory mental mention metal method mile military minister minor miss
mission mix mobile model modern monitor mood motion motor mouth movement movie multiple murder music
mystery natural nature negative neighbor neighbour neighborhood network nine normal note notice novel
nuclear numerous object observe occur ocean offer oil operate operator opinion opportunity opposition
option organization organisation original outcome overall owner pack pain paint pair panel paper parent
park particular partner partnership passenger patient pattern peace penalty perfect perform permit
personal physical pick picture piece pilot plain plane planet plant platform player pleased pocket poll pool
poor population post potential pound practice prefer prepare presence prevent previous prime prison
professional professor profit progress promise promote proof proper property proposal propose prosecutor
prove publication publish pull purchase purpose quality quarter quarterly quiet quote radio rain range
rapid rare react reaction reader reality realize recall recent recognize recommend recover red reduce
refer reflect refuse regard region regional regular regulation regulator reject relate relation relationship
relative rely remark remember repeat replace represent republic request require rescue research
researcher reserve resident resolve resource respond response responsible restaurant restore reveal
revenue review rich ride river rock roll rough route row safety sample sanction save scale scene schedule science
scientist score screen sea search seat secret secretary secure self senate sense sentence separate
sequence serve session settle seven severe sex shape sharp shift ship shock shoot shop shot shoulder
shut sick sight significant similar singer sister sit situation six skill skin sky sleep slow smart
smile smooth society software soldier solution solve sort sound speech speed spend spirit split spokesman
spokeswoman spokesperson sport spot spread spring square stable standard statement station status steal
stock stone store storm strategy stream strength stress stretch strike structure struggle studio stuff
style subject submit success successful sudden suffer suggest suit summer sun supply surface surprise
survey survive suspect sweet table tail target task tax teach teacher tear tech technical technology telephone
television tend tension theory theme thin threaten throw ticket tie tight title tonight tool tough
tour track tradition traditional traffic train training transfer transform transport treat treatment tree
tremendous trend trip trouble truck trust truth twice uncle understand union unique unit university
upgrade upper urge usual vary various vehicle victim victory village violence virtual vision volume
wage wall warm warn warning wave weak wealth weapon wear weather website wed weekend weigh weight welcome west
western wide wife wild wind window wine winner winter wood worker worry worth writer yard zone
"""

_RATHER_COMMON = """
abandon ability abroad absence absolute abuse academic accident accompany accord accuracy accurate
acknowledge acquire acquisition adapt adequate adjust admire adopt advantage adventure advertise affair
afford agenda aggressive agriculture aircraft airline airport alarm album alcohol alliance ally alter
alternative amaze ambassador ambition ambulance analysis ancient angle angry animal anniversary anticipate
anxiety apartment apologize apology approval aspect assault assembly assess asset assign assist assistance
assistant associate association assume assumption assure athlete atmosphere attach attract attractive
auction automatic aviation badly baby band bankruptcy bare barrel barrier baseball basic basketball bathroom
beach bear bench bet bike bird bitter blame blast blind blow boat bold bomb bond bone border borrow
bother bowl brave bread breakfast breast breath bridge broadcast broker brush bubble buddy bullet burden
burst bus button cabin cabinet cable calculate calm cancel cancer candidate capable capacity capture card
cast cat cell ceremony chain chamber charity chart chase cheap cheer chef chest chip chocolate chronic
circle circumstance cite clash classic click clinic clinical clothes cloud coal coalition coffee
collapse colleague collection combat combine comedy commander commerce commercial commission
commissioner communicate communication compensation competition competitive competitor complaint complex
component comprehensive concept concert conclude conclusion concrete confidence confident confront
confusion congress consecutive consequence conservative consist constant construction consult contest
context contractor contrast contribution controversial controversy convention conversation convert convict
conviction convince cook cooperation cope copy core corn corruption council counsel counter coverage crash
crazy creation crew criminal criticism criticize crop crucial cruise cry custody custom dance deadline
deadly dear decade delegation deliberate democracy democratic demonstrate deposit deputy derive deserve
desire desperate destination destruction detect detective determine device diet difficult difficulty dig
dignity diplomat disability disagree disappear disappoint disaster discount discovery dismiss display
dispute distribute disturb diverse document dog donate donation double doubt downtown draft drag drama
drill driver drug due duty eager ear ease economic economist edit edition educate effective efficiency
efficient egg elect electricity electronic element eliminate elite embrace emission emphasis empire
empty enable encounter enemy enforcement enormous enterprise entertainment enthusiasm entry envoy equal
equipment equity error escape ethnic evaluate evolution examine exceed exclude exclusive excuse execute
exercise exhibit existence exit expansion expense expensive experiment explanation explode explosion
export expose extensive extent extraordinary extreme fabric factory faculty familiar famous fantasy farm
farmer fashion fatal fate fault favor favorite favour favourite feed fellow festival fiction fierce
finding fish flag flame flash flaw fleet flow flower focus fold football forecast forest formal format formation
formula fortune forum fraud freedom freeze frequency frequent frustrate funeral funny furniture gang gap
garage gate gather gaze gear gender generate generation generous genetic gentle ghost giant glance golden
golf governor grab graduate grandmother grave gray grip grocery gross guarantee habit halt handle
harsh headline headquarters hearing hell helicopter heritage hesitate highway hire historic hockey holiday
holy honest honor honour horse hostage household housing humor hunger hunt hurt ice ideal identity ignore
illness imply import impose impress impressive improvement inch incident incredible index infant infection
inflation ingredient initiative innocent inquiry inspection inspector inspire instruction insult insurgent
integrate intense interact interior internal interpret invasion invent involvement iron island isolate
jacket joke jet judgment junior justify knee knife knock label labor labour lady lake lap laptop laser
lawsuit lean leap leather legislation legislature lend length library license licence lifetime limb literature
load loan lobby logic loose loud lovely lower loyal lunch magic magnitude maintain majority mall mandate march
margin marine marriage marry massive mayor meal mechanism medal membership merger merge military milk mine minimum
ministry minority miracle mirror mistake mixture mode moderate modest module monthly moon moral mortgage
mostly mountain mouse municipal muscle museum musical mutual naked narrow nasty navy neck negotiate
negotiation nerve net neutral nice nobody nod noise nominate nominee northern nose notable notion nurse oath
obtain obvious occasion occupy odd offense offensive opponent oppose orange ordinary organic organize origin
otherwise ought outstanding overcome overseas owe pace package palace pale pan parade parliament participant participate passage
passion pastor patch path patience patrol payment peak penny perceive percentage perception permanent
permission persuade phase phenomenon philosophy phrase pink pipe pitch plate plea pleasure plot plus
poet poison pole politician politics political pollution portion portrait positive possess possession possibility
potentially pour poverty practical praise pray predict prediction pregnancy premier premiere premium
preserve pressure pretty priest primary prince princess principal principle print prior priority prisoner
privacy prize probe procedure proceed prominent prospect protection protest proud province provision
psychology punch punish punishment pursue puzzle qualify quarterback queen quest quit rail rally rank
ratio raw recession recipe recovery recruit refugee regime register regret reinforce relax relevant relief
religion religious reluctant remote rent repair reporter representative reputation resign resignation resist
resort respect retail retain retire retirement retreat reverse revolution reward rhythm rip rival root rope
routine royal rumor rush sacred sad sail salary salt satellite satisfy scandal scare scheme scholar scope
scream script seal seize select selection seller senator sensitive settlement shade shadow shake shame
shareholder shed sheet shelf shell shelter shine shirt shoe shore shortage shower sibling signal silence
silent silver ski slice slide slight slip smell smoke snap snow soccer soft soil solar sole solid somewhat
sophisticated soul soup southern spare specialist species specific spell spin spiritual sponsor squad
squeeze stadium stake stair statistic steady steel stem stick stir stomach storage straight strain strange
stranger strategic string strip stroke studio submit subsequent substance substantial suburb succeed
sue sugar suicide summit super supporter suppose supreme surge surgeon surgery surround surveillance
suspend suspension sustain swear sweep swim swing switch symbol symptom tackle tactic tale talent tank
tap taste teen teenager temperature temple temporary tennis tent terrible territory terror terrorism terrorist
testify testimony thank theater theatre therapy thick threshold throat tiny tip tire tobacco tone tooth topic
toss touch tourism tourist tower toy transaction transition translate transportation trap treaty tribe
trick trigger troop trophy tube tune tunnel twist typical ultimate unable undergo uniform universal
universe unknown unlikely unusual urban valley vast venture verdict veteran victim viewer violate violation violent
virus visible visitor visual vital volunteer vulnerable warrant warrior wash waste weekly wheel whisper
whole widespread wing wire wise withdraw witness workshop wound wrap yield youth
"""


def _table() -> dict[str, float]:
    table: dict[str, float] = {}
    for weight, words in zip(_WEIGHTS, (_COMMONEST, _COMMON, _RATHER_COMMON), strict=True):
        for word in words.split():
            table.setdefault(word, weight)
    return table


_TABLE = _table()


@lru_cache(maxsize=65536)
def says(term: str) -> float:
    """How much a term says, 0-1: 1 for what no list has, so for names and other languages."""
    found = _TABLE.get(term)
    if found is not None or not term.isascii() or not term.isalpha():
        return found or 1.0
    return next((_TABLE[stem] for stem in _stems(term) if stem in _TABLE), 1.0)


def _stems(term: str) -> tuple[str, ...]:
    """What a form may come from: `announced` -> announc, announce; `running` -> run."""
    for ending in ("ing", "ed", "er", "ly", "s"):
        if term.endswith(ending) and len(term) - len(ending) >= 3:
            stem = term[: -len(ending)]
            doubled = (stem[:-1],) if len(stem) > 3 and stem[-1] == stem[-2] else ()
            return (stem, stem + "e", *doubled, *((stem[:-1] + "y",) if stem[-1] == "i" else ()))
    return ()
