"""Retrieved passages as a file: a table to work on with, or a Word document to read.

Only passages whose speakers all agree to be quoted leave. The file is kept in the list of
documents with whom it quotes, so that a withdrawal finds it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from ebcd.acts.access import Actor, May
from ebcd.acts.act import Act, act
from ebcd.acts.exchange import MEDIA_TYPES, Export, quotations
from ebcd.acts.leaving import checked
from ebcd.acts.report_quotations import Quoting
from ebcd.acts.retrieval import ROLE, Found, words_of
from ebcd.codebook import path
from ebcd.errors import BadInput
from ebcd.exchange import retrieved_table
from ebcd.exchange.retrieved_table import Retrieved
from ebcd.exchange.tables import write_csv, write_xlsx
from ebcd.reports.document import Front
from ebcd.reports.quotations import Quoted, quotations_document
from ebcd.store import comments, retrieval
from ebcd.store import exchange as store
from ebcd.store import study as studies
from ebcd.store.findings import Material
from ebcd.store.passages import Passage, turns_of, usable_passages, usable_stretches
from ebcd.store.workbench import Workbench
from ebcd.text import Span
from ebcd.times import clock

ENDINGS = ("csv", "xlsx", "docx")


def export(
    workbench: Workbench,
    actor: Actor,
    study_id: int,
    of: Material,
    chosen: Sequence[Found],
    asked: str,
    ending: str,
    *,
    draft: bool = False,
    knowingly: bool = False,
) -> Export:
    """The passages that may be quoted, as csv, xlsx or docx.

    `asked`: the question in a sentence. `draft`: DRAFT on every page of a Word document. Raises
    BadInput where nothing may leave, and MayNameSomebody where a name may be in it, unless it
    leaves `knowingly`.
    """
    if ending not in ENDINGS:
        raise BadInput(f"There are no passages as .{ending}: choose .csv, .xlsx or .docx.")
    with act(workbench, actor, study_id, May.REPORT, "export passages") as doing:
        leaving = _leaving(doing, of, chosen)
        if not leaving:
            raise BadInput(
                "Nobody in these passages has agreed to be quoted, so nothing can leave: record "
                "their consent on the page People first."
            )
        rows = _rows(doing, of, leaving)
        if ending == "docx":
            data = _document(doing, of, leaving, rows, asked, len(chosen) - len(leaving), draft)
        else:
            headers, cells = retrieved_table.columns(rows), retrieved_table.cells(rows)
            data = (
                write_csv(headers, cells)
                if ending == "csv"
                else write_xlsx({"Passages": (headers, cells), "Asked": (["asked"], [[asked]])})
            )
        found = checked(doing.connection, study_id, data, knowingly=knowingly)
        quotes = Counter(who for _, judged in leaving for who in judged.people)
        name = f"passages{' DRAFT' if draft and ending == 'docx' else ''}.{ending}"
        document = store.record_document(
            doing.connection,
            study_id,
            "passages",
            name,
            data,
            actor.account_id,
            quotes,
            draft=draft and ending == "docx",
        )
        doing.about(document=document, ending=ending, passages=len(leaving), doubts=len(found))
    return Export(data, name, MEDIA_TYPES[ending], found)


def _leaving(doing: Act, of: Material, chosen: Sequence[Found]) -> list[tuple[Found, Passage]]:
    """Those of the passages that may leave now, each with its words and who speaks in it.

    A passage leaves only as far as its codings are all still there and may all be quoted.
    """
    asked = [(found.transcript, found.span) for found in chosen]
    judged = {
        (each.transcript, each.span): each
        for each in usable_stretches(doing.connection, doing.study_id, asked)
        if each.may_quote
    }
    quotable = {
        each.uuid for each in usable_passages(doing.connection, doing.study_id) if each.may_quote
    }
    may = [
        found
        for found in chosen
        if (found.transcript, found.span) in judged
        and judged[found.transcript, found.span].version == found.version
        and all(of.passages[each].uuid in quotable for each in found.codings)
    ]
    words = words_of(doing.connection, doing.study_id, of, may)
    return [
        (found, replace(judged[found.transcript, found.span], quote=quote))
        for found, quote in zip(may, words, strict=True)
    ]


def _rows(doing: Act, of: Material, leaving: Sequence[tuple[Found, Passage]]) -> list[Retrieved]:
    """One row a coding of each passage."""
    by_id = {code.id: code for code in of.codes}
    traits = retrieval.traits(doing.connection, doing.study_id)
    numbered: list[tuple[int, Passage]] = []
    for number, (found, judged) in enumerate(leaving, start=1):
        for each in found.codings:
            coding = of.passages[each]
            numbered.append(
                (
                    number,
                    replace(judged, uuid=coding.uuid, code=coding.code, coder=coding.coder),
                )
            )
    listed = quotations(doing.connection, doing.study_id, of, [each for _, each in numbered])
    within = {each.transcript for _, each in numbered if of.sources[each.transcript].is_comments}
    written = comments.described(doing.connection, doing.study_id, within)
    made = []
    for (number, passage), quotation in zip(numbered, listed, strict=True):
        values: dict[str, dict[str, None]] = {}
        for who in passage.people:
            for name, value in traits.get(who, {}).items():
                if name != ROLE:
                    values.setdefault(name, {})[value] = None
        levels = path(by_id[passage.code], by_id, "\n").split("\n")
        for described in _described(written.get(passage.transcript, ()), passage.span):
            for name, value in described.items():
                values.setdefault(name, {})[value] = None
        of_people = {name: "; ".join(each) for name, each in values.items()}
        made.append(Retrieved(number, quotation, of_people, levels))
    return made


def _described(
    comments_there: Sequence[tuple[Span, Mapping[str, str]]], span: Span
) -> Iterator[Mapping[str, str]]:
    """What is known of the comments, in order of place, that a passage meets."""
    at = bisect_right(comments_there, span.start, key=lambda each: each[0].end)
    while at < len(comments_there) and comments_there[at][0].start < span.end:
        yield comments_there[at][1]
        at += 1


def _document(
    doing: Act,
    of: Material,
    leaving: Sequence[tuple[Found, Passage]],
    rows: Sequence[Retrieved],
    asked: str,
    left_out: int,
    draft: bool,
) -> bytes:
    study = studies.by_id(doing.connection, doing.study_id)
    assert study is not None
    front = Front(study.name, study.pathway, date.today(), draft, study.language or "en-GB")
    versions = {judged.version for _, judged in leaving}
    quoting = Quoting(dict(of.participants), turns_of(doing.connection, doing.study_id, versions))
    behind: dict[int, list[Retrieved]] = {}
    for row in rows:
        behind.setdefault(row.number, []).append(row)
    quoted = []
    for number, (found, judged) in enumerate(leaving, start=1):
        those = behind[number]
        codes = dict.fromkeys(row.levels[-1] for row in those)
        memos = dict.fromkeys(row.quotation.memo for row in those if row.quotation.memo)
        time = "" if judged.start_ms is None else f", {clock(judged.start_ms)}"
        title = of.sources[found.transcript].title
        quoted.append(
            Quoted(
                quoting.quotation(judged), "; ".join(sorted(codes)), title + time, "\n".join(memos)
            )
        )
    return quotations_document(front, asked, quoted, left_out)
