"""What a file is, in which charset, and how deep it nests - all from its bytes."""

from __future__ import annotations

import gzip
import zipfile
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nutgraf.ids import sha256_hex
from nutgraf.sources.decode import Decoded, Undecodable, decode
from nutgraf.sources.depth import html_depth, xml_depth
from nutgraf.sources.model import RawObject, Source
from nutgraf.sources.sniff import KINDS, sniff
from tests.archive.ooxml import docx, package, pptx, xlsx

if TYPE_CHECKING:
    from tests.sources.conftest import Read

SOURCE = Source(id="s", name="S", kind="folder", address="s", owner="S")


def kind(data: bytes, name: str = "thing", media_type: str = "") -> str:
    found = sniff(
        RawObject(name=name, data=data, sha256=sha256_hex(data), media_type=media_type), SOURCE
    )
    return found if isinstance(found, str) else found.rule


def zipped() -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.txt", "x")
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "name", "media_type", "expected"),
    [
        (b"", "a.txt", "", "empty"), (b" \n\x00", "a.txt", "", "empty"),
        (b"<?xml version='1.0'?><!-- x --><rss>", "a.html", "text/html", "feed"),
        (b"<feed xmlns='x'>", "a", "", "feed"), (b"\xef\xbb\xbf<rdf:RDF>", "a", "", "feed"),
        ("<rss version='2.0'>".encode("utf-16"), "a", "", "feed"),
        ("<rss version='2.0'>".encode("utf-16-be"), "a", "", "feed"),
        (b"<opml version='2.0'>", "a.xml", "", "opml"), (b"<urlset>", "sitemap.xml", "", "sitemap"),
        (b"<svg xmlns='x'>", "a.svg", "", "image"), (b"<?xml version='1.0'?><note/>", "a.xml", "", "xml-unknown"),
        (b"<!DOCTYPE html><p>", "a.xml", "", "page"), (b"<HTML>", "a", "", "page"), (b"<p>x", "a.txt", "", "page"),
        (b"words", "a.html", "", "page"), (b"words", "a", "text/html; charset=x", "page"),
        (b"<3 is a heart", "a.txt", "", "plain"), (b"<https://x.example> words", "a.md", "", "markdown"),
        (b"%PDF-1.4", "a.txt", "", "pdf"), (b"junk\n%PDF-1.4", "a", "", "pdf"), (b"no", "a.pdf", "", "pdf-header"),
        (b"WEBVTT\n", "a.txt", "", "vtt"), (b"words", "a.vtt", "", "vtt-header"),
        (b"1\r\n00:00:01,000 --> 00:00:02,000\r\nx", "a.txt", "", "srt"),
        (b"From: a@b\nTo: c\nSubject: x\nDate: y\n\nz", "a.txt", "", "mail"),
        (b"Title: x\nAuthor: y\n\nz", "a.txt", "", "plain"), (b"x", "a.eml", "", "mail"),
        (b'{"version": "https://jsonfeed.org/version/1"}', "a", "", "json-feed"),
        (b'{"source": "a", "text": "b"}\n', "a.txt", "", "captures"), (b'{"a": 1}', "a.json", "", "not-prose"),
        (b"{braces} begin this text", "a.txt", "", "plain"), (b"# Head", "a.md", "", "markdown"),
        (b"words", "a", "", "plain"), (b"words", "README", "", "plain"), (b"a,b", "a.csv", "", "not-prose"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a.msg", "", "office"), (zipped(), "a.docx", "", "archive-file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "a.docx", "", "office-password"),
        (docx(""), "a.zip", "", "docx"), (pptx([]), "a", "", "pptx"), (xlsx({}), "a.docx", "", "xlsx"),
        (package({"mimetype": "application/epub+zip", "a.xhtml": b"0" * 30_000_000}), "a.epub", "", "archive-file"),
        (package({"mimetype": "application/vnd.oasis.opendocument.text"}), "a.odt", "", "archive-file"),
        (b"RIFF\x00\x00\x00\x00WEBP", "a", "", "image"), (b"RIFF\x00\x00\x00\x00WAVE", "a", "", "audio"),
        (b"#EXTM3U\nhttp://x.example/", "a.mp3", "", "playlist"), (b"\x1aE\xdf\xa3", "a", "", "video"),
        (b'{"version": "1.0.0", "segments": [{"startTime": 1, "body": "x"}]}', "a.json", "", "transcript"),
        (b"[00:01] a\n[00:02] b\n[00:09] c", "a.txt", "", "transcript"),
        (gzip.compress(b"x", mtime=0), "a.txt", "", "archive-file"), (b"\x89PNG\r\n\x1a\n", "a.html", "", "image"),
        (b"\xff\xd8\xff\xe0", "a", "", "image"), (b"ID3\x03", "a.mp3", "", "audio"),
        (b"\x00\x00\x00\x20ftypisom", "a", "", "video"), (bytes(range(1, 256)) * 9, "a.txt", "", "binary"),
    ],
)  # fmt: skip
def test_kinds(data: bytes, name: str, media_type: str, expected: str) -> None:
    assert kind(data, name, media_type) == expected


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.binary(max_size=200)
    | st.text(max_size=100).map(lambda text: text.encode("utf-8", "replace")),
    st.sampled_from(
        ["a.xml", "a.html", "a.eml", "a.md", "a.txt", "a.vtt", "a.srt", "a.json", "a", "a.pdf"]
    ),
)
def test_any_bytes_are_read_or_refused(read: Read, data: bytes, name: str) -> None:
    assert kind(data, name) in KINDS or kind(data, name)
    received, refused = read(data, name)
    assert received or refused or kind(data, name) in {"feed", "json-feed"}


