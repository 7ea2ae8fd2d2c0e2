"""Codes from elsewhere and to elsewhere: the starter set, files in, files out."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import streamlit as st

from ebcd.acts import codebook_import, exchange, exchange_import, project_import
from ebcd.acts.access import May
from ebcd.acts.codebook_import import Preview
from ebcd.acts.leaving import Leaves
from ebcd.codebook import Code, Kind
from ebcd.exchange.codebook_table import COLUMNS, DraftCode
from ebcd.text import file_name
from ebcd.ui import leaving
from ebcd.ui.codebook_list import kind_headings, undone_later
from ebcd.ui.here import Here, done, told
from ebcd.ui.plain import plain
from ebcd.words import _, counted

_MOST_PROBLEMS = 30


def starter(here: Here, codes: Sequence[Code]) -> None:
    """The starter set: each stage and emotion word can be taken or left."""
    st.write(
        _(
            "Journey stages and emotion words that many studies need. Tick what fits yours; "
            "everything can be renamed afterwards."
        )
    )
    there = {(code.kind, code.name.casefold()) for code in codes}
    offered = codebook_import.starter_set()
    ticked: list[DraftCode] = []
    with st.form("starter"):
        for column, kind in zip(st.columns(2), (Kind.STAGE, Kind.EMOTION), strict=True):
            with column:
                st.header(kind_headings()[kind] if kind is Kind.EMOTION else _("Stages"))
                for draft in offered:
                    if draft.kind is kind and _tick(draft, there):
                        ticked.append(draft)
        taken = st.form_submit_button(_("Take the ticked codes"), type="primary")
    if taken and not ticked:
        st.warning(_("Nothing is ticked: tick at least one."))
    elif taken:
        with told():
            made = codebook_import.take_codes(*here.asking, ticked)
            undone_later(
                here, made.undo_id, counted(len(ticked), "Took {n} code.", "Took {n} codes.")
            )


def _tick(draft: DraftCode, there: set[tuple[Kind, str]]) -> bool:
    if (draft.kind, draft.name.casefold()) in there:
        st.checkbox(
            f"{draft.name} ({_('in your codebook')})",
            True,
            disabled=True,
            key=f"has_{draft.kind}_{draft.name}",
        )
        return False
    with st.container(gap=None):
        ticked = st.checkbox(draft.name, key=f"take_{draft.kind}_{draft.name}")
        st.html(f'<p class="ebcd-soft" style="margin:0 0 0 1.6rem">{escape(draft.definition)}</p>')
    return ticked


def imports(here: Here, codes: Sequence[Code]) -> None:
    """A codebook, or passages that were coded in another program."""
    del codes
    st.header(_("A codebook"))
    st.write(
        _(
            "CSV or Excel with a column “name”, and any of kind, parent, definition, include, "
            "exclude, example, colour, pattern. What you have written yourselves is never "
            "overwritten."
        )
    )
    st.download_button(
        _("An empty table to fill in"),
        ",".join(COLUMNS) + "\r\n",
        "codebook-template.csv",
        "text/csv",
        on_click="ignore",
        icon=":material/table:",
    )
    file = st.file_uploader(_("Codebook file"), ["csv", "xlsx", "qdc"], key="codebook_file")
    if file is not None:
        with told():
            _look_at_codebook(here, file.getvalue(), file.name)
    if here.may(May.CODE):
        st.divider()
        _passages(here)
        st.divider()
        _project(here)


def _look_at_codebook(here: Here, data: bytes, name: str) -> None:
    read = exchange.read_codebook_file(data, name)
    found = codebook_import.preview(*here.asking, read.codes, read.problems)
    _preview(found)
    wanted = [*found.new, *found.filled]
    if not wanted:
        st.info(_("Every code of this file is in your codebook already."))
        return
    if st.button(
        counted(len(wanted), "Take {n} code", "Take {n} codes"), type="primary", key="take_file"
    ):
        made = codebook_import.take_codes(*here.asking, wanted)
        undone_later(here, made.undo_id, counted(len(wanted), "Took {n} code.", "Took {n} codes."))


def _preview(found: Preview) -> None:
    rows = [
        {
            _("What happens"): what,
            _("Kind"): _(draft.kind.label),
            _("Name"): draft.name,
            _("Under"): draft.parent,
            _("Definition"): draft.definition,
        }
        for what, drafts in (
            (_("is added"), found.new),
            (_("gets what it lacks"), found.filled),
            (_("is there already"), found.same),
        )
        for draft in drafts
    ]
    st.dataframe(rows, hide_index=True)
    problems(found.problems)


def problems(sentences: Sequence[str]) -> None:
    """What could not be taken as it stood, one line each."""
    if sentences:
        said = [f"- {plain(each)}" for each in sentences[:_MOST_PROBLEMS]]
        left = len(sentences) - _MOST_PROBLEMS
        if left > 0:
            said.append("- " + counted(left, "and {n} more", "and {n} more"))
        st.warning("\n".join(said))


def _passages(here: Here) -> None:
    st.header(_("Coded passages"))
    st.write(
        _(
            "CSV or Excel with the columns transcript (title or file name), code, and quotation or "
            "start and end; kind, coder and memo if you have them. Each quotation is looked for in "
            "its transcript, which must be imported first."
        )
    )
    file = st.file_uploader(_("File of coded passages"), ["csv", "xlsx"], key="passages_file")
    if file is None:
        return
    with told():
        read = exchange_import.look_at_passages(*here.asking, file.getvalue(), file.name)
        st.write(
            _("{placed} of {rows} found their place in a transcript.").format(
                placed=counted(len(read.placed), "{n} coding", "{n} codings"),
                rows=counted(read.rows, "{n} row", "{n} rows"),
            )
        )
        problems(read.problems)
        if read.placed and st.button(_("Import these codings"), type="primary"):
            taken = exchange_import.import_passages(*here.asking, file.getvalue(), file.name)
            done(
                counted(taken.codings, "Imported {n} coding.", "Imported {n} codings.")
                + " "
                + counted(taken.already, "{n} was there already.", "{n} were there already.")
            )


def _project(here: Here) -> None:
    st.header(_("A project from another program"))
    st.write(
        _(
            "A REFI-QDA project (.qdpx) from NVivo, ATLAS.ti, MAXQDA, QualCoder and others: its "
            "texts become transcripts, its codes and codings come along. Check afterwards who "
            "speaks in each transcript."
        )
    )
    file = st.file_uploader(_("Project file"), ["qdpx"], key="project_file")
    if file is None or not here.may(May.TRANSCRIPTS):
        return
    if st.button(_("Import this project"), type="primary"):
        with told(), st.spinner(_("Reading the project and placing its codings …")):
            taken = project_import.import_project(*here.asking, file.getvalue())
            st.session_state["project_problems"] = taken.problems
            done(
                counted(taken.texts, "Imported {n} transcript", "Imported {n} transcripts")
                + ", "
                + counted(taken.codings, "{n} coding.", "{n} codings.")
            )
    problems(st.session_state.get("project_problems", ()))


def exports(here: Here, codes: Sequence[Code]) -> None:
    """The codebook, quotations and memos as files."""
    del codes
    st.write(
        _(
            "Quotations leave by pseudonym, and only where everybody who speaks in them agreed to "
            "be quoted. The study keeps a record of each file."
        )
    )
    knowingly = leaving.let_go(here, Leaves.TEXTS, "exports")
    for what, label, endings in (
        ("codebook", _("Codebook"), ("csv", "xlsx", "docx", "qdc")),
        ("quotations", _("Coded quotations, one row each"), ("csv", "xlsx", "docx")),
        ("memos", _("Memos"), ("csv", "xlsx", "docx")),
        ("project", _("The whole study for other qualitative software (REFI-QDA)"), ("qdpx",)),
    ):
        st.header(label)
        with st.container(horizontal=True):
            for ending in endings:
                download(here, what, ending, knowingly)


_ENDINGS = {"csv": "CSV", "xlsx": "Excel", "docx": "Word", "qdc": "QDC", "qdpx": "QDPX"}


def download(here: Here, what: str, ending: str, knowingly: bool) -> None:
    """A button that makes the file when it is pressed."""

    def make() -> bytes:
        return exchange.export(*here.asking, what, ending, knowingly=knowingly).data

    st.download_button(
        _(_ENDINGS[ending]),
        make,
        file_name(here.study.name, what, ending),
        exchange.MEDIA_TYPES[ending],
        on_click="ignore",
        icon=":material/download:",
        key=f"download_{what}_{ending}",
    )
