"""A fault of the program tells where it happened and never what somebody said."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from ebcd.store.workbench import Workbench
from ebcd.ui.faults import WithoutWords, trace

SECRET = "I never told anybody about the letter"


def _fault() -> ValueError:
    try:
        raise ValueError(SECRET)
    except ValueError as fault:
        return fault


def test_the_log_gets_the_place_and_not_the_words(caplog: pytest.LogCaptureFixture) -> None:
    logger = logging.getLogger("test.faults")
    logger.addFilter(WithoutWords())
    logger.error("Uncaught", exc_info=_fault())
    assert "ValueError" in caplog.text
    assert "test_faults.py" in caplog.text
    assert SECRET not in caplog.text
    assert SECRET not in trace(_fault())


def test_a_database_error_does_not_repeat_what_was_to_be_stored(workbench: Workbench) -> None:
    with (
        pytest.raises(Exception, match="hidden due to hide_parameters") as caught,
        workbench.database.writing() as connection,
    ):
        connection.exec_driver_sql(
            "INSERT INTO nowhere (text) VALUES (?)"
            if workbench.database.is_sqlite
            else "INSERT INTO nowhere (text) VALUES (%s)",
            (SECRET,),
        )
    assert SECRET not in str(caught.value)


def test_the_person_gets_a_sentence_of_ours(tmp_path: Path) -> None:
    def script() -> None:
        from ebcd.ui.faults import tell

        tell(ValueError("x"))

    shown = AppTest.from_function(script).run()
    assert "What you saved is safe" in shown.error[0].value
