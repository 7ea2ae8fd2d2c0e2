"""What a search found: how much, by whom, and each place in its sentence."""

from __future__ import annotations

from html import escape
from itertools import pairwise

import streamlit as st

from ebcd.acts.access import May
from ebcd.acts.search import Result
from ebcd.search.context import around
from ebcd.search.words import HIDDEN
from ebcd.store.found import MOST
from ebcd.store.found_turns import FoundTurn, Speaking
from ebcd.text import Span
from ebcd.times import clock
from ebcd.ui import film_passage, steps
from ebcd.ui.here import Here
from ebcd.ui.plain import soft
from ebcd.ui.tables import table
from ebcd.words import _, counted

_PEOPLE_AT_ONCE = 12
STYLE = """
<style>
ol.ebcd-hits {list-style: none; margin: .25rem 0 0; padding: 0; max-width: 52rem;}
ol.ebcd-hits li {margin: 0; padding: .65rem 0; line-height: 1.5; overflow-wrap: anywhere;
  border-bottom: 1px solid color-mix(in srgb, currentColor 18%, transparent);}
ol.ebcd-hits .head {display: flex; flex-wrap: wrap; gap: .1rem .75rem; font-size: .9rem;}
ol.ebcd-hits .head a {min-height: 1.5rem; display: inline-block;}
.ebcd-hits mark, .ebcd-ticking mark {background: light-dark(#ffe58a, #6b5300); color: inherit;
  padding: 0 .1em; border-radius: .15em; text-decoration: underline; text-decoration-thickness: 2px;
  text-underline-offset: 2px;}
.ebcd-hidden {border: 1px dashed currentColor; border-radius: .2rem; padding: 0 .3rem;
  font-size: .85em;}
</style>
"""


def summary(result: Result) -> None:
    """How the search was read, how much it found, and by whom."""
    found = result.found
    turns = (
        _("more than {n} turns").format(n=f"{MOST:,}")
        if found.more
        else counted(found.turns, "{n} turn", "{n} turns")
    )
    where = counted(found.transcripts, "in {n} transcript", "in {n} transcripts")
    st.html(
        f'<p role="status"><strong>{escape(turns)}</strong> {escape(where)} · '
        f"{escape(result.read_as)}</p>"
    )
    if found.more:
        soft(
            _("Only the first {n} can be paged through: narrow the search down.").format(
                n=f"{MOST:,}"
            )
        )
    if len(found.people) > 1:
        _by_people(result)


def _by_people(result: Result) -> None:
    groups: dict[str, int] = {}
    for speaking, turns in result.found.people:
        groups[_side(speaking)] = groups.get(_side(speaking), 0) + turns
    shown = sorted(groups.items(), key=lambda each: -each[1])
    soft(" · ".join(f"{name} {turns:,}" for name, turns in shown))
    named = [(each.name, turns) for each, turns in result.found.people if each.name]
    if not named:
        return
    with st.expander(_("Turns by person")):
        table(_("Turns by person"), (_("Person"), _("Turns")), named[:_PEOPLE_AT_ONCE])
        if len(named) > _PEOPLE_AT_ONCE:
            soft(
                counted(len(named) - _PEOPLE_AT_ONCE, "and {n} more person", "and {n} more people")
            )


def _side(speaking: Speaking) -> str:
    if speaking.interviews:
        return _("Interviewer")
    return _(speaking.group.label) if speaking.group else _("Linked to nobody")


def listed(here: Here, result: Result) -> None:
    """The turns of one page, each with a link to its place at the coding desk."""
    items = "".join(_item(here, turn) for turn in result.turns)
    st.html(f'<ol class="ebcd-hits" aria-label="{escape(_("Found"))}">{items}</ol>')


def _item(here: Here, turn: FoundTurn) -> str:
    first = turn.hits[0]
    at = f"{first.start}-{first.end}"
    href = steps.address("coding", here.study_id, transcript=turn.transcript, at=at)
    time = f"<span>{clock(turn.start_ms)}</span>" if turn.start_ms is not None else ""
    name = f"<strong>{escape(who(turn.speaking))}</strong>"
    link = (
        f'<a href="{escape(href)}" target="_self" '
        f'aria-label="{escape(_("Open {title} here").format(title=turn.title))}">'
        f"{escape(turn.title)}</a>"
    )
    head = f"{name}{link}{time}{to_film(here, turn, _sentences(turn))}"
    return f'<li><div class="head">{head}</div>{in_context(turn)}</li>'


def to_film(here: Here, turn: FoundTurn, span: Span) -> str:
    """The way to a clip of these words, for those who work on the film, where they have times."""
    if not here.may(May.FILM) or turn.start_ms is None or turn.speaking.interviews:
        return ""
    name = escape(_("Make a clip of what was found in {title}").format(title=turn.title))
    href = escape(film_passage.address(here.study_id, turn.transcript, span))
    return f'<a href="{href}" target="_self" aria-label="{name}">{_("To the film")}</a>'


def _sentences(turn: FoundTurn) -> Span:
    """The first sentences in which something was found."""
    start = turn.span.start
    hits = [Span(hit.start - start, hit.end - start) for hit in turn.hits]
    stretch = around(turn.text, hits)[0]
    return Span(stretch.start + start, stretch.end + start)


def who(speaking: Speaking) -> str:
    """Who speaks, by pseudonym, and from which side."""
    if speaking.interviews:
        return _("Interviewer")
    name = speaking.name or _("Nobody named")
    return f"{name} ({_(speaking.group.label)})" if speaking.group else name


def in_context(turn: FoundTurn) -> str:
    """The sentences in which something was found, with the words marked."""
    hits = [Span(hit.start - turn.span.start, hit.end - turn.span.start) for hit in turn.hits]
    stretches = around(turn.text, hits)
    parts = [marked(turn.text, stretch, hits) for stretch in stretches]
    before = "… " if stretches[0].start else ""
    after = " …" if stretches[-1].end < len(turn.text.rstrip()) else ""
    return before + " … ".join(parts) + after


def marked(text: str, stretch: Span, hits: list[Span]) -> str:
    """A stretch of `text` in HTML with the hits marked and nothing shown that is not to be used."""
    out: list[str] = []
    at = stretch.start
    for hit in hits:
        if hit.meets(stretch):
            start, end = max(hit.start, stretch.start), min(hit.end, stretch.end)
            out += [_shown(text[at:start]), "<mark>", _shown(text[start:end]), "</mark>"]
            at = end
    out.append(_shown(text[at : stretch.end]))
    return "".join(out)


def _shown(text: str) -> str:
    parts = [escape(part) for part in text.split(HIDDEN)]
    kept = [parts[0]]
    for before, part in pairwise(parts):
        if before or len(kept) == 1:
            kept.append(f'<span class="ebcd-hidden">{escape(_("not to be used"))}</span>')
        kept.append(part)
    return "".join(kept)
