"""Sixty small PDFs made to trap a reader: loops, bombs, lies about lengths and counts, actions.

Each is plain bytes by a mini-generator; nothing in them could do harm outside a PDF reader.
"""

from __future__ import annotations

import random
import zlib
from collections.abc import Mapping

_PAGE = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 300] /Contents 4 0 R /Resources << /Font << /F 5 0 R >> >> >>"
_FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
_WORDS = b"BT /F 12 Tf 20 200 Td (A line of words that says a thing.) Tj ET"


def stream(data: bytes, more: bytes = b"", length: int | None = None) -> bytes:
    """A stream object; `length` is the lie it tells."""
    said = len(data) if length is None else length
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (said, more, data)


def plain() -> dict[int, bytes]:
    """The objects of a PDF of one page with one line."""
    return {
        1: b"<< /Type /Catalog /Pages 2 0 R >>",
        2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        3: _PAGE, 4: stream(_WORDS), 5: _FONT,
    }  # fmt: skip


def pdf(objects: Mapping[int, bytes], trailer: bytes = b"", *, xref: bool = True) -> bytes:
    """A file of numbered objects, with a table of where they are unless `xref` is off."""
    out = b"%PDF-1.7\n"
    places = {}
    for number, body in objects.items():
        places[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    at = len(out)
    most = max(objects) + 1
    if xref:
        out += b"xref\n0 %d\n0000000000 65535 f \n" % most
        out += b"".join(
            b"%010d 00000 n \n" % places[n] if n in places else b"0000000000 65535 f \n"
            for n in range(1, most)
        )
    return out + b"trailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n" % (most, trailer, at)  # fmt: skip


def changed(**parts: bytes) -> dict[int, bytes]:
    """The plain PDF with some of its objects (`o3=...`) in others' place."""
    return plain() | {int(name[1:]): body for name, body in parts.items()}


def crafted() -> dict[str, bytes]:
    """The sixty, by what each does."""
    return {**_loops(), **_bombs(), **_lies(), **_actions(), **_locks(), **_shapes()}


def _loops() -> dict[str, bytes]:
    body = pdf(plain(), xref=False)
    many = {n: b"<< /Type /Pages /Kids [%d 0 R] /Count 1 >>" % (n + 1) for n in range(10, 6010)}
    wide = b" ".join(b"3 0 R" for _ in range(20_000))
    names = {n: b"<< /Kids [%d 0 R %d 0 R] >>" % (n + 1, n + 1) for n in range(10, 60)}
    outline = {n: b"<< /Title (x) /Next %d 0 R /First %d 0 R /Parent 10 0 R >>" % (n, n) for n in (11, 12)}  # fmt: skip
    form = stream(b"/X Do", b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 6 0 R >> >>")  # fmt: skip
    drawn = _PAGE.replace(b"/Font", b"/XObject << /X 6 0 R >> /Font")
    pair = form.replace(b"6 0 R", b"7 0 R")
    doubling = {
        n: stream(b"/X Do " * 2, b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X %d 0 R >> >>" % (n + 1))
        for n in range(6, 36)
    }  # fmt: skip
    return {
        "xref points to itself": body + b"xref\n0 1\n0000000000 65535 f \ntrailer\n<< /Size 6 /Root 1 0 R /Prev %d >>\nstartxref\n%d\n%%%%EOF" % (len(body), len(body)),
        "xref chain of two": pdf(plain(), b"/Prev 9 /XRefStm 9"),
        "page tree is its own child": pdf(changed(o2=b"<< /Type /Pages /Kids [2 0 R] /Count 1 >>")),
        "page is its own parent": pdf(changed(o3=_PAGE.replace(b"/Parent 2 0 R", b"/Parent 3 0 R"))),
        "page tree 6,000 deep": pdf(changed(o2=many[10], o6009=b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>") | many | {6010: _PAGE}),
        "20,000 times the same page": pdf(changed(o2=b"<< /Type /Pages /Kids [%s] /Count 20000 >>" % wide)),
        "length refers to itself": pdf(changed(o4=stream(_WORDS).replace(b"/Length %d" % len(_WORDS), b"/Length 4 0 R"))),
        "contents refer to the page": pdf(changed(o3=_PAGE.replace(b"4 0 R", b"3 0 R"))),
        "form draws itself": pdf(changed(o3=drawn, o4=stream(b"/X Do")) | {6: form}),
        "two forms draw each other": pdf(changed(o3=drawn, o4=stream(b"/X Do")) | {6: pair, 7: form}),
        "30 forms draw the next twice": pdf(changed(o3=drawn, o4=stream(b"/X Do")) | doubling | {36: stream(_WORDS, b"/Type /XObject /Subtype /Form /BBox [0 0 9 9]")}),
        "names tree doubles 50 times": pdf(changed(o1=b"<< /Type /Catalog /Pages 2 0 R /Names << /Dests 10 0 R >> >>") | names | {60: b"<< /Names [] >>"}),
        "outline is its own next": pdf(changed(o1=b"<< /Type /Catalog /Pages 2 0 R /Outlines 10 0 R >>") | {10: b"<< /First 11 0 R /Last 12 0 R /Count 2 >>"} | outline),
        "font descends to itself": pdf(changed(o5=b"<< /Type /Font /Subtype /Type0 /BaseFont /X /Encoding /Identity-H /DescendantFonts [5 0 R] >>")),
        "array in array 20,000 deep": pdf(changed(o1=b"<< /Type /Catalog /Pages 2 0 R /X " + b"[" * 20_000 + b"]" * 20_000 + b" >>")),
        "dictionary in dictionary 20,000 deep": pdf(changed(o1=b"<< /Type /Catalog /Pages 2 0 R /X " + b"<< /A " * 20_000 + b"0" + b" >>" * 20_000 + b" >>")),
    }  # fmt: skip


def _bombs() -> dict[str, bytes]:
    flate = b"/Filter /FlateDecode"
    blank = zlib.compress(b" " * 200_000_000, 9)
    words = zlib.compress((_WORDS + b"\n") * 400_000, 9)
    twice = zlib.compress(zlib.compress(b" " * 200_000_000, 9), 9)
    tenfold = b"q " * 10
    for _ in range(8):
        tenfold = zlib.compress(tenfold * 50, 9)
    inner = b" ".join(b"%d %d" % (n, 0) for n in range(100_000))
    objects = zlib.compress(inner + b" null" * 100_000, 9)
    image = b"/Type /XObject /Subtype /Image /Width 60000 /Height 60000 /ColorSpace /DeviceRGB /BitsPerComponent 8 "
    drawn = _PAGE.replace(b"/Font", b"/XObject << /X 6 0 R >> /Font")
    pixels = zlib.compress(bytes(50_000_000), 9)
    cmap = b"1 beginbfrange <0000> <FFFF> <0000> endbfrange\n" * 20_000
    mapped = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /ToUnicode 6 0 R >>"
    mesh = b"/ShadingType 1 /ColorSpace /DeviceRGB /Domain [0 1e9 0 1e9] /Function << /FunctionType 4 /Domain [0 1 0 1] /Range [0 1 0 1 0 1] >>"
    return {
        "200 MB of blanks": pdf(changed(o4=stream(blank, flate))),
        "400,000 lines on each other": pdf(changed(o4=stream(words, flate))),
        "packed twice": pdf(changed(o4=stream(twice, b"/Filter [/FlateDecode /FlateDecode]"))),
        "packed eight times": pdf(changed(o4=stream(tenfold, b"/Filter [" + b"/FlateDecode " * 8 + b"]"))),
        "a thousand filters": pdf(changed(o4=stream(b"x", b"/Filter [" + b"/ASCIIHexDecode " * 1000 + b"]"))),
        "predictor of a billion columns": pdf(changed(o4=stream(blank[:10_000], flate + b" /DecodeParms << /Predictor 12 /Columns 1000000000 /Colors 32 /BitsPerComponent 16 >>"))),
        "object stream of 100,000": pdf(plain() | {6: stream(objects, b"/Type /ObjStm /N 100000 /First 900000 " + flate)}),
        "object stream says a billion": pdf(plain() | {6: stream(objects[:500], b"/Type /ObjStm /N 1000000000 /First 4 " + flate)}),
        "image of 60,000 squared": pdf(changed(o3=drawn, o4=stream(_WORDS + b" /X Do")) | {6: stream(pixels, image + flate)}),
        "image by run lengths": pdf(changed(o3=drawn, o4=stream(_WORDS + b" /X Do")) | {6: stream(b"\x81\x00" * 100_000, image + b"/Filter /RunLengthDecode")}),
        "image in JBIG2 that is none": pdf(changed(o3=drawn, o4=stream(_WORDS + b" /X Do")) | {6: stream(b"\x97JB2" + b"\xff" * 999, image + b"/Filter /JBIG2Decode")}),
        "image in JPEG 2000 that is none": pdf(changed(o3=drawn, o4=stream(_WORDS + b" /X Do")) | {6: stream(b"\xff\x4f\xff\x51" + b"\xff" * 999, image + b"/Filter /JPXDecode")}),
        "map of signs 20,000 times over": pdf(changed(o5=mapped) | {6: stream(cmap)}),
        "shading of a billion": pdf(changed(o3=_PAGE.replace(b"/Font", b"/Shading << /S 6 0 R >> /Font"), o4=stream(_WORDS + b" /S sh")) | {6: b"<< " + mesh + b" >>"}),
        "a million saved states": pdf(changed(o4=stream(zlib.compress(b"q " * 1_000_000 + _WORDS, 9), flate))),
        "a line of a million signs": pdf(changed(o4=stream(zlib.compress(b"BT /F 9 Tf 9 9 Td (" + b"a b " * 250_000 + b") Tj ET", 9), flate))),
    }  # fmt: skip


def _lies() -> dict[str, bytes]:
    whole = pdf(plain())
    stated = b"<< /Type /Pages /Kids [3 0 R] /Count %d >>"
    return {
        "length of two billion": pdf(changed(o4=stream(_WORDS, length=2_147_483_647))),
        "length beyond 64 bits": pdf(changed(o4=stream(_WORDS, length=10**25))),
        "negative length": pdf(changed(o4=stream(_WORDS, length=-5))),
        "negative count": pdf(changed(o2=stated % -1)),
        "count of two billion": pdf(changed(o2=stated % 2_147_483_647)),
        "size of a billion": whole.replace(b"/Size 6", b"/Size 1000000000"),
        "xref of a billion rows": whole.replace(b"0 6\n0000000000", b"0 1000000000\n0000000000"),
        "xref far away": whole.replace(b"startxref\n", b"startxref\n99999999"),
        "object numbers beyond all": whole.replace(b"3 0 R", b"99999999999 0 R"),
        "no end": whole[: len(whole) // 2],
        "a header and nothing": b"%PDF-1.7\n",
        "a header behind a kilobyte": b"\x00" * 1000 + whole,
        "two files in one": whole + whole,
        "no table, words twice": pdf(changed(o9=_PAGE), xref=False),
    }  # fmt: skip


def _actions() -> dict[str, bytes]:
    def opens(action: bytes) -> bytes:
        return pdf(changed(o1=b"<< /Type /Catalog /Pages 2 0 R /OpenAction << %s >> >>" % action))

    attached = b"<< /Type /Catalog /Pages 2 0 R /Names << /EmbeddedFiles << /Names [(a.exe) 6 0 R] >> >> >>"
    form = b"<< /Type /Catalog /Pages 2 0 R /AcroForm << /XFA 6 0 R /Fields [] >> >>"
    xfa = b"<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/hostname'>]><xdp>&a;</xdp>"
    outside = b"<< /Length 0 /F << /FS /URL /F (http://192.0.2.1/x) >> >>\nstream\n\nendstream"
    return {
        "a script when opened": opens(b"/S /JavaScript /JS (while\\(true\\){})"),
        "a program when opened": opens(b"/S /Launch /F (/bin/sh)"),
        "an address when opened": opens(b"/S /URI /URI (http://192.0.2.1/)"),
        "another file when opened": opens(b"/S /GoToR /F (\\\\\\\\192.0.2.1\\\\a) /D [0 /Fit]"),
        "a form that is sent": opens(b"/S /SubmitForm /F (http://192.0.2.1/)"),
        "a file within": pdf(changed(o1=attached) | {6: b"<< /Type /Filespec /F (a.exe) /EF << /F 7 0 R >> >>", 7: stream(b"MZ")}),
        "a form in XML with an entity": pdf(changed(o1=form) | {6: stream(xfa)}),
        "words from an address": pdf(changed(o4=outside)),
    }  # fmt: skip


def _locks() -> dict[str, bytes]:
    lock = b"/Encrypt << /Filter /Standard /V %d /R %d /Length %d /O (%s) /U (%s) /P -4 >> /ID [<00> <00>]"
    return {
        "locked with nothing": pdf(plain(), lock % (1, 2, 40, b"", b"")),
        "locked by a version that is none": pdf(plain(), lock % (99, 99, 128, b"x" * 32, b"x" * 32)),
        "locked with a key of a million bits": pdf(plain(), lock % (2, 3, 1_000_000, b"x" * 32, b"x" * 32)),
    }  # fmt: skip


def _shapes() -> dict[str, bytes]:
    giant = _PAGE.replace(b"0 0 300 300", b"-1e30 -1e30 1e30 1e30")
    tiny = _PAGE.replace(b"0 0 300 300", b"0 0 0 0")
    odd = _PAGE.replace(b"/MediaBox", b"/Rotate 45 /UserUnit 1e9 /MediaBox")
    return {
        "a page beyond all measure": pdf(changed(o3=giant)),
        "a page of nothing": pdf(changed(o3=tiny)),
        "a page at half a turn": pdf(changed(o3=odd)),
    }


def mutated(data: bytes, seed: int) -> bytes:
    """The file with bytes changed, cut out, doubled or its end lost, the same for the same seed."""
    rng = random.Random(seed)
    out = bytearray(data)
    for _ in range(rng.choice((1, 3, 10, 60))):
        at = rng.randrange(len(out))
        kind = rng.random()
        if kind < 0.6:
            out[at] = rng.randrange(256)
        elif kind < 0.75:
            del out[at : at + rng.randrange(1, 400)]
        elif kind < 0.9:
            out[at:at] = out[at : at + rng.randrange(1, 400)]
        else:
            digits = [n for n in range(at, min(at + 4000, len(out))) if 48 <= out[n] <= 57]
            for n in digits[:6]:
                out[n] = 57
        if len(out) < 50:
            break
    if rng.random() < 0.1:
        del out[rng.randrange(len(out)) :]
    return bytes(out)
