"""When the program itself is at fault: a sentence for the person, a place for the log.

An exception's message may hold what somebody said in confidence, so the log gets its type and the
lines of code that led there, and nothing else.
"""

from __future__ import annotations

import logging
import traceback

import streamlit as st

from ebcd.words import _

_WHO_LOGS = ("streamlit.error_util", "uvicorn.error")


class WithoutWords(logging.Filter):
    """Takes the message out of a logged exception and leaves where it happened."""

    def filter(self, record: logging.LogRecord) -> bool:
        if record.exc_info and record.exc_info[1] is not None:
            record.msg = f"{record.getMessage()}\n{trace(record.exc_info[1])}"
            record.args = None
            record.exc_info = None
            record.exc_text = None
        return True


def trace(fault: BaseException) -> str:
    """Where `fault` happened: its type and the frames, without its message."""
    frames = traceback.extract_tb(fault.__traceback__)
    lines = [f'  File "{frame.filename}", line {frame.lineno}, in {frame.name}' for frame in frames]
    return "\n".join([*lines, type(fault).__name__])


def keep_words_out_of_the_log() -> None:
    """Let no exception's message reach the log."""
    for name in _WHO_LOGS:
        logger = logging.getLogger(name)
        if not any(isinstance(each, WithoutWords) for each in logger.filters):
            logger.addFilter(WithoutWords())


def tell(_fault: Exception) -> bool:
    """Tell the person, in place of Streamlit's own message."""
    st.error(
        _(
            "Something went wrong on our side. What you saved is safe. Load the page again; if it "
            "happens again, tell whoever runs this workbench at what time: its log says where."
        ),
        icon=":material/error:",
    )
    return True
