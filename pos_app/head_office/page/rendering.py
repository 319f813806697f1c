"""Templates into pages, with the headers that keep a page from doing more than it should."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from fastapi.responses import HTMLResponse, RedirectResponse, Response
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from pos_app.head_office.page.formats import FILTERS

POLICY: Final = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
SEE_OTHER: Final = 303
STYLE_SECONDS: Final = 300


class Rendering:
    """`folder` is `resources/head_office`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._templates = Environment(
            loader=FileSystemLoader(folder / "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._templates.filters.update(FILTERS)
        # What every page asks for, where a page says nothing of it.
        self._templates.globals.update(visitor=None, told="", here="", ways=())

    def page(self, template: str, *, status: int = 200, **values: Any) -> HTMLResponse:
        text = self._templates.get_template(f"{template}.html").render(**values)
        return HTMLResponse(text, status, headers={"Content-Security-Policy": POLICY})

    def style(self) -> Response:
        return self._file("page.css", "text/css")

    def icon(self) -> Response:
        return self._file("../pos-app.svg", "image/svg+xml")

    def _file(self, name: str, kind: str) -> Response:
        headers = {"Cache-Control": f"public, max-age={STYLE_SECONDS}"}
        return Response((self._folder / name).read_bytes(), media_type=kind, headers=headers)


def see_other(address: str) -> RedirectResponse:
    """After something was done: the browser asks for the page that shows it."""
    return RedirectResponse(address, SEE_OTHER)
