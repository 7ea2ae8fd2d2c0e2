"""Who speaks: one row a speaker, with the name to show and the person it stands for.

The same rows serve a file that is about to be saved and a transcript of the study.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import streamlit as st

from ebcd.acts.speakers import SpeakerChoice
from ebcd.people import Group, Participant
from ebcd.words import _, counted

_INTERVIEWS = "interviews"
_NOBODY = "nobody"


def _options(known: Mapping[int, Participant]) -> list[str]:
    people = [f"person {person.id}" for person in known.values()]
    return [_NOBODY, _INTERVIEWS, *people, *(f"new {group}" for group in Group)]


def _chosen(choice: SpeakerChoice, options: Sequence[str]) -> int:
    if choice.interviews:
        return options.index(_INTERVIEWS)
    if choice.new_group is not None:
        return options.index(f"new {choice.new_group}")
    named = f"person {choice.participant_id}"
    return options.index(named) if named in options else 0


def _words(option: str, known: Mapping[int, Participant]) -> str:
    if option == _NOBODY:
        return _("Linked to nobody")
    if option == _INTERVIEWS:
        return _("Interviews")
    kind, _space, rest = option.partition(" ")
    if kind == "person":
        person = known[int(rest)]
        return f"{person.pseudonym} · {_(person.group.label)}"
    return _("New participant: {group}").format(group=_(Group(rest).label).lower())


def rows(
    choices: Sequence[SpeakerChoice],
    words: Mapping[str | None, int],
    known: Mapping[int, Participant],
    key: str,
    asking: Mapping[str | None, tuple[int, int]] | None = None,
) -> list[SpeakerChoice]:
    """The speakers as a person leaves them.

    `words`: how many each says. `known`: the study's participants. `key`: tells these rows from
    others on the page. `asking`: in how many of their turns they ask something, where known.
    """
    options = _options(known)
    how = _(
        "Give two speakers the same name to make them one. Whoever is a participant is called by "
        "their pseudonym, unless you type another name."
    )
    st.html(f'<p class="ebcd-soft">{how}</p>')
    corrected = []
    for number, choice in enumerate(choices):
        who = choice.was if choice.was is not None else _("nobody named")
        said = counted(words.get(choice.was, 0), "{n} word", "{n} words")
        some, every = (asking or {}).get(choice.was, (0, 0))
        if every:
            said += ", " + _("asks in {n} of {of} turns").format(n=some, of=every)
        name_column, who_column = st.columns(2)
        label = name_column.text_input(
            _("Name of “{speaker}” ({words})").format(speaker=who, words=said),
            choice.label,
            max_chars=120,
            key=f"{key}_name_{number}",
        )
        option = who_column.selectbox(
            _("Who “{speaker}” is").format(speaker=who),
            options,
            _chosen(choice, options),
            format_func=lambda each: _words(each, known),
            key=f"{key}_who_{number}",
        )
        corrected.append(_with(choice, label, option))
    return corrected


def _with(choice: SpeakerChoice, label: str, option: str) -> SpeakerChoice:
    kind, _space, rest = option.partition(" ")
    keeps = choice.new_group is not None and kind == "new" and rest == choice.new_group
    return replace(
        choice,
        label=label,
        interviews=option == _INTERVIEWS,
        participant_id=int(rest) if kind == "person" else None,
        new_group=Group(rest) if kind == "new" else None,
        pseudonym=choice.pseudonym if keeps else "",
    )
