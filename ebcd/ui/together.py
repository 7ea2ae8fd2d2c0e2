"""Together: who did what of late, and who codes what blind."""

from __future__ import annotations

from datetime import datetime

import streamlit as st

from ebcd.acts import together as acts
from ebcd.acts.together import Did
from ebcd.times import long_date, now
from ebcd.ui import blind_coding
from ebcd.ui.here import Here
from ebcd.ui.plain import plain
from ebcd.words import _, counted


def show(here: Here) -> None:
    """The tab on the coding page."""
    left, right = st.columns([1, 1], gap="large")
    with left:
        st.header(_("Who did what of late"))
        lines = [f"- {sentence(each)}" for each in acts.recent(*here.asking)]
        st.markdown("\n".join(lines) or _("Nothing has been done yet."))
    with right:
        blind_coding.show(here)


def sentence(did: Did, at: datetime | None = None) -> str:
    """“LA coded 12 passages in P03, 10 minutes ago.”"""
    what = _what(did)
    where = _(" in “{title}”").format(title=plain(did.title)) if did.title else ""
    who = plain(did.who)
    ago = _ago(did.at, at or now())
    return f"**{who}** {what}{where}, {ago}." if what else f"**{who}**: {_kind(did)}{where}, {ago}."


def _what(did: Did) -> str:
    """A coder's act in words, with how many times; "" for others."""
    n = did.times
    return {
        "code a passage": counted(n, "coded {n} passage", "coded {n} passages"),
        "remove a coding": counted(n, "removed {n} coding", "removed {n} codings"),
        "bring back a coding": counted(n, "brought back {n} coding", "brought back {n} codings"),
        "change the code of a coding": counted(n, "recoded {n} passage", "recoded {n} passages"),
        "change the passage of a coding": counted(
            n, "moved the ends of {n} coding", "moved the ends of {n} codings"
        ),
        "write a memo on a coding": counted(n, "wrote {n} memo", "wrote {n} memos"),
        "write a memo": counted(n, "wrote {n} memo", "wrote {n} memos"),
        "mark a passage do not use": counted(
            n, "marked {n} passage “do not use”", "marked {n} passages “do not use”"
        ),
        "accept a suggestion": counted(n, "accepted {n} suggestion", "accepted {n} suggestions"),
        "dismiss a suggestion": counted(n, "dismissed {n} suggestion", "dismissed {n} suggestions"),
        "settle a disagreement": counted(n, "settled {n} place", "settled {n} places"),
        "add a code": counted(n, "added {n} code", "added {n} codes"),
    }.get(did.what, "")


def _kind(did: Did) -> str:
    """The act as the log calls it."""
    return f"{did.what} ({did.times}×)" if did.times > 1 else did.what


def _ago(at: datetime, when: datetime) -> str:
    minutes = int((when - at).total_seconds() // 60)
    if minutes < 1:
        return _("just now")
    if minutes < 60:
        return counted(minutes, "{n} minute ago", "{n} minutes ago")
    if minutes < 24 * 60:
        return counted(minutes // 60, "{n} hour ago", "{n} hours ago")
    return _("on {day}").format(day=long_date(at.date()))
