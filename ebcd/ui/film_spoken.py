"""Spoken cards: which sound is heard with a title, a card or a voice-over."""

from __future__ import annotations

import streamlit as st

from ebcd.acts import film_spoken as acts
from ebcd.acts.film import Film
from ebcd.film.storyboard import ClipKind
from ebcd.times import duration
from ebcd.ui.here import Here, done, told
from ebcd.ui.plain import soft
from ebcd.words import _


def show(here: Here, found: Film) -> None:
    """Choose a card and the sound that speaks it."""
    cards = _cards(found)
    sounds = [each for each in found.recordings.values() if acts.speaks_cards(each)]
    if not cards:
        return
    with st.expander(_("Speak a card"), icon=":material/record_voice_over:"):
        soft(
            _(
                "Title cards and voice-overs can be heard as well as read. Record the words, add "
                "the sound file under “Recordings”, and choose it here; link it to no transcript."
            )
        )
        if not sounds:
            soft(_("There is no such sound file yet."))
            return
        chosen = st.selectbox(_("Card"), list(cards), format_func=lambda each: cards[each][0])
        ids = [0, *(each.id for each in sounds)]
        now = next((each.id for each in sounds if each.sha256 == cards[chosen][1]), 0)
        names = {each.id: f"{each.name} · {duration(each.duration_ms)}" for each in sounds}
        sound = st.selectbox(
            _("Sound"),
            ids,
            ids.index(now),
            format_func=lambda each: names.get(each, _("None: silent")),
            key=f"film_sound_{chosen}_{now}",
        )
        if st.button(_("Save the sound"), key="film_sound_save"):
            with told():
                kind, number = chosen
                speak = acts.speak_title if kind == "title" else acts.speak_card
                speak(*here.asking, number, sound or None)
                done(_("Saved."))


def _cards(found: Film) -> dict[tuple[str, int], tuple[str, str]]:
    """What each card is called, and the hash of its sound, by kind and id."""
    cards: dict[tuple[str, int], tuple[str, str]] = {}
    for chapter in found.board.chapters:
        if chapter.clips:
            title = _("Title card “{title}”").format(title=chapter.name)
            cards["title", chapter.id] = title, chapter.spoken
        for clip in chapter.clips:
            if clip.kind in (ClipKind.CARD, ClipKind.VOICE):
                words = f"{chapter.name} · {_(clip.kind.label)}: {clip.words[:60]}"
                cards["card", clip.id] = words, clip.spoken
    return cards
