"""Sixty samples of text in old charsets: labelled, unlabelled and mislabelled, as files arrive.

The sentences are ours. Each sample is what was sent and what a reader should see.
"""

from __future__ import annotations

from dataclasses import dataclass

TEXTS = {
    "pl": "Rząd przyjął w środę nowe przepisy o żegludze, a związkowcy zapowiedzieli strajk w Gdańsku.",
    "pl short": "Młodzież pyta o pracę",
    "cs": "Vláda dnes schválila nižší daně pro řemeslníky; opozice říká, že peníze budou chybět školám.",
    "sk": "Dážď zničil väčšinu úrody, ľudia z údolia žiadajú štát o rýchlu pomoc.",
    "hu": "A főváros új buszokat vásárol, és a belső kerületekben őszre ingyenes lesz a közlekedés.",
    "ro": "Primăria a închis podul după ce inginerii au găsit fisuri în grinzile de oţel.",
    "ru": "Городской совет отложил голосование по бюджету до пятницы.",
    "ru short": "Поезда снова ходят",
    "uk": "Міська рада перенесла голосування за бюджет на п’ятницю, бо не всі були в залі.",
    "bg": "Общината затвори моста, след като инженерите откриха пукнатини.",
    "el": "Το δημοτικό συμβούλιο ανέβαλε την ψηφοφορία για τον προϋπολογισμό.",
    "tr": "Belediye köprüyü kapattı; mühendisler çelik kirişlerde çatlak bulmuştu.",
    "lt": "Savivaldybė uždarė tiltą, nes inžinieriai sijose rado įtrūkimų.",
    "lv": "Pašvaldība slēdza tiltu, jo inženieri sijās atrada plaisas.",
    "he": "העירייה סגרה את הגשר אחרי שהמהנדסים מצאו בו סדקים.",
    "ar": "أغلقت البلدية الجسر بعد أن وجد المهندسون شقوقا في عوارضه.",
    "th": "เทศบาลปิดสะพานหลังจากวิศวกรพบรอยร้าวในคานเหล็ก",
    "ja": "市は、技師が鋼の梁に亀裂を見つけたため、橋を閉鎖した。",
    "ja kana": "アメリカのニュースをおとどけします。",
    "zh": "市政府在工程师发现钢梁裂缝后关闭了这座桥。",
    "tw": "市政府在工程師發現鋼樑裂縫後關閉了這座橋。",
    "ko": "시는 기술자들이 강철 들보에서 균열을 발견한 뒤 다리를 닫았다.",
    "fr": "La mairie a fermé le pont après que des ingénieurs eurent trouvé des fissures dans l’acier.",
    "fr short": "Grève annulée à Orléans",
    "de": "Die Stadt schloss die Brücke, nachdem Prüfer Risse in den Stahlträgern gefunden hatten.",
    "es": "El ayuntamiento cerró el puente: los ingenieros hallaron grietas; ¿quién pagará la reparación?",
    "pt": "A câmara fechou a ponte; a inspeção não previu que as vigas de aço já tinham fissuras.",
    "sv": "Kommunen stängde bron när ingenjörer hittade sprickor i stålbalkarna på måndagen.",
    "da": "Kommunen lukkede broen, da ingeniører fandt revner i stålbjælkerne på øen.",
    "it": "Il comune ha chiuso il ponte perché così non è più sicuro, e la città aspetterà.",
    "en": "The town’s “old” bridge – built in 1911 – closed at noon…",
    "fi": "Kaupunki sulki sillan, sillä insinöörit löysivät säröjä terästä.",
}  # fmt: skip


