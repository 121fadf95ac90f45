"""Write the mails and the PDF notes of the sample desk from the authored files beside this one.

    python tools/make_sample_documents.py [--into FOLDER] [--check]

tools/sample/mail/DAY/SLUG.md becomes mail/DAY/SLUG.eml, tools/sample/papers/DAY/SLUG.md becomes
papers/DAY/SLUG.pdf. A file begins with TOML between two lines of +++; the rest is paragraphs,
`## heading`, `- item`, `| cell | cell |`, **bold** and [words](address). The same authored text gives
the same bytes: dates and ids come from the file, nothing is random, PDF streams are not compressed.
PDFs need reportlab, a tool of the developers only.
"""

import argparse
import html
import io
import os
import re
import sys
import textwrap
import tomllib
from datetime import UTC
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import default as default_policy
from email.utils import format_datetime
from pathlib import Path

HERE = Path(__file__).resolve().parent
DESK = HERE.parent / "src" / "nutgraf" / "sample" / "desk"
LINK = re.compile(r"\[([^\]]+)\]\((https?://[^)\s]+)\)")
BOLD = re.compile(r"\*\*([^*]+)\*\*")
DEMO = "Demonstration text: {name} is a fictional publication made for the nutgraf sample desk."
MAIL = default_policy.clone(max_line_length=78)


def authored(path: Path) -> tuple[dict, list[str]]:
    """The TOML head of a file and its blocks; the line that says what this is comes last."""
    _, head, body = path.read_text("utf-8").split("+++\n", 2)
    about = tomllib.loads(head)
    blocks = [block.strip() for block in re.split(r"\n\s*\n", body.strip())]
    return about, [*blocks, DEMO.format(name=about["publication"])]


def one_line(block: str) -> str:
    return " ".join(block.split())


def rows_of(block: str) -> list[list[str]]:
    return [[c.strip() for c in line.strip(" |").split("|")] for line in block.splitlines()]


def inline_html(block: str) -> str:
    text = html.escape(one_line(block), quote=False)
    text = LINK.sub(lambda found: f'<a href="{found[2]}">{found[1]}</a>', text)
    return BOLD.sub(r"<b>\1</b>", text)


# -- mails --------------------------------------------------------------------------------------


def plain_part(blocks: list[str]) -> str:
    """The text of a mail as newsletters write it: wrapped lines, addresses in angle brackets."""
    out = []
    for block in blocks:
        if block.startswith("## "):
            title = LINK.sub(r"\1", block[3:])
            found = LINK.search(block)
            rule = "-" * min(len(title), 72)
            out.append("\n".join([title, rule, *([f"<{found[2]}>"] if found else [])]))
        elif block.startswith("- "):
            out.append("\n".join(plain_line("* " + line[2:]) for line in block.splitlines()))
        else:
            out.append(plain_line(block))
    return "\n\n".join(out) + "\n"


def plain_line(block: str) -> str:
    text = BOLD.sub(r"\1", LINK.sub(r"\1 <\2>", one_line(block)))
    return textwrap.fill(text, 76, break_long_words=False, break_on_hyphens=False)


def html_part(about: dict, blocks: list[str]) -> str:
    """The HTML of a mail: one table of layout, as most newsletters still are."""
    rows = []
    for block in blocks:
        if block.startswith("## "):
            rows.append(
                f'<h2 style="font-size:18px;margin:24px 0 6px">{inline_html(block[3:])}</h2>'
            )
        elif block.startswith("- "):
            items = "".join(f"<li>{inline_html(line[2:])}</li>" for line in block.splitlines())
            rows.append(f"<ul>{items}</ul>")
        else:
            rows.append(f'<p style="margin:0 0 14px">{inline_html(block)}</p>')
    if pixel := about.get("pixel"):
        rows.append(f'<img src="{pixel}" width="1" height="1" alt="" style="display:block">')
    body, subject = "\n".join(rows), html.escape(about["subject"])
    return f"""<!DOCTYPE html>
<html lang="en">
<head><meta charset="utf-8"><title>{subject}</title></head>
<body style="margin:0;background:#f4f2ec">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0"><tr><td align="center">
<table role="presentation" width="600" style="background:#fff;font-family:Georgia,serif;color:#222">
<tr><td style="padding:24px">
<h1 style="font-size:24px;margin:0 0 16px">{subject}</h1>
{body}
</td></tr>
</table>
</td></tr></table>
</body>
</html>
"""


def mail_bytes(about: dict, blocks: list[str], slug: str) -> bytes:
    user, domain = about["sender"].split("@")
    message = EmailMessage(policy=MAIL)
    message["From"] = Address(about["publication"], user, domain)
    message["To"] = Address("Sample Desk", "desk", "reader.example")
    message["Subject"] = about["subject"]
    message["Date"] = format_datetime(about["date"])
    message["Message-ID"] = f"<{about['date']:%Y%m%d}.{slug}@{domain}>"
    message["List-Id"] = f"{about['publication']} <letters.{domain}>"
    message["List-Unsubscribe"] = f"<https://{domain}/unsubscribe>"
    message["Archived-At"] = f"<{about['url']}>"
    parts, encoding = about.get("parts", "both"), about.get("encoding", "quoted-printable")
    if parts != "html":
        message.set_content(plain_part(blocks), cte=encoding)
    if parts == "html":
        message.set_content(html_part(about, blocks), subtype="html", cte=encoding)
    if parts == "both":
        message.add_alternative(html_part(about, blocks), subtype="html", cte=encoding)
        message.set_boundary(f"=_{slug}_{about['date']:%Y%m%d}")
    return message.as_bytes()


