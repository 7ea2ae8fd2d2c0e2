"""The command line as its users meet it: JSON on standard output, a sentence on standard error."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from ebcd.bundle import bundled
from ebcd.cli import main
from ebcd.store.workbench import served_workbench


@pytest.fixture(autouse=True)
def _own_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setenv("EBCD_DATA", str(tmp_path / "data"))
    monkeypatch.delenv("EBCD_DATABASE_URL", raising=False)
    served_workbench.cache_clear()
    yield
    served_workbench().close()
    served_workbench.cache_clear()


def _json(capsys: pytest.CaptureFixture[str], *arguments: str) -> Any:
    assert main([*arguments, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_inspect_reads_and_stores_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    sample = next(bundled("sample_transcripts").glob("*.vtt"))
    said = _json(capsys, "inspect", str(sample))
    assert set(said) == {"format", "title", "language", "speakers", "turns", "problems"}
    assert len(said["turns"]) > 10
    assert set(said["turns"][0]) == {"speaker", "start_ms", "end_ms", "text"}


@pytest.mark.parametrize(
    "arguments",
    [
        ("inspect", "nowhere.docx"),
        ("tally", "nowhere.csv", "--method", "dots"),
        ("agreement", "nowhere.csv"),
        ("check", "--as", "nobody"),
        ("import", "nowhere.docx"),
        ("export", "codebook", "--out", "x.csv"),
    ],
)
def test_bad_input_is_one_sentence_and_exit_1(
    capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...]
) -> None:
    assert main(list(arguments)) == 1
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.strip().count("\n") == 0
    assert printed.err.strip()


def test_wrong_usage_is_exit_2(capsys: pytest.CaptureFixture[str]) -> None:
    for arguments in ([], ["nonsense"], ["tally", "x.csv"], ["report", "poem", "--out", "x"]):
        with pytest.raises(SystemExit) as caught:
            main(arguments)
        assert caught.value.code == 2


def test_tally_counts_dots(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "votes.csv"
    path.write_text(
        "voter,group,option,value\n"
        + "".join(f"v{n},patient,A,3\nv{n},patient,B,2\n" for n in range(6))
    )
    said = _json(capsys, "tally", str(path), "--method", "dots")
    assert said["ballots"] == 6
    assert [(r["option"], r["score"]) for r in said["results"]] == [("A", 18), ("B", 12)]


def test_agreement_says_what_is_undefined(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "codes.csv"
    path.write_text("unit,coder,code\n1,a,waiting\n2,a,waiting\n")
    said = _json(capsys, "agreement", str(path))
    assert said["krippendorff_alpha"] is None
    assert said["problems"]


def test_import_tells_what_became_of_each_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["user", "add", "kim", "--admin"]) == 0
    from ebcd.acts.access import command_line
    from ebcd.acts.study import create_study

    create_study(served_workbench(), command_line(), "Pain")
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "one.txt").write_text("Kim: Hello.\n\nAnn: I waited for hours.\n")
    (tmp_path / "in" / "two.docx").write_bytes(b"PK broken")
    capsys.readouterr()
    said = _json(capsys, "import", str(tmp_path / "in"), "--group", "patient")
    assert [each["file"] for each in said["imported"]] == ["one.txt"]
    assert len(said["problems"]) == 1
    again = _json(capsys, "import", str(tmp_path / "in" / "one.txt"))
    assert again["imported"] == []
    assert len(again["skipped"]) == 1


def test_a_backup_goes_round(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["user", "add", "kim", "--admin"]) == 0
    assert main(["backup", "--out", str(tmp_path / "all.ebcd")]) == 0
    served_workbench.cache_clear()
    assert main(["restore", str(tmp_path / "all.ebcd"), "--data", str(tmp_path / "new")]) == 0
    capsys.readouterr()
    assert [a["name"] for a in _json(capsys, "user", "list")["accounts"]] == ["kim"]
    assert _json(capsys, "check") == {"problems": []}