# Written after the detector was done with the sixty, to see how far they had shaped it.
FRESH: tuple[tuple[str, str], ...] = (
    ("cp1250", "Szpital w Łodzi przyjął wczoraj trzysta osób więcej niż przed rokiem."),
    ("iso8859-2", "Szpital w Łodzi przyjął wczoraj trzysta osób więcej niż przed rokiem."),
    ("cp1250", "Nemocnice v Brně loni ošetřila více lidí než kdy dříve."),
    ("cp1250", "A kórház tavaly több beteget fogadott, mint előző években bármikor."),
    ("cp1251", "Больница приняла в прошлом году больше людей, чем когда-либо."),
    ("koi8-r", "Больница приняла в прошлом году больше людей, чем когда-либо."),
    ("cp866", "Больница приняла больше людей"),
    ("koi8-u", "Лікарня торік прийняла більше людей, ніж будь-коли."),
    ("cp1253", "Το νοσοκομείο δέχτηκε πέρυσι περισσότερους ανθρώπους από ποτέ."),
    ("iso8859-7", "Το νοσοκομείο δέχτηκε πέρυσι περισσότερους ανθρώπους από ποτέ."),
    ("cp1254", "Hastane geçen yıl her zamankinden çok kişiyi kabul etti."),
    ("cp1257", "Ligoninė pernai priėmė daugiau žmonių nei bet kada."),
    ("cp1257", "Slimnīca pērn uzņēma vairāk cilvēku nekā jebkad."),
    ("cp1255", "בית החולים קיבל בשנה שעברה יותר אנשים מאי פעם."),
    ("cp1256", "استقبل المستشفى في العام الماضي عددا من الناس أكثر من أي وقت مضى."),
    ("cp874", "โรงพยาบาลรับผู้ป่วยมากกว่าปีก่อน"),
    ("cp932", "病院は昨年、これまでで最も多くの人を受け入れた。"),
    ("euc_jp", "病院は昨年、これまでで最も多くの人を受け入れた。"),
    ("gb18030", "医院去年接收的人比以往任何时候都多。"),
    ("big5", "醫院去年接收的人比以往任何時候都多。"),
    ("cp949", "병원은 지난해 어느 때보다 많은 사람을 받았다."),
    ("cp1252", "L’hôpital a reçu l’an passé plus de malades que jamais."),
    ("cp1252", "Das Krankenhaus nahm im vorigen Jahr mehr Menschen auf als früher."),
    ("cp1252", "El hospital atendió el año pasado a más personas que nunca."),
    ("cp1252", "Sjukhuset tog förra året emot fler än någonsin."),
    ("cp1252", "Sairaala otti viime vuonna vastaan enemmän väkeä."),
    ("cp1252", "O hospital recebeu no ano passado mais pessoas; não há camas."),
    ("cp1252", "Naïve café – £5 for “two”"),
    ("cp1250", "Źródło wieści"),
    ("cp1252", "Été à Nîmes"),
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """Bytes as sent, what was said of them, and the text; `text` None where it must be refused."""

    name: str
    data: bytes
    media_type: str = ""
    text: str | None


def _plain(name: str, charset: str, label: str = "") -> Sample:
    text = TEXTS[name]
    said = f"text/plain; charset={label}" if label else ""
    return Sample(
        name=f"{name} in {charset}, {label or 'unlabelled'}",
        data=text.encode(charset), media_type=said, text=text,
    )  # fmt: skip


def _page(name: str, charset: str, meta: str, label: str = "") -> Sample:
    said = f'<meta http-equiv="Content-Type" content="text/html; charset={meta}">' if meta else ""
    text = f"<html><head>{said}</head><body><p>{TEXTS[name]}</p></body></html>"
    return Sample(
        name=f"page: {name} in {charset}, meta {meta or 'none'}, http {label or 'none'}",
        data=text.encode(charset),
        media_type=f"text/html; charset={label}" if label else "text/html",
        text=text,
    )


def _xml(name: str, charset: str, said: str) -> Sample:
    text = f'<?xml version="1.0" encoding="{said}"?><rss><title>{TEXTS[name]}</title></rss>'
    return Sample(
        name=f"xml: {name} in {charset}, says {said}", data=text.encode(charset), text=text
    )


_UNLABELLED = (
    ("pl", "cp1250"), ("pl", "iso8859-2"), ("pl short", "cp1250"), ("cs", "iso8859-2"),
    ("sk", "cp1250"), ("hu", "cp1250"), ("hu", "iso8859-2"), ("ro", "iso8859-2"),
    ("ru", "koi8-r"), ("ru", "cp866"), ("ru short", "koi8-r"), ("ru short", "cp1251"),
    ("uk", "cp1251"), ("bg", "cp1251"), ("el", "cp1253"), ("tr", "cp1254"), ("lt", "cp1257"),
    ("lv", "cp1257"), ("he", "cp1255"), ("ar", "cp1256"), ("th", "cp874"), ("ja", "cp932"),
    ("ja", "euc_jp"), ("ja kana", "cp932"), ("zh", "gb18030"), ("tw", "big5"), ("ko", "cp949"),
    ("fr", "cp1252"), ("fr short", "cp1252"), ("de", "cp1252"), ("es", "cp1252"),
    ("pt", "cp1252"), ("sv", "cp1252"), ("da", "cp1252"), ("it", "cp1252"), ("en", "cp1252"),
    ("fi", "cp1252"),
)  # fmt: skip


def samples() -> tuple[Sample, ...]:
    """The sixty, in a fixed order."""
    return (
        *(_plain(name, charset) for name, charset in _UNLABELLED),
        _plain("ru", "koi8-r", "koi8-r"),
        _plain("de", "utf-8", "iso-8859-1"),
        _plain("fr", "cp1252", "iso-8859-1"),
        _plain("en", "cp1252", "us-ascii"),
        _plain("ru", "cp1251", "utf-8"),
        _plain("ja", "iso2022_jp", "iso-2022-jp"),
        _plain("el", "iso8859-7", "x-unknown"),
        _page("ru", "cp1251", "windows-1251"),
        _page("zh", "gb18030", "gb2312"),
        _page("tr", "cp1254", "iso-8859-9"),
        _page("cs", "cp1250", "utf-8"),
        _page("de", "utf-8", "iso-8859-1", "utf-8"),
        _page("pl", "iso8859-2", "windows-1250", "iso-8859-2"),
        _page("ko", "utf-8", "euc-kr"),
        _page("ru", "utf-16", "windows-1251"),
        _xml("pl", "iso8859-2", "ISO-8859-2"),
        _xml("ru", "utf-8", "utf-16"),
        _xml("ja", "euc_jp", "EUC-JP"),
        Sample(name="a mark against every label", data=b"\xef\xbb\xbf" + TEXTS["ru"].encode(),
               media_type="text/plain; charset=koi8-r", text=TEXTS["ru"]),
        Sample(name="UTF-16 without a mark", data=TEXTS["fi"].encode("utf-16-be"), text=TEXTS["fi"]),
        Sample(name="UTF-7", data=b"+ADw-script+AD4-alert(1)+ADw-/script+AD4-",
               media_type="text/html; charset=utf-7", text=None),
        Sample(name="overlong UTF-8", data=b"before \xc0\xbcscript\xc0\xbe after",
               media_type="text/html; charset=utf-8", text="no tag"),
        Sample(name="half a pair in UTF-8", data="Brücke".encode() + b" \xed\xa0\x80 " + "Träger, Prüfer".encode(),
               text="Brücke \ufffd\ufffd\ufffd Träger, Prüfer"),
    )  # fmt: skip


def is_right(sample: Sample, decoded: object) -> bool:
    """Whether what was made of a sample is what a reader should see.

    Of overlong UTF-8 only this is asked: that no character comes of it which the plain bytes do
    not show.
    """
    text = getattr(decoded, "text", None)
    if sample.text == "no tag":
        return text is not None and "<" not in text and ">" not in text and "script" in text
    return bool(text == sample.text)
