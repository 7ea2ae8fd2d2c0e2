"""The server: Streamlit's pages, our plain routes and the door before both, in one process.

Started by `ebcd serve`, or by any ASGI server as `workbench:app`.
"""

from __future__ import annotations

import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import streamlit as st
from starlette.applications import Starlette

import ebcd.ui
from ebcd.store.workbench import served_workbench
from ebcd.ui import faults
from ebcd.web import server

_SCRIPT = Path(ebcd.ui.__file__).parent / "script.py"
_INDEX = Path(st.__file__).parent / "static" / "index.html"


@asynccontextmanager
async def _lifespan(_app: st.App) -> AsyncIterator[None]:
    """Set what the warm imports made aside, so that later collections are quick."""
    faults.keep_words_out_of_the_log()
    gc.collect()
    gc.freeze()
    yield
    served_workbench().close()


app = st.App(
    _SCRIPT,
    routes=server.routes(served_workbench()),
    middleware=server.middleware(served_workbench(), _INDEX),
    on_script_error=faults.tell,
    exception_handlers=server.exception_handlers,
    lifespan=_lifespan,
)


def room_app() -> Starlette:
    """The server of the room's own address, on the same workbench."""
    return server.room_app(served_workbench(), _INDEX)
