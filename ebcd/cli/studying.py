"""Commands that work on a study: import, export, storyboard, rough cut, report."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from ebcd.cli.reading import study_place
from ebcd.people import Use

GROUPS = ("patient", "carer", "family", "staff", "observation")
EXPORTS = ("codebook", "quotations", "memos", "matrix", "project")
REPORTS = (
    "priorities",
    "touchpoints",
    "codebook",
    "emotional-map",
    "action-plan",
    "final",
    "approval-pack",
)


def add_commands(
    commands: argparse._SubParsersAction[argparse.ArgumentParser], every: argparse.ArgumentParser
) -> None:
    """Add this module's commands."""
    imports = commands.add_parser("import", parents=[every], help="import transcripts")
    imports.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="files or folders")
    imports.add_argument("--group", choices=GROUPS, help="of whoever is interviewed")
    imports.set_defaults(run=_import)
    project = commands.add_parser(
        "import-project", parents=[every], help="import a REFI-QDA project (.qdpx)"
    )
    project.add_argument("file", type=Path, metavar="FILE")
    project.set_defaults(run=_import_project)
    export = commands.add_parser("export", parents=[every], help="write tables")
    export.add_argument("what", choices=EXPORTS)
    export.add_argument("--out", type=Path, required=True, metavar="FILE")
    export.set_defaults(run=_export)
    storyboard = commands.add_parser("storyboard", parents=[every], help="write the film's plan")
    storyboard.add_argument("--out", type=Path, required=True, metavar="FILE")
    _which_film(storyboard)
    storyboard.set_defaults(run=_storyboard)
    cut = commands.add_parser("roughcut", parents=[every], help="cut the film, as MP4")
    cut.add_argument("--out", type=Path, required=True, metavar="FILE")
    cut.add_argument("--height", type=int, choices=(720, 1080), default=720, help="in lines")
    cut.add_argument("--captions", choices=("soft", "burned", "none"), default="soft")
    cut.add_argument("--draft", action="store_true", help="for the team: DRAFT on every frame")
    _which_film(cut)
    cut.set_defaults(run=_rough_cut)
    report = commands.add_parser("report", parents=[every], help="write a Word document")
    report.add_argument("what", choices=REPORTS)
    report.add_argument("--out", type=Path, required=True, metavar="FILE")
    report.set_defaults(run=_report)


def _import(chosen: argparse.Namespace) -> dict[str, Any]:
    from ebcd.acts.imports import files_in, import_batch

    workbench, actor, study = study_place(chosen)

    def tell(done: int, total: int, name: str) -> None:
        print(f"{done} of {total} {name}".rstrip(), file=sys.stderr)

    batch = import_batch(
        workbench,
        actor,
        study.id,
        files_in(chosen.paths),
        group=chosen.group,
        on_progress=tell,
    )
    return batch.as_dict()


def _import_project(chosen: argparse.Namespace) -> dict[str, Any]:
    from ebcd.acts.project_import import import_project_file

    workbench, actor, study = study_place(chosen)
    return import_project_file(workbench, actor, study.id, chosen.file)


def _told(written: dict[str, Any]) -> dict[str, Any]:
    """Say on standard error what may still hold a name, and go on."""
    for problem in written["problems"]:
        print(problem, file=sys.stderr)
    return written


def _export(chosen: argparse.Namespace) -> dict[str, Any]:
    from ebcd.acts.exchange import write_export

    workbench, actor, study = study_place(chosen)
    return _told(write_export(workbench, actor, study.id, chosen.what, chosen.out))


SHOWN_TO = {
    "patients": Use.PATIENT_EVENT,
    "staff": Use.STAFF_EVENT,
    "joint": Use.JOINT_EVENT,
    "outside": Use.PUBLISH,
}


def _which_film(of: argparse.ArgumentParser) -> None:
    """Which version of the film, and who will be shown it."""
    of.add_argument("--film", metavar="NAME", default="", help="a version; without: the whole film")
    of.add_argument(
        "--for", dest="shown_to", choices=SHOWN_TO, help="whom it is shown to; without: who edits"
    )


def _storyboard(chosen: argparse.Namespace) -> dict[str, Any]:
    from ebcd.acts.film_export import write_storyboard
    from ebcd.acts.film_versions import version_named

    workbench, actor, study = study_place(chosen)
    version = version_named(workbench, actor, study.id, chosen.film)
    showing = SHOWN_TO.get(chosen.shown_to)
    return write_storyboard(
        workbench, actor, study.id, chosen.out, version=version, showing=showing
    )


def _rough_cut(chosen: argparse.Namespace) -> dict[str, Any]:
    from ebcd.acts.film_versions import version_named
    from ebcd.acts.rough_cut import write_rough_cut
    from ebcd.acts.rough_cut_plan import wanted_of

    workbench, actor, study = study_place(chosen)
    showing = SHOWN_TO.get(chosen.shown_to)
    wanted = wanted_of(
        {
            "purpose": "team" if chosen.draft else "shown",
            "height": chosen.height,
            "captions": chosen.captions,
            "version": version_named(workbench, actor, study.id, chosen.film),
            "showing": showing.value if showing else "",
            "knowingly": True,
        }
    )

    def tell(progress: float, message: str) -> None:
        print(f"{progress:4.0%} {message}", file=sys.stderr)

    return _told(write_rough_cut(workbench, actor, study.id, wanted, chosen.out, tell))


def _report(chosen: argparse.Namespace) -> dict[str, Any]:
    from ebcd.acts.reports import write_report

    workbench, actor, study = study_place(chosen)
    return _told(write_report(workbench, actor, study.id, chosen.what, chosen.out))
