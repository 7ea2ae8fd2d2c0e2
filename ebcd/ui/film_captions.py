"""The captions of a clip, corrected by hand."""

from __future__ import annotations

import streamlit as st

from ebcd.acts import film_captions as acts
from ebcd.film.captions import LINE
from ebcd.film.storyboard import Clip
from ebcd.ui.here import Here, done, told
from ebcd.ui.plain import soft
from ebcd.words import _


def show(here: Here, clip: Clip) -> None:
    """The captions as they are shown, to be corrected."""
    with told():
        found = acts.to_correct(*here.asking, clip.id)
        label = _("Captions, corrected by hand") if found.by_hand else _("Captions")
        with st.expander(label, icon=":material/closed_caption:", expanded=bool(found.stale)):
            if found.stale:
                st.warning(
                    _(
                        "These captions were corrected for other words: the clip was trimmed or "
                        "its transcript corrected. They are not shown; the captions below come "
                        "from the words."
                    )
                )
                st.text_area(
                    _("Corrected for other words"), found.stale, disabled=True, height="content"
                )
            with st.form(f"captions_{clip.id}", border=False):
                typed = st.text_area(
                    _("Two lines at most, an empty line before the next one"),
                    found.typed,
                    height=220,
                    key=f"captions_of_{clip.id}_{here.study.revision}",
                )
                soft(
                    _(
                        "A line holds up to {n} characters. Each is shown while its words are "
                        "said. Leave it empty to go back to the words of the transcript."
                    ).format(n=LINE)
                )
                if st.form_submit_button(_("Save the captions")):
                    acts.correct(*here.asking, clip.id, typed)
                    done(_("Saved."))
