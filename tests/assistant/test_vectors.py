"""Sentence vectors: trusted weights, no trace on disk, no word to the network."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from ebcd.assistant import vectors

ROOT = Path(__file__).parents[2]


def test_sentences_that_mean_the_same_lie_closer_than_others() -> None:
    made = vectors.vectors(["The pain was awful.", "It hurt terribly.", "Parking was dear."])
    assert made.shape == (3, vectors.DIMENSIONS)
    assert np.allclose(np.linalg.norm(made, axis=1), 1, atol=1e-5)
    assert made[0] @ made[1] > 0.5 > made[0] @ made[2]


def test_an_empty_text_has_no_direction() -> None:
    assert not vectors.vectors(["", "  "]).any()


def test_vectors_do_not_hang_on_what_else_is_in_the_batch() -> None:
    alone = vectors.vectors(["I waited."])
    beside = vectors.vectors(["I waited.", "A very much longer sentence about something else."])
    assert np.allclose(alone[0], beside[0], atol=2e-2)


def test_known_vectors_are_not_made_again(monkeypatch: pytest.MonkeyPatch) -> None:
    known = {vectors.key("I waited."): np.ones(vectors.DIMENSIONS, dtype=np.float32)}

    def never() -> vectors.Encoder:
        raise AssertionError("the model was asked")

    monkeypatch.setattr(vectors, "encoder", never)
    assert vectors.vectors(["I waited."], known).sum() == vectors.DIMENSIONS


def test_weights_that_are_not_the_checked_ones_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = tmp_path / "model.onnx"
    other.write_bytes(b"something else")
    monkeypatch.setattr(vectors, "_weights_file", lambda: other)
    vectors.encoder.cache_clear()
    try:
        said = vectors.why_missing()
    finally:
        vectors.encoder.cache_clear()
    assert said is not None
    assert "not the one that was checked" in said


def test_without_the_package_the_reason_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vectors, "PACKAGE", "no-such-package-here")
    vectors.encoder.cache_clear()
    try:
        said = vectors.why_missing()
    finally:
        vectors.encoder.cache_clear()
    assert said is not None
    assert "install no-such-package-here" in said


_WATCHED = """
import os, sys
written = []
reached = []
def watch(event, args):
    if event == "open":
        path, mode, flags = args
        writes = flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)
        writes = writes if mode is None else any(c in mode for c in "wax+")
        if writes and isinstance(path, str | bytes):
            written.append(os.fsdecode(path))
    if event.startswith(("socket.connect", "socket.send", "socket.getaddrinfo", "socket.gethostb")):
        reached.append(event)
    if event in ("subprocess.Popen", "os.system", "os.exec", "os.posix_spawn"):
        reached.append(event)
sys.addaudithook(watch)
sys.dont_write_bytecode = True
from ebcd.assistant.documents import pseudonymise_document, suggest_document, topics_document
from tests.assistant.passages import EXAMPLES, NEW, TEXTS
rows = [{"text": e.text, "codes": ";".join(e.codes)} for e in EXAMPLES]
said = suggest_document(rows, list(NEW), [], 0, 0.0)
assert len(said["suggestions"]) == len(NEW) and not said["problems"], said["problems"]
assert topics_document(TEXTS, 3)["topics"]
assert pseudonymise_document("Dr Okafor saw Margaret in Leeds.")["replacements"]
from pathlib import Path
from ebcd.acts import assistant_fit
from ebcd.acts.access import command_line
from ebcd.acts.study import create_study
from ebcd.store.workbench import open_workbench
from tests.acts.test_assistant import Taught
ours = os.environ["DATA"]
workbench = open_workbench(Path(ours))
taught = Taught(workbench, command_line(), create_study(workbench, command_line(), "A study"))
taught.fit()
assert taught.queue()
workbench.close()
kept = [name for name in written if not name.startswith(("/dev/", "/proc/", ours))]
assert not kept, kept
assert not reached, reached
left = [os.path.join(top, name) for top, _, names in os.walk(os.environ["HOME"]) for name in names]
assert not left, left
"""


def test_no_library_writes_a_file_or_opens_a_connection(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    environment = {
        "HOME": str(home),
        "DATA": str(tmp_path / "data"),
        "TMPDIR": str(home),
        "PYTHONPATH": str(ROOT),
        "PATH": "/usr/bin:/bin",
        "JOBLIB_MULTIPROCESSING": "0",
    }
    done = subprocess.run(
        [sys.executable, "-c", _WATCHED],
        env=environment,
        cwd=home,
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    assert not list(home.rglob("*"))
