"""The names page: look for names, decide about each once, replace them all, keep the key."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import streamlit as st

from ebcd.acts import names as acts
from ebcd.acts.access import May
from ebcd.acts.names import Asked, Context, State
from ebcd.assistant.identifiers import Clue
from ebcd.store.names import Choice
from ebcd.ui import names_replacing, steps
from ebcd.ui.here import Here, done, told
from ebcd.ui.plain import plain, soft
from ebcd.words import _, counted

_STYLE = """
<style>
.stButton kbd {color: inherit; opacity: 1;}
blockquote.ebcd mark {background: light-dark(#ffe58a, #6b5300); color: inherit;}
</style>
"""
_LAST = "names_last"
_LATER = "names_later"


def kinds() -> dict[Clue, str]:
    """What each kind of thing is called."""
    return {
        Clue.PERSON: _("Person"),
        Clue.PLACE: _("Place"),
        Clue.ORGANISATION: _("Organisation"),
        Clue.NAME: _("Name"),
        Clue.HOSPITAL: _("Hospital or practice"),
        Clue.WARD: _("Ward"),
        Clue.ADDRESS: _("Address"),
        Clue.NHS_NUMBER: _("NHS number"),
        Clue.NATIONAL_INSURANCE: _("National Insurance number"),
        Clue.POSTCODE: _("Postcode"),
        Clue.PHONE: _("Telephone number"),
        Clue.EMAIL: _("E-mail address"),
        Clue.WEB: _("Web address"),
        Clue.BIRTH: _("Date of birth"),
        Clue.DATE: _("Date"),
        Clue.NUMBER: _("Number"),
    }


def show(here: Here) -> None:
    """The page."""
    st.title(_("Names"))
    st.html(_STYLE)
    soft(
        _(
            "Decide about each name once for the whole study. Nothing changes until you replace "
            "them all; then every text gets a new version, and codings and memos go along."
        )
    )
    found = acts.state(*here.asking)
    _looking(here, found)
    parts = {_("Decide"): _decide, _("Decided"): _decided, _("Replace"): names_replacing.replacing}
    if here.may(May.IDENTITY):
        parts[_("Key")] = names_replacing.key
    tabs = st.tabs(list(parts), key="names_tab", on_change="rerun")
    for tab, part in zip(tabs, parts.values(), strict=True):
        if tab.open:
            with tab:
                part(here, found)


def _looking(here: Here, found: State) -> None:
    """Whether every text was looked through, and the button that sees to it."""
    if found.running is not None:
        _watched(here)
        return
    if found.failure:
        st.warning(found.failure)
    if found.missing:
        st.info(found.missing)
    if not found.unread:
        return
    st.info(
        counted(
            found.unread,
            "{n} transcript has not been looked through for names yet.",
            "{n} transcripts have not been looked through for names yet.",
        )
    )
    if st.button(_("Look for names"), type="primary", icon=":material/search:", key="names_look"):
        acts.search(*here.asking)
        st.rerun()


@st.fragment(run_every=2)
def _watched(here: Here) -> None:
    """The search under way. When it ends the whole page is drawn again."""
    now = acts.state(*here.asking)
    if now.running is None:
        st.rerun()
    st.progress(
        now.running.progress,
        text=_("Looking for names … you can begin with those found so far"),
    )


def _decide(here: Here, found: State) -> None:
    """The next decision, and the way back from the last."""
    _last(here)
    later: list[str] = st.session_state.setdefault(_LATER, [])
    asked = acts.queue(*here.asking, later)
    if asked:
        soft(counted(found.left, "{n} decision left", "{n} decisions left"))
        _card(here, asked[0]) if len(asked) == 1 else _many(here, asked)
        return
    if found.left:
        st.info(_("You left the others for later."))
        if st.button(_("Show those I left for later"), key="names_unskip"):
            st.session_state[_LATER] = []
            st.rerun()
    elif found.running is not None:
        soft(_("Names come here as they are found."))
    elif found.unread:
        soft(_("Names come here once you have looked for them."))
    elif found.names:
        st.success(_("Nothing is left to decide. Next, replace the names: see “Replace”."))
    elif found.in_key or found.kept:
        st.success(_("Nothing is left to decide."))
    else:
        st.info(_("No names were found. Import a transcript, or add a name under “Decided”."))
        steps.link("transcripts", here.study_id, label=_("To the transcripts"))


def _card(here: Here, asked: Asked) -> None:
    """One name: what it is, where it stands, what it becomes."""
    group = asked.group
    several = group.is_numbers and len(group.forms) > 1
    with st.container(border=True, key="names_card"):
        title = kinds()[group.clue] if several else f"“{plain(group.shown)}”"
        st.header(title, anchor=False)
        where = counted(group.transcripts, "{n} transcript", "{n} transcripts")
        often = counted(group.count, "{n} place", "{n} places")
        soft(f"{kinds()[group.clue]} · {often} · {where}")
        contexts(asked.contexts)
        without = _forms(asked)
        replacement = ""
        if several:
            soft(_("Each becomes its own: {first}, and so on.").format(first=asked.replacement))
        else:
            replacement = st.text_input(
                _("Replace with"), asked.replacement, max_chars=200, key=f"with_{group.key}"
            )
        _buttons(here, asked, replacement, without)


def contexts(found: Sequence[Context]) -> None:
    """Places of a name, each with the words around it."""
    rows = "".join(
        f'<blockquote class="ebcd">{_cut(each.before, ends=False)}<mark>{escape(each.words)}</mark>'
        f'{_cut(each.after, ends=True)}<br><span class="ebcd-soft">{escape(each.title)}</span>'
        "</blockquote>"
        for each in found
    )
    st.html(rows)


def _cut(words: str, *, ends: bool) -> str:
    """What the same person says beside a name, as HTML, cut at a word."""
    same_turn = words.partition("\n")[0] if ends else words.rpartition("\n")[2]
    if len(same_turn) < len(words):
        return escape(same_turn)
    if len(words) > 100:
        words = words.rpartition(" ")[0] + " …" if ends else "… " + words.partition(" ")[2]
    return escape(words)


def _forms(asked: Asked) -> list[str]:
    """Keys of the ways of writing that the person does not mean."""
    forms = {form.key: form.shown for form in asked.group.forms}
    if len(forms) == 1:
        return []
    meant = st.pills(
        _("These go together. Press one to decide about it by itself."),
        list(forms),
        format_func=forms.__getitem__,
        selection_mode="multi",
        default=list(forms),
        key=f"forms_{asked.group.key}",
    )
    return [each for each in forms if each not in meant]


def _buttons(here: Here, asked: Asked, replacement: str, without: Sequence[str]) -> None:
    at = asked.group.key
    with st.container(horizontal=True):
        replace = st.button(
            _("Replace"),
            type="primary",
            icon=":material/check:",
            key=f"replace_{at}",
            shortcut="Alt+Shift+A",
        )
        keep = st.button(
            _("Not a name"), icon=":material/close:", key=f"keep_{at}", shortcut="Alt+Shift+X"
        )
        later = st.button(
            _("Later"), icon=":material/skip_next:", key=f"later_{at}", shortcut="Alt+Shift+L"
        )
    with told():
        if replace:
            made = acts.replace_with(*here.asking, asked, replacement, without)
            _done(made, _("“{name}” will be replaced.").format(name=asked.group.shown))
        elif keep:
            made = acts.is_no_name(*here.asking, [asked.group])
            _done(made, _("“{name}” stays.").format(name=asked.group.shown))
        elif later:
            st.session_state[_LATER] = [*st.session_state.get(_LATER, []), at]
            st.rerun()


def _many(here: Here, asked: Sequence[Asked]) -> None:
    """Words that are hardly names, many at once."""
    with st.container(border=True, key="names_card"):
        st.header(_("Is any of these a name?"), anchor=False)
        soft(_("Words with a capital. Tick those that give somebody away; the others stay."))
        ticked = []
        for each in asked:
            with st.container(gap=None):
                label = f"{each.group.shown} → {each.replacement}"
                if st.checkbox(plain(label), key=f"tick_{each.group.key}"):
                    ticked.append(each)
                contexts(each.contexts)
        if st.button(
            _("Done with these"),
            type="primary",
            icon=":material/check:",
            key=f"many_{asked[0].group.key}",
            shortcut="Alt+Shift+A",
        ):
            with told():
                made = [one for each in ticked for one in acts.replace_with(*here.asking, each)]
                rest = [each.group for each in asked if each not in ticked]
                made += acts.is_no_name(*here.asking, rest) if rest else []
                _done(made, counted(len(asked), "{n} word decided.", "{n} words decided."))


def _done(ids: Sequence[int], message: str) -> None:
    st.session_state[_LAST] = (list(ids), message)
    st.rerun()


def _last(here: Here) -> None:
    """What was decided last, and the way back."""
    last = st.session_state.get(_LAST)
    if last is None:
        return
    ids, message = last
    with st.container(horizontal=True, vertical_alignment="center"):
        st.html(f'<p class="ebcd-soft" role="status" style="margin:0">{escape(message)}</p>')
        if st.button(_("Undo"), icon=":material/undo:", key="names_undo", shortcut="Alt+Shift+Z"):
            st.session_state.pop(_LAST)
            with told():
                acts.take_back(*here.asking, ids)
                done(_("Taken back."))


def _decided(here: Here, found: State) -> None:
    """What was decided and can still be changed, and a name typed by hand."""
    del found
    with st.form("names_by_hand", clear_on_submit=True):
        st.markdown(f"**{_('Add a name')}**")
        name = st.text_input(_("Name, as it stands in the texts"), max_chars=200)
        replacement = st.text_input(_("Replace with"), max_chars=200)
        if st.form_submit_button(_("Add")):
            with told():
                acts.by_hand(*here.asking, name, replacement)
                done(_("Added. It is replaced with the others."))
    made = acts.choices(*here.asking)
    _listed(here, _("To be replaced"), [each for each in made if each.is_name])
    _listed(here, _("No names: these stay"), [each for each in made if not each.is_name])


def _listed(here: Here, heading: str, made: Sequence[Choice]) -> None:
    if not made:
        return
    st.header(heading, anchor=False)
    names_replacing.table(heading, made)
    forms = {each.key: each.form for each in made}
    key = "names" if made[0].is_name else "kept"
    chosen = st.multiselect(
        _("Take back, to be asked again"),
        list(forms),
        format_func=forms.__getitem__,
        placeholder=_("choose names"),
        key=f"names_back_{key}",
    )
    if st.button(_("Take back"), disabled=not chosen, key=f"names_take_back_{key}"):
        acts.take_back_names(*here.asking, chosen)
        done(_("Taken back."))
