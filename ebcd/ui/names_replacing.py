"""The names page's other parts: replacing all at once, and the key, which is the lead's."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import streamlit as st

from ebcd.acts import names_key
from ebcd.acts import names_replacing as acts
from ebcd.acts.names import State
from ebcd.acts.names_replacing import Preview
from ebcd.store.names import Choice
from ebcd.text import file_name
from ebcd.ui import tables
from ebcd.ui.here import Here, done, told
from ebcd.ui.plain import soft
from ebcd.ui.tables import Looks
from ebcd.words import _, counted

_PREVIEW = "names_preview"
_SHOWN = "names_key_shown"
_TALL = Looks(tall=True)


def table(label: str, made: Sequence[Choice]) -> None:
    """Names and what they become, to read and to scroll."""
    named = bool(made) and made[0].is_name
    heads = (_("Word"), _("Becomes")) if named else (_("Word"),)
    rows = [(each.form, each.replacement)[: len(heads)] for each in made]
    tables.table(label, heads, rows, _TALL)


def replacing(here: Here, found: State) -> None:
    """What would be replaced, shown before it is done."""
    if not (found.names or found.in_key):
        st.info(_("Decide about some names first: nothing is to be replaced yet."))
        return
    soft(
        counted(found.names, "{n} way of writing a name", "{n} ways of writing names")
        + " "
        + _("to be replaced; names replaced before are looked for again.")
    )
    if found.left:
        st.info(
            counted(
                found.left,
                "{n} decision is left. You can replace what is decided, and the rest later.",
                "{n} decisions are left. You can replace what is decided, and the rest later.",
            )
        )
    if st.button(_("Show what would be replaced"), icon=":material/visibility:", key="names_see"):
        bar = st.progress(0.0, text=_("Looking through the texts…"))
        st.session_state[_PREVIEW] = acts.preview(*here.asking, told=bar.progress)
        bar.empty()
    seen: Preview | None = st.session_state.get(_PREVIEW)
    if seen is not None:
        _seen(here, seen)


def _seen(here: Here, seen: Preview) -> None:
    """The preview, and the button that does it."""
    if not seen.total and not seen.elsewhere:
        st.success(_("None of these names stands in any text now."))
        return
    if seen.places:
        heads, rows = (_("Transcript"), _("Places")), sorted(seen.places.items())
        tables.table(_("What would be replaced"), heads, rows, _TALL)
    if also := _elsewhere(seen.elsewhere):
        st.write(_("Also changed: {what}.").format(what=also))
    soft(
        _(
            "Each text gets a new version. The earlier versions, and the key from name to "
            "replacement, are then for the study's lead alone."
        )
    )
    places = counted(seen.total, "Replace {n} name", "Replace {n} names")
    texts = counted(len(seen.places), "in {n} transcript", "in {n} transcripts")
    if st.button(f"{places} {texts}", type="primary", key="names_replace"):
        with told():
            bar = st.progress(0.0, text=_("Replacing names…"))
            made = acts.replace_names(*here.asking, expecting=seen.total, told=bar.progress)
            st.session_state.pop(_PREVIEW, None)
            done(counted(made, "{n} name was replaced.", "{n} names were replaced."))


def _elsewhere(rows: Mapping[str, int]) -> str:
    """The other words that change, in words."""
    known: dict[str, Callable[[int], str]] = {
        "memo": lambda n: counted(n, "{n} memo", "{n} memos"),
        "speaker": lambda n: counted(n, "{n} speaker's name", "{n} speakers' names"),
        "transcript": lambda n: counted(
            n, "the title of {n} transcript", "{n} transcripts' titles"
        ),
        "code": lambda n: counted(n, "{n} code", "{n} codes"),
        "clip": lambda n: counted(n, "{n} clip", "{n} clips"),
    }
    said = [say(rows[name]) for name, say in known.items() if rows.get(name)]
    unseen = {*known, "coding", "undo", "suggestion"}
    if rest := sum(count for name, count in rows.items() if name not in unseen):
        said.append(counted(rest, "{n} other note", "{n} other notes"))
    return ", ".join(said)


def key(here: Here, found: State) -> None:
    """The key, shown on demand and logged, and the way to erase the original names."""
    if not found.in_key:
        st.info(_("No names have been replaced yet, so the key is empty."))
        return
    soft(
        counted(found.in_key, "{n} name in the key.", "{n} names in the key.")
        + " "
        + _("It is never in an export. Looking at it is logged.")
    )
    if st.button(_("Show the key"), icon=":material/key:", key="names_key_show"):
        st.session_state[_SHOWN] = here.study_id
    if st.session_state.get(_SHOWN) == here.study_id:
        with told():
            table(_("Key"), names_key.key(*here.asking))
        st.download_button(
            _("Download the key (CSV)"),
            lambda: names_key.key_as_csv(*here.asking),
            file_name(here.study.name, "key-of-names", "csv"),
            "text/csv",
            on_click="ignore",
            icon=":material/download:",
            key="names_key_csv",
        )
        if st.button(_("Hide the key"), key="names_key_hide"):
            st.session_state.pop(_SHOWN)
            st.rerun()
    _erasing(here)


def _erasing(here: Here) -> None:
    st.header(_("Erase the original names for good"), anchor=False)
    st.write(
        _(
            "The earlier versions of the texts, what undo remembers and the key lose the names, "
            "and whoever chose their own first name for the film has no name in it then. "
            "Documents made before that hold one are deleted. This cannot be undone, and names "
            "that come again are not known any more. Backups and exported files still hold them: "
            "delete those yourselves."
        )
    )
    with st.form("names_erase"):
        word = st.text_input(
            _("Type {word} to go on").format(word=names_key.WORD), key="names_erase_word"
        )
        if st.form_submit_button(_("Erase the original names")):
            with told(), st.spinner(_("Erasing…")):
                gone = names_key.erase_originals(*here.asking, word)
                st.session_state.pop(_SHOWN, None)
                said = counted(gone.names, "{n} name was erased.", "{n} names were erased.")
                if gone.backups:
                    said += " " + counted(
                        gone.backups,
                        "{n} backup in the data folder still holds them.",
                        "{n} backups in the data folder still hold them.",
                    )
                done(said)
