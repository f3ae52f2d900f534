"""A brief as text, as Markdown, as one HTML page that needs nothing else, and as JSON."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import Any

from newsledger.cli._briefing import Brief, Line
from newsledger.cli._out import many, paragraph, table, visible
from newsledger.event import Event, short

MOST_IDS = 6
"""So many events of a line are named; JSON names all."""

MARKUP = re.compile(r"([\\`*_\[\]<>|#&~])")
"""What Markdown would obey, raw HTML, links and pictures included."""

WEB = re.compile(r"https?://[^\s\x00-\x1f\"<>]+")
"""An address that a page may link: nothing that runs."""

POLICY = "default-src 'none'; style-src 'unsafe-inline'"
"""What the page may load: nothing at all."""

STYLE = """
:root { color-scheme: light dark; }
body { font: 1rem/1.5 Georgia, serif; max-width: 46rem; margin: 2rem auto; padding: 0 1rem; }
h1, h2 { line-height: 1.2; } h2 { margin-top: 2rem; border-bottom: 1px solid; }
li { margin: 0 0 .75rem; } p { margin: 0; }
.mark { font-variant: small-caps; border: 1px solid; padding: 0 .3rem; }
.who { font-style: italic; } .ids { font-family: monospace; font-size: .85rem; }
@media print { body { margin: 0; max-width: none; font-size: 11pt; } li { break-inside: avoid; } a { color: inherit; } }
"""


def _ids(line: Line) -> str:
    more = f" and {len(line.events) - MOST_IDS} more" if len(line.events) > MOST_IDS else ""
    return " ".join(short(event.id) for event in line.events[:MOST_IDS]) + more


def text(brief: Brief, columns: int) -> Iterator[tuple[str, bool]]:
    """The lines for a terminal, each with whether it is a heading."""
    for line in paragraph(f"{brief.title}: {brief.period} {brief.asked}", columns=columns):
        yield line, True
    yield f"{brief.counts}.", False
    for section in brief.sections:
        yield "", False
        yield section.title.upper(), True
        rows = [(_marked(line), line.who, _ids(line)) for line in section.lines]
        if rows:
            yield from ((line, False) for line in table(rows, columns=columns))
        else:
            yield f"  {section.empty}", False


def _marked(line: Line) -> str:
    return f"[{line.mark}] {line.text}" if line.mark else line.text


def markdown(brief: Brief) -> str:
    """The brief as Markdown; nothing that was told is taken for markup."""
    lines = [f"# {_plain(brief.title)}", "", f"{brief.period}. {brief.counts}. {_plain(brief.asked)}"]
    for section in brief.sections:
        lines += ["", f"## {section.title}", ""]
        lines += [_item(line) for line in section.lines] or [section.empty]
    return "\n".join(lines) + "\n"


def _item(line: Line) -> str:
    mark = f"**{_plain(line.mark)}** " if line.mark else ""
    told = f" — {_plain(line.who)}" if line.who else ""
    return f"- {mark}{_plain(line.text)}{told} (`{_ids(line)}`)"


def _plain(told: str) -> str:
    return MARKUP.sub(r"\\\1", " ".join(visible(told).split()))


def page(brief: Brief) -> str:
    """The brief as one HTML page: no script, nothing loaded, every word of a source escaped."""
    title = f"{brief.title}: {brief.period}"
    body = [f"<h1>{_safe(title)}</h1>", f"<p>{_safe(brief.counts)}. {_safe(brief.asked)}</p>"]
    for number, section in enumerate(brief.sections, 1):
        body += [f'<section aria-labelledby="s{number}">', f'<h2 id="s{number}">{_safe(section.title)}</h2>']
        items = [f"<li>{_line(line)}</li>" for line in section.lines]
        body += ["<ul>", *items, "</ul>"] if items else [f"<p>{_safe(section.empty)}</p>"]
        body += ["</section>"]
    head = (
        f'<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{_safe(title)}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<main>\n"
    )
    return head + "\n".join(body) + "\n</main>\n</body>\n</html>\n"


def _line(line: Line) -> str:
    mark = f'<span class="mark">{_safe(line.mark)}</span> ' if line.mark else ""
    told = f'<p class="who">{_safe(line.who)}</p>' if line.who else ""
    return f'<p>{mark}{_safe(line.text)}</p>{told}<p class="ids">{many(len(line.events), "event")}: {_links(line)}</p>'


def _links(line: Line) -> str:
    return " ".join(_link(event) for event in line.events)


def _link(event: Event) -> str:
    """An event by the beginning of its id; where it was published, a link that only a click follows."""
    name = f'<code title="{_safe(event.id)}">{_safe(short(event.id))}</code>'
    url = event.said.url
    if not url or not WEB.fullmatch(url):
        return name
    return f'<a href="{_safe(url)}" rel="noopener noreferrer">{name}</a>'


def _safe(told: str) -> str:
    return html.escape(visible(told))


def as_json(brief: Brief) -> dict[str, Any]:
    """The brief for programs; the question stands above it."""
    sections = [{"title": section.title, "lines": list(map(_record, section.lines))} for section in brief.sections]
    return {"title": brief.title, "period": brief.period, "counts": brief.counts, "sections": sections}


def _record(line: Line) -> dict[str, Any]:
    events = [event.id for event in line.events]
    return {"text": line.text, "mark": line.mark or None, "who": line.who, "events": events}
