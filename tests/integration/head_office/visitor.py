"""Somebody in front of head office's page: reads it, follows it, fills its forms in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any

from fastapi.testclient import TestClient

from tests.fakes.head_office import PASSWORD, Replica


class _Reader(HTMLParser):
    """What a person sees, and where they can go."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.links: list[str] = []
        self.hidden: dict[str, str] = {}
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = {name: value or "" for name, value in attrs}
        self._silent += tag in {"style", "script"}
        if tag == "a":
            self.links.append(known.get("href", ""))
        if tag == "input" and known.get("type") == "hidden":
            self.hidden[known["name"]] = known["value"]

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in {"style", "script"}

    def handle_data(self, data: str) -> None:
        if not self._silent and data.strip():
            self.words.append(data.strip())


@dataclass(frozen=True, slots=True)
class Page:
    status: int
    text: str
    words: str
    links: list[str]
    hidden: dict[str, str]
    headers: dict[str, str]
    address: str


class Visitor:
    """With a browser of their own."""

    def __init__(self, replica: Replica, *, base_url: str = "http://head-office.test") -> None:
        self.client = TestClient(
            replica.client.app, base_url=base_url, raise_server_exceptions=False
        )

    def go(self, address: str, **query: str) -> Page:
        return _page(self.client.get(address, params=query or None))

    def submit(self, address: str, **fields: str) -> Page:
        return _page(self.client.post(address, data=fields))

    def sign_in(self, name: str, password: str = PASSWORD) -> Page:
        form = self.go("/app/sign-in")
        return self.submit("/app/sign-in", name=name, password=password, **form.hidden)

    def follow(self, page: Page, pattern: str) -> Page:
        """The first link that is like this."""
        return self.go(next(link for link in page.links if re.search(pattern, link)))


def _page(answer: Any) -> Page:
    reader = _Reader()
    reader.feed(answer.text)
    return Page(
        status=answer.status_code,
        text=answer.text,
        words=" ".join(" ".join(reader.words).split()),
        links=reader.links,
        hidden=reader.hidden,
        headers=dict(answer.headers),
        address=answer.url.path,
    )
