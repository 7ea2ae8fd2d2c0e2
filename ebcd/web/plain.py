"""Plain HTML pages: rendered on the server, readable without JavaScript."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse

from ebcd.web.looks import choices, looks
from ebcd.words import _, counted, direction, language

_TEMPLATES = Path(__file__).parent / "templates"


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(_=_, counted=counted, language=language)
    environment.globals.update(looks=looks, tongues=choices, direction=direction)
    return environment


def page(template: str, status: int = 200, **values: Any) -> HTMLResponse:
    """The page made of `template` (a path below `templates/`) and `values`, never cached."""
    text = _environment().get_template(template).render(values)
    return HTMLResponse(text, status, headers={"Cache-Control": "no-store"})
