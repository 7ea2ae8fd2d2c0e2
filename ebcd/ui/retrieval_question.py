"""Asking the codings a question: rows of codes, and the people and codings that count.

The question stands in the address, so that it can be kept as a bookmark and sent to a colleague.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import streamlit as st

from ebcd.acts.retrieval import ROLE, Choices
from ebcd.codebook import path, tree
from ebcd.errors import BadInput
from ebcd.findings.question import (
    FURTHEST,
    MOST_ROWS,
    How,
    Question,
    Row,
    origin_labels,
    read,
    written,
)
from ebcd.findings.retrieval import Shown, Unit
from ebcd.store.findings import Material
from ebcd.ui.plain import plain
from ebcd.words import _

IN_ADDRESS = "q"
_STATE = "retrieval_rows"


@dataclass
class _Drawn:
    """What the widgets were drawn from.

    `study`: whose codes they show. `text`: the question as it last stood in the address. `of`:
    what the widgets begin with. `rows`: a number for each row, which its widgets carry. `drawn`:
    counts up with each question that comes from elsewhere, so that its widgets are new ones.
    """

    study: int
    text: str
    of: Question
    rows: list[int]
    drawn: int = 0


def from_address() -> Question:
    """The question in the address; that for everything where there is none."""
    text = st.query_params.get(IN_ADDRESS, "")
    if not text:
        return Question()
    try:
        return read(text)
    except BadInput as problem:
        st.warning(plain(str(problem)))
        return Question()


def ask(text: str) -> None:
    """Put another question into the address, or none; the rows follow it."""
    st.query_params.pop(IN_ADDRESS, None)
    if text:
        st.query_params[IN_ADDRESS] = text


def show(study_id: int, of: Material, choices: Choices) -> Question:
    """The rows and choices; what they ask."""
    drawn = _drawn(study_id)
    codes = code_names(of)
    rows = [_row(drawn, at, number, codes) for at, number in enumerate(drawn.rows)]
    with st.container(horizontal=True, vertical_alignment="bottom"):
        if len(drawn.rows) < MOST_ROWS:
            st.button(
                _("Add a row"),
                key="retrieval_add",
                icon=":material/add:",
                on_click=_add_row,
                args=(drawn,),
            )
        below = st.toggle(
            _("Count the codes below them too"),
            drawn.of.rows[0].below,
            key=_below_key(drawn),
        )
        st.button(_("Ask anew"), key="retrieval_anew", on_click=ask, args=("",))
    question = Question(tuple(replace(row, below=below) for row in rows))
    question = replace(question, shown=_shown(drawn, question))
    question = _filtered(drawn, choices, question)
    text = written(question)
    drawn.text = "" if text == written(Question()) else text
    if st.query_params.get(IN_ADDRESS, "") != drawn.text:
        ask(drawn.text)
    return question


def _drawn(study_id: int) -> _Drawn:
    """The rows on the screen.

    New ones where the address asks something else, or where another tab or page was shown
    meanwhile, whose drawing has forgotten what the widgets held.
    """
    text = st.query_params.get(IN_ADDRESS, "")
    drawn: _Drawn | None = st.session_state.get(_STATE)
    if (
        drawn is None
        or (drawn.study, drawn.text) != (study_id, text)
        or _below_key(drawn) not in st.session_state
    ):
        question = from_address()
        before = drawn.drawn + 1 if drawn is not None else 0
        drawn = _Drawn(study_id, text, question, list(range(len(question.rows))), before)
        st.session_state[_STATE] = drawn
    return drawn


def _below_key(drawn: _Drawn) -> str:
    return f"retrieval_below_{drawn.drawn}"


def code_names(of: Material) -> dict[int, str]:
    """The codes in reading order, by name; those that share a name with where they stand."""
    by_id = {code.id: code for code in of.codes}
    named = Counter(code.name for code in of.codes)
    return {
        code.id: code.name if named[code.name] == 1 else f"{path(code, by_id)} ({code.kind.label})"
        for _depth, code in tree(of.codes)
    }


def _add_row(drawn: _Drawn) -> None:
    drawn.rows.append(max(drawn.rows, default=-1) + 1)


def _remove_row(drawn: _Drawn, number: int) -> None:
    drawn.rows.remove(number)


def _row(drawn: _Drawn, at: int, number: int, codes: Mapping[int, str]) -> Row:
    """One row: how it goes on, the codes, and how near."""
    begun = drawn.of.rows[number] if number < len(drawn.of.rows) else Row()
    key = f"{drawn.drawn}_{number}"
    with st.container(horizontal=True, vertical_alignment="bottom", key=f"retrieval_row_{key}"):
        how = begun.how if at else How.AND
        if at:
            how = _choice(
                _("Row {n}").format(n=at + 1), _hows(), begun.how, f"retrieval_how_{key}", 190
            )
        within, unit = begun.within, begun.unit
        if at and how is How.NEAR:
            within, unit = _near(begun, key)
        chosen = st.multiselect(
            _("With the codes") if at else _("Passages coded with"),
            list(codes),
            [code for code in begun.codes if code in codes],
            format_func=lambda each: codes[each],
            key=f"retrieval_codes_{key}",
            placeholder=_("choose codes") if at else _("any code"),
            select_all=False,
            wrap=True,
        )
        every = begun.every
        if len(chosen) > 1:
            names = {False: _("any of them"), True: _("all of them")}
            every = _choice(_("Which"), names, begun.every, f"retrieval_every_{key}", 150)
        if at:
            st.button(
                _("Remove row {n}").format(n=at + 1),
                key=f"retrieval_remove_{key}",
                icon=":material/close:",
                on_click=_remove_row,
                args=(drawn, number),
            )
    return Row(tuple(chosen), How(how), bool(every), True, within, unit)


def _hows() -> dict[How, str]:
    return {
        How.AND: _("that meet"),
        How.NEAR: _("that are near"),
        How.NOT: _("but do not meet"),
        How.OR: _("or passages"),
    }


def _near(begun: Row, key: str) -> tuple[int, Unit]:
    units = {
        Unit.SENTENCES: _("sentences"),
        Unit.TURNS: _("turns"),
        Unit.CHARACTERS: _("characters"),
    }
    within = st.number_input(
        _("Within"),
        0,
        FURTHEST[Unit.CHARACTERS],
        begun.within,
        key=f"retrieval_within_{key}",
        width=130,
    )
    unit = _choice(_("Counted in"), units, begun.unit, f"retrieval_unit_{key}", 150)
    return min(int(within), FURTHEST[unit]), unit


def _choice(label: str, names: Mapping[Any, str], begun: Any, key: str, width: int) -> Any:
    """One of a few, by name."""
    options = list(names)
    return st.selectbox(
        label, options, options.index(begun), format_func=names.__getitem__, key=key, width=width
    )


def _shown(drawn: _Drawn, question: Question) -> Shown:
    """How much of passages that meet is shown; asked only where some meet."""
    met = any(row.how in (How.AND, How.NEAR) for row in question.asked[1:])
    if not met and not (question.rows[0].every and len(question.rows[0].codes) > 1):
        return Shown.TOGETHER
    names = {
        Shown.TOGETHER: _("All that they cover"),
        Shown.OVERLAP: _("Only where they overlap"),
        Shown.FIRST: _("The first row's passage"),
    }
    return Shown(
        st.segmented_control(
            _("Of passages that meet, show"),
            list(names),
            default=drawn.of.shown,
            format_func=names.__getitem__,
            required=True,
            key=f"retrieval_shown_{drawn.drawn}",
        )
    )


def _filtered(drawn: _Drawn, choices: Choices, question: Question) -> Question:
    """The question with the people, transcripts and codings that count."""
    begun, key = drawn.of, str(drawn.drawn)
    narrowed = replace(begun, rows=(Row(),), shown=Shown.TOGETHER) != Question()
    with st.expander(
        _("Spoken by whom, where, and coded by whom"), expanded=narrowed, icon=":material/groups:"
    ):
        one, two, three = st.columns(3)
        with one:
            groups = _several(
                _("Groups"), choices.groups, begun.groups, lambda each: each.label, f"group_{key}"
            )
            people = _named(_("People"), choices.people, begun.people, f"people_{key}")
        with two:
            traits = _traits(choices, begun, key)
        with three:
            where = _named(_("Transcripts"), choices.transcripts, begun.transcripts, f"in_{key}")
            names = {each: name or _("Imported") for each, name in choices.coders.items()}
            coders = _named(_("Coded by"), names, begun.coders, f"coder_{key}")
            labels = origin_labels()
            origins = _several(
                _("How it was coded"), list(labels), begun.origins, labels.__getitem__,
                f"origin_{key}",
            )  # fmt: skip
    return replace(
        question,
        groups=tuple(groups),
        people=tuple(people),
        traits=tuple(traits),
        transcripts=tuple(where),
        coders=tuple(coders),
        origins=tuple(origins),
    )


def _traits(choices: Choices, begun: Question, key: str) -> list[tuple[str, str]]:
    """One choice an attribute that is known of participants, or of comments."""
    found = []
    for at, (name, values) in enumerate(choices.traits.items()):
        before = [value for of, value in begun.traits if of.casefold() == name.casefold()]
        label = _("Role") if name == ROLE else name[:1].upper() + name[1:]
        chosen = _several(label, values, before, str, f"trait_{at}_{key}")
        found += [(name, value) for value in chosen]
    return found


def _named(label: str, names: Mapping[int, str], begun: Sequence[int], key: str) -> list[int]:
    return _several(label, list(names), begun, names.__getitem__, key)


def _several(
    label: str, options: Sequence[Any], begun: Sequence[Any], name: Callable[[Any], str], key: str
) -> list[Any]:
    """Any number of options; none leaves the choice open."""
    return st.multiselect(
        label,
        list(options),
        [each for each in begun if each in options],
        format_func=name,
        key=f"retrieval_{key}",
        placeholder=_("any"),
        select_all=False,
        wrap=True,
    )
