"""Trimming a clip: by word, by frame, and by ear, with the recording beside it."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import streamlit as st

from ebcd.acts import film as acts
from ebcd.acts import film_trimming
from ebcd.acts.film import SHORTEST_MS
from ebcd.errors import WorkbenchError
from ebcd.film.storyboard import Clip
from ebcd.film.timelines.rates import rate_of
from ebcd.store.recordings import Recording
from ebcd.ui.here import Here, done
from ebcd.ui.plain import plain, soft
from ebcd.web.media import captions_address, file_address
from ebcd.web.recording import assets
from ebcd.words import _

_SAID = "film_trimmed"

_CSS = """
.ebcd-trimming video {width: 100%; max-width: 40rem; background: #000;}
.ebcd-trimming audio {width: 100%;}
.ebcd-trimming .row {display: flex; flex-wrap: wrap; gap: .3rem; align-items: center;
  margin: .4rem 0;}
.ebcd-trimming button {min-width: 2.25rem; min-height: 2.25rem; padding: 0 .6rem; font: inherit;
  color: inherit; background: none; cursor: pointer; border-radius: .5rem;
  border: 1px solid color-mix(in srgb, currentColor 45%, transparent);}
.ebcd-trimming button.main {font-weight: 600; border-width: 2px;}
.ebcd-trimming button:disabled {opacity: .5; cursor: default;}
.ebcd-trimming fieldset {border: 0; padding: 0; margin: .6rem 0 0; min-width: 0;}
.ebcd-trimming legend {font-weight: 600; padding: 0;}
.ebcd-trimming label {display: inline-flex; gap: .5rem; align-items: center;}
.ebcd-trimming input {font: inherit; color: inherit; background: none; width: 8rem;
  min-height: 2.25rem; padding: 0 .5rem; border-radius: .5rem;
  border: 1px solid color-mix(in srgb, currentColor 45%, transparent);}
.ebcd-trimming .said {max-height: 9rem; overflow-y: auto; line-height: 1.7; margin: .6rem 0;}
.ebcd-trimming .said span {cursor: pointer; opacity: .75;}
.ebcd-trimming .said span.in {opacity: 1; text-decoration: underline; text-underline-offset: .2em;
  background: color-mix(in srgb, #0f766e 22%, transparent);}
.ebcd-trimming .said span.now {outline: 2px solid currentColor; outline-offset: 1px;}
.ebcd-trimming p {margin: 0;}
"""

_JS = """
export default function (context) {
  const script = new URL(context.data.script, document.baseURI).href;
  import(script).then((module) => module.default(context));
}
"""


@cache
def _component() -> Callable[..., Any]:
    return st.components.v2.component(
        "ebcd_trimming",
        html='<div class="ebcd-trimming"></div>',
        css=_CSS,
        js=_JS,
        isolate_styles=False,
    )


def sentences() -> dict[str, str]:
    """What the trimmer says."""
    return {
        "Captions": _("Captions"),
        "Play the clip": _("Play the clip"),
        "First 2 seconds": _("First 2 seconds"),
        "Last 2 seconds": _("Last 2 seconds"),
        "Stop": _("Stop"),
        "In": _("In"),
        "Out": _("Out"),
        "Begins": _("Begins"),
        "Ends": _("Ends"),
        "◂ word": _("◂ word"),
        "word ▸": _("word ▸"),
        "Set here": _("Set here"),
        "One word earlier (in)": _("One word earlier (in)"),
        "One word later (in)": _("One word later (in)"),
        "1 frame earlier (in)": _("1 frame earlier (in)"),
        "10 frames earlier (in)": _("10 frames earlier (in)"),
        "1 frame later (in)": _("1 frame later (in)"),
        "10 frames later (in)": _("10 frames later (in)"),
        "Set the in at the playing position": _("Set the in at the playing position"),
        "One word earlier (out)": _("One word earlier (out)"),
        "One word later (out)": _("One word later (out)"),
        "1 frame earlier (out)": _("1 frame earlier (out)"),
        "10 frames earlier (out)": _("10 frames earlier (out)"),
        "1 frame later (out)": _("1 frame later (out)"),
        "10 frames later (out)": _("10 frames later (out)"),
        "Set the out at the playing position": _("Set the out at the playing position"),
        "This is no time: write minutes and seconds like 2:05.5.": _(
            "This is no time: write minutes and seconds like 2:05.5."
        ),
        "There is no further word to go to.": _("There is no further word to go to."),
        "A clip ends after it begins: choose another moment.": _(
            "A clip ends after it begins: choose another moment."
        ),
        "Words around the clip": _("Words around the clip"),
        "{n} seconds long": _("{n} seconds long"),
        "Trim": _("Trim"),
        "As it was": _("As it was"),
    }


def show(here: Here, recording: Recording, clip: Clip) -> None:
    """The trimmer of a clip that has a recording."""
    words = film_trimming.words_around(*here.asking, clip.id)
    key = f"trimming_{clip.id}"

    def trimmed() -> None:
        wanted = st.session_state[key].get("trimmed")
        if not isinstance(wanted, dict):
            return
        try:
            acts.trim(*here.asking, clip.id, int(wanted["in"]), int(wanted["out"]))
            st.session_state[_SAID] = ""
        except WorkbenchError as problem:
            st.session_state[_SAID] = str(problem)

    _component()(
        key=key,
        data={
            "key": f"{clip.id}-{clip.stretch.in_ms}-{clip.stretch.out_ms}",
            "script": f"{assets()}/trimming.js",
            "src": file_address(here.study_id, recording.id),
            "captions": captions_address(here.study_id, clip.id),
            "language": "en",
            "label": _("Player: {name}").format(name=recording.name),
            "picture": recording.width is not None,
            "rate": float(rate_of(recording.rate).frames),
            "in": clip.stretch.in_ms,
            "out": clip.stretch.out_ms,
            "latest": recording.duration_ms,
            "shortest": SHORTEST_MS,
            "said": [[word.text, word.start_ms, word.end_ms] for word in words],
            "words": sentences(),
        },
        on_trimmed_change=trimmed,
    )
    soft(
        _(
            "Steps are frames of the recording. The words follow; a longer clip needs a new "
            "approval."
        )
    )
    problem = st.session_state.pop(_SAID, None)
    if problem:
        st.error(plain(problem))
    elif problem is not None:
        done(_("Trimmed."))