TEXTS = {
    "fr": "Le modèle a été publié à Genève, où les élèves étaient très étonnés par sa précision.",
    "de": "Die Größe der Modelle wächst über Nacht; Müller äußerte sich später in Köln.",
    "en": "The lab’s “Heron” model – it said – costs €24 a month.",
    "pl": "Zażółć gęślą jaźń. Spółka ogłosiła, że model będzie dostępny w przyszłym tygodniu.",
    "cs": "Příliš žluťoučký kůň úpěl ďábelské ódy. Společnost oznámila novou verzi svého modelu.",
    "ru": "Компания выпустила новую модель в среду. Разработчики говорят, что она быстрее прежней.",
    "uk": "Компанія випустила нову модель у середу. Її розробники кажуть, що вона швидша.",
    "el": "Η εταιρεία ανακοίνωσε το νέο μοντέλο την Τετάρτη και είναι ταχύτερο.",
    "tr": "Şirket çarşamba günü yeni bir model yayımladı; geliştiriciler daha hızlı olduğunu söylüyor.",
    "he": "החברה השיקה מודל חדש ביום רביעי, והמפתחים אומרים שהוא מהיר יותר.",
    "ar": "أطلقت الشركة نموذجا جديدا يوم الأربعاء ويقول المطورون إنه أسرع.",
    "ja": "新しいモデルは水曜日に公開されました。開発者によると、以前のものより速いそうです。",
    "zh": "公司周三发布了新模型。开发人员表示，它比以前的模型更快，也更便宜。",
    "tw": "公司週三發布了新模型。開發人員表示，它比以前的模型更快，也更便宜。",
    "ko": "회사는 수요일에 새로운 모델을 출시했다. 개발자들은 이전 모델보다 빠르다고 말한다.",
    "café": "Café très doux",
    "nova": "Новая модель готова",
}
CHARSETS = [
    "fr:cp1252",
    "fr:utf-8",
    "fr:utf-16",
    "de:cp1252",
    "de:utf-8",
    "en:cp1252",
    "en:utf-8",
    "pl:cp1250",
    "pl:iso8859-2",
    "cs:cp1250",
    "cs:iso8859-2",
    "ru:cp1251",
    "ru:koi8-r",
    "ru:utf-8",
    "uk:cp1251",
    "uk:koi8-u",
    "el:cp1253",
    "el:iso8859-7",
    "tr:cp1254",
    "he:cp1255",
    "ar:cp1256",
    "ja:cp932",
    "ja:euc_jp",
    "ja:utf-8",
    "zh:gb18030",
    "zh:utf-8",
    "tw:big5hkscs",
    "ko:cp949",
    "café:cp1252",
    "nova:koi8-r",
]


def test_sixty_samples_labelled_unlabelled_and_mislabelled() -> None:
    wrong = []
    for row in CHARSETS:
        name, _, charset = row.partition(":")
        data = TEXTS[name].encode(charset)
        lie = "iso-8859-1" if charset.startswith("utf") else "utf-8"
        for label in ("", f"text/html; charset={lie if CHARSETS.index(row) % 2 else charset}"):
            decoded = decode(data, media_type=label)
            if not isinstance(decoded, Decoded) or decoded.text != TEXTS[name]:
                wrong.append((row, label, decoded))
    assert len(CHARSETS) * 2 == 60
    assert len(wrong) <= 2, wrong