# -- PDF notes ----------------------------------------------------------------------------------


def table_flowable(block: str, style: object, width: float) -> object:
    from reportlab.lib import colors
    from reportlab.platypus import Paragraph, Table

    cells = [[Paragraph(inline_html(cell), style) for cell in row] for row in rows_of(block)]
    table = Table(cells, colWidths=[width / len(cells[0])] * len(cells[0]), spaceAfter=8)
    first, last = ((0, 0), (-1, 0)), ((0, -1), (-1, -1))
    rules = [("LINEABOVE", *first, 0.8), ("LINEBELOW", *first, 0.4), ("LINEBELOW", *last, 0.8)]
    table.setStyle([(*rule, colors.black) for rule in rules])
    return table


def flowables(blocks: list[str], width: float, size: float) -> list:
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.platypus import Paragraph

    face = {"fontName": "Times-Roman", "fontSize": size, "leading": size * 1.35}
    text = ParagraphStyle("text", **face, spaceAfter=7)
    head = ParagraphStyle("head", text, fontName="Helvetica-Bold", spaceBefore=5, spaceAfter=3)
    item = ParagraphStyle("item", text, leftIndent=12, bulletIndent=2, spaceAfter=3)
    out: list = []
    for block in blocks:
        if block.startswith("## "):
            out.append(Paragraph(inline_html(block[3:]), head))
        elif block.startswith("| "):
            out.append(table_flowable(block, text, width))
        elif block.startswith("- "):
            lines = [inline_html(line[2:]) for line in block.splitlines()]
            out += [Paragraph(line, item, bulletText="-") for line in lines]
        else:
            coloured = inline_html(block).replace("<a href=", '<a color="#1a4a8a" href=')
            out.append(Paragraph(coloured, text))
    return out


def pdf_bytes(about: dict, blocks: list[str], slug: str) -> bytes:
    from reportlab.lib.pagesizes import A4
    from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate

    os.environ["SOURCE_DATE_EPOCH"] = str(int(about["date"].astimezone(UTC).timestamp()))
    wide, high = A4
    margin, gap, columns = 56, 20, about.get("columns", 1)
    width = (wide - 2 * margin - gap * (columns - 1)) / columns

    byline = f"{about['publication']}, {about['date'].day} {about['date']:%B %Y}"

    def furniture(canvas: object, _document: object) -> None:
        canvas.setFont("Helvetica-Bold", 17)
        canvas.drawString(margin, high - 78, about["title"])
        canvas.setFont("Helvetica", 9)
        canvas.drawString(margin, high - 96, byline)
        canvas.drawString(margin, 36, about["url"])
        canvas.drawRightString(wide - margin, 36, f"Page {canvas.getPageNumber()}")
        canvas.line(margin, high - 104, wide - margin, high - 104)

    lefts = [margin + at * (width + gap) for at in range(columns)]
    frames = [Frame(left, 54, width, high - 166, 0, 0, 0, 0) for left in lefts]
    out = io.BytesIO()
    document = BaseDocTemplate(
        out,
        pagesize=A4,
        title=about["title"],
        author=about["publication"],
        subject=about["url"],
        creator="nutgraf sample desk",
        invariant=1,
        pageCompression=0,
    )
    document.addPageTemplates(PageTemplate(frames=frames, onPage=furniture))
    document.build(flowables(blocks, width, 11.5 if columns > 1 else 11))
    return out.getvalue()


# -- all of them --------------------------------------------------------------------------------

KINDS = {"mail": (".eml", mail_bytes), "papers": (".pdf", pdf_bytes)}


def documents() -> dict[str, bytes]:
    """What the desk should hold: relative path to bytes."""
    out = {}
    for kind, (suffix, make) in KINDS.items():
        for path in sorted((HERE / "sample" / kind).glob("*/*.md")):
            about, blocks = authored(path)
            day = path.parent.name
            if f"{about['date'].astimezone(UTC):%Y-%m-%d}" != day:
                raise SystemExit(f"{path}: its date is not a time of {day} (UTC)")
            out[f"{kind}/{day}/{path.stem}{suffix}"] = make(about, blocks, path.stem)
    return out


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--into", type=Path, default=DESK)
    parser.add_argument("--check", action="store_true", help="change nothing; exit 1 if stale")
    asked = parser.parse_args()
    stale = []
    for name, content in documents().items():
        target = asked.into / name
        if target.exists() and target.read_bytes() == content:
            continue
        stale.append(name)
        if not asked.check:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
    print("\n".join(stale) or "all up to date")
    return 1 if asked.check and stale else 0


if __name__ == "__main__":
    sys.exit(main())
