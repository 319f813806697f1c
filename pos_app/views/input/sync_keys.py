"""The keys of the sync panel: a part of the keyboard map."""

from __future__ import annotations

from typing import Final

from pos_app.views.input.binding import Binding

SYNC_KEYS: Final = {
    "sync": (
        Binding("send", ("Enter",), "Send and receive now"),
        Binding("again", ("Ctrl+Enter",), "Send the highlighted entry again"),
        Binding("settle", ("Del",), "It is settled with head office: send it no more"),
        Binding("up", ("Up",), "Entry above"),
        Binding("down", ("Down",), "Entry below"),
        Binding("leave", ("Esc",), "Close"),
    ),
}