@pytest.mark.parametrize(
    ("data", "media_type", "text"),
    [
        (b"\xef\xbb\xbf\xc3\xa9", "text/html; charset=koi8-r", "é"),
        (b"\xe9", 'text/html; charset="ISO-8859-1"', "é"),
        (b"<meta charset=windows-1251>\xec", "text/html; charset=latin1", "<meta charset=windows-1251>ì"),
        (b"<meta charset=windows-1251>\xec", "text/html", "<meta charset=windows-1251>м"),
        (b'<?xml version="1.0" encoding="utf-16"?>\xc3\xa9', "", '<?xml version="1.0" encoding="utf-16"?>é'),
        (b"\x80\x81", "text/plain; charset=ascii", "€\x81"), (b"x", "text/plain; charset=rot13", "x"),
        (b"x", "text/plain; charset=unicode_escape", "x"), (b"caf\xc3\xa9 \xc3\xa9 \xc3", "", "café é \ufffd"),
        (b"", "", ""),
    ],
)  # fmt: skip
def test_the_order_of_the_labels(data: bytes, media_type: str, text: str) -> None:
    decoded = decode(data, media_type=media_type)
    assert isinstance(decoded, Decoded) and decoded.text == text
    assert decoded.replaced == text.count("\ufffd")


@pytest.mark.parametrize("label", ["utf-7", "UTF7", "unicode-1-1-utf-7", "csUnicode11UTF7"])
def test_utf_7_is_refused(label: str) -> None:
    for data, said in (
        (b"x", f"text/html; charset={label}"),
        (f"<meta charset={label}>".encode(), ""),
    ):
        decoded = decode(data, media_type=said)
        assert isinstance(decoded, Undecodable) and decoded.rule == "charset-utf-7"


@settings(deadline=None)
@given(st.binary(max_size=300), st.sampled_from(["", "utf-8", "gbk", "utf-16", "iso-2022-jp", "x"]))
def test_any_bytes_are_text_or_refused(data: bytes, label: str) -> None:
    decoded = decode(data, media_type=f"text/plain; charset={label}" if label else "")
    assert isinstance(decoded, Decoded | Undecodable)


@settings(deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_valid_utf_8_is_read_as_it_is(text: str) -> None:
    data = ("a" + text).encode()
    if b"\x00" in data or "charset" in text:
        return
    decoded = decode(data)
    assert isinstance(decoded, Decoded) and decoded.text == "a" + text


DEEP = 600


@pytest.mark.parametrize(
    "piece",
    [
        "<div>", "<b>", "<div title='</div>'>", '<div title="</div>">', "<div title = '</div>' >",
        "<div a=b></p>", "<div><!-- </div> -->",
        "<div><script></div></script>", "<div><script><!--<script></script></div>--></script>",
        "<div><style></div></style>", "<div><title></div></title>", "<b><div></b>", "<div </div>",
        "<div><table><td></div>", "<ul><li></ul x><ul>", "<DIV\n>", "<div/>", "<custom-x>", "<div></ div>",
    ],
)  # fmt: skip
def test_hidden_depth_is_counted(piece: str) -> None:
    assert html_depth((piece * DEEP).encode(), 512) > 512


@pytest.mark.parametrize(
    "piece",
    [
        "<div>x</div>", "<p>x", "<li>x", "<br>", "<img src='>'>", "<div><p>x</div>", "<!-- <div> -->",
        "<script>'<div>'</script>", "<style><div></style>", "<textarea><div></textarea>", "<tr><td>x", "<tr><td>x<td><p>y", "<p>x<div>y</div>", "<option>x",
        "<a title='<div><div>'>x</a>", "<dl><dt>x<dd>y</dl>", "<svg><g/><path/></svg>", "<input><hr>", "< div>", "<>",
        "<?php <div ?>", "</div>", "<table><tr><td>x</table>", "<div data-x='{\"a\":\"<b>\"}'></div>",
    ],
)  # fmt: skip
def test_flat_pages_stay_flat(piece: str) -> None:
    assert html_depth((piece * DEEP).encode(), 512) <= 3


@pytest.mark.parametrize(
    "piece", ["<a>", "<a b='/>'>", "<a><![CDATA[</a>]]>", "<a><!--</a>-->", "<x:a></b>"]
)
def test_deep_xml(piece: str) -> None:
    assert xml_depth((piece * DEEP).encode(), 512) > 512


@pytest.mark.parametrize(
    "piece", ["<a/>", "<a></a>", "<![CDATA[<a>]]>", "<!--<a>-->", "<a><b></a>", "<?a <b>?>"]
)
def test_flat_xml(piece: str) -> None:
    assert xml_depth((piece * DEEP).encode(), 512) <= 2


@pytest.mark.parametrize(
    "noise", ["<", "<a ", "<!--", '<a b="', "= ", "<a =", "</x>", "<script>", "<![CDATA["]
)
def test_depth_of_noise_ends(noise: str) -> None:
    assert html_depth((noise * 200_000).encode(), 512) <= 513
    assert xml_depth((noise * 200_000).encode(), 512) <= 513
