"""Importing a table of free-text comments: a person says that it is one, and which column is what.

A table that is not said to be comments is looked at as a transcript, as every other file.
"""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from pathlib import PurePath

import streamlit as st

from ebcd.acts import comments as acts
from ebcd.acts.transcripts import title_of
from ebcd.errors import WorkbenchError
from ebcd.exchange import comments as tables
from ebcd.exchange.comments import MOST_KEPT, Choice, Comments, Table
from ebcd.exchange.other_files import belongs_elsewhere
from ebcd.text import sha256, shorten
from ebcd.ui.here import Here, done
from ebcd.ui.plain import plain, soft
from ebcd.ui.tables import Looks, table
from ebcd.words import _, counted

Files = Mapping[str, tuple[str, bytes]]
"""By the uploader's id: name and bytes."""
_READ = "comments_read"
_SAVED = "comments_saved"
_ENDINGS = (".csv", ".tsv", ".xlsx", ".xlsm")
_SPOKEN = frozenset({"speaker", "start", "utterance", "turn", "who"})
_FOUND = "comments_found"
_MOST_READ = 3
_SHOWN = 5
_VALUES = 20


def show(here: Here, files: Files) -> Files:
    """The tables among the files, each to be said to be comments; what is left are transcripts."""
    left = dict(files)
    for each, (name, data) in files.items():
        if PurePath(name).suffix.lower() not in _ENDINGS or belongs_elsewhere(name, data):
            continue
        if each in st.session_state.get(_SAVED, ()):
            del left[each]
            soft(_("{file} is saved.").format(file=name))
            continue
        with st.container(border=True, key=f"comments_{each}"):
            if _one(here, each, name, data):
                del left[each]
    return left


def _one(here: Here, each: str, name: str, data: bytes) -> bool:
    """One table; whether it is comments."""
    st.markdown(f"**{plain(name)}**")
    table = _table(each, name, data)
    if not st.toggle(
        _("These are free-text comments, one a row"),
        value=isinstance(table, Table) and _looks_like_comments(table),
        key=f"comments_are_{each}",
    ):
        return False
    if isinstance(table, str):
        st.error(plain(table))
        return True
    try:
        choice = _choice(each, table)
        found = _found(each, table, choice)
    except WorkbenchError as problem:
        st.error(plain(str(problem)))
        return True
    _preview(found)
    _save(here, each, name, data, found)
    return True


def _table(each: str, name: str, data: bytes) -> Table | str:
    """The table, read once, or why it cannot be read."""
    kept: dict[str, Table | str] = st.session_state.setdefault(_READ, {})
    if each not in kept:
        while len(kept) >= _MOST_READ:
            kept.pop(next(iter(kept)))
        with st.spinner(_("Reading {file} …").format(file=plain(name))):
            try:
                kept[each] = tables.read_table(data, name)
            except WorkbenchError as problem:
                kept[each] = str(problem)
    return kept[each]


def _found(each: str, table: Table, choice: Choice) -> Comments:
    """The comments as chosen, gathered once a choice."""
    kept: tuple[str, Choice, Comments] | None = st.session_state.get(_FOUND)
    if kept is None or kept[:2] != (each, choice):
        kept = st.session_state[_FOUND] = (each, choice, tables.comments(table, choice))
    return kept[2]


def _looks_like_comments(table: Table) -> bool:
    """Whether no column of the table says who speaks or when."""
    return not _SPOKEN & {name.lower() for name in table.names(headed=True)}


def _choice(each: str, table: Table) -> Choice:
    """Which column is what, as corrected by the person."""
    guess = tables.suggested(table)
    headed = st.checkbox(
        _("The first row names the columns"), guess.headed, key=f"comments_headed_{each}"
    )
    names = table.names(headed)
    columns = list(range(table.width))
    left, right = st.columns(2)
    text = left.selectbox(
        _("The column with the comments"),
        columns,
        guess.text,
        format_func=lambda at: names[at],
        key=f"comments_text_{each}_{headed}",
    )
    number = right.selectbox(
        _("The column that numbers them"),
        columns,
        guess.number,
        format_func=lambda at: names[at],
        placeholder=_("None: they go by their row"),
        key=f"comments_number_{each}_{headed}",
    )
    kept = st.multiselect(
        _("Kept beside each comment"),
        [at for at in columns if at not in (text, number)],
        [at for at in guess.kept if at not in (text, number)],
        format_func=lambda at: names[at],
        max_selections=MOST_KEPT,
        help=_(
            "What you may want to compare by: the site, the ward, the month, the rating. Leave out "
            "whatever could tell who wrote it: names, addresses, dates of birth."
        ),
        key=f"comments_kept_{each}_{headed}_{text}_{number}",
    )
    return Choice(text, number, tuple(kept), headed)


def _preview(found: Comments) -> None:
    """How many comments there are, and the first ones."""
    cut = tables.parts(found.comments)
    said = counted(len(found.comments), "{n} comment", "{n} comments")
    if len(cut) > 1:
        said += ", " + _("in {n} parts").format(n=len(cut))
    if found.empty:
        said += ". " + counted(
            found.empty,
            "{n} row has no text and is left out",
            "{n} rows have no text and are left out",
        )
    soft(said + ".")
    items = "".join(
        f"<li><strong>{escape(each.label)}</strong> {escape(shorten(each.text, 160))}</li>"
        for each in found.comments[:_SHOWN]
    )
    st.html(f'<ul aria-label="{escape(_("The first comments"))}">{items}</ul>')


def _save(here: Here, each: str, name: str, data: bytes, found: Comments) -> None:
    title = st.text_input(_("Title"), title_of(name)[:180], key=f"comments_title_{each}")
    quote = st.radio(
        _("Did these people agree to be quoted without a name?"),
        [False, True],
        format_func=lambda yes: (
            _("Yes: they were told that comments may be published without a name")
            if yes
            else _("No, or we do not know: no comment leaves in a document")
        ),
        key=f"comments_quote_{each}",
    )
    if not st.button(
        _("Save the comments"), type="primary", icon=":material/save:", key=f"comments_save_{each}"
    ):
        return
    bar = st.progress(0.0, _("Saving {file} …").format(file=plain(name)))

    def told(parts: int, of: int) -> None:
        bar.progress(parts / of)

    try:
        saved = acts.import_comments(
            *here.asking,
            name,
            sha256(data),
            found,
            title=title,
            may_quote=bool(quote),
            on_progress=told,
        )
    except WorkbenchError as problem:
        bar.empty()
        st.error(plain(str(problem)))
        return
    for kept in (_READ, _FOUND):
        st.session_state.pop(kept, None)
    saved_ones: set[str] = st.session_state.setdefault(_SAVED, set())
    saved_ones.add(each)
    done(counted(saved.comments, "{n} comment saved.", "{n} comments saved."))


def attributes(counts: Mapping[str, Mapping[str, int]]) -> None:
    """What a table says of its comments: each column's values, and how many have them."""
    rows = [(column, _values(values)) for column, values in counts.items()]
    if rows:
        table(_("What the table says of the comments"), (), rows, Looks(caption=True))


def _values(values: Mapping[str, int]) -> str:
    shown = [f"{value or _('nothing')} ({count:,})" for value, count in values.items()]
    more = len(shown) - _VALUES
    listed = ", ".join(shown[:_VALUES])
    return f"{listed}, {counted(more, 'and {n} more', 'and {n} more')}" if more > 0 else listed
