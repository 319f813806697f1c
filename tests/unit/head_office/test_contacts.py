"""What is remembered of a terminal that speaks, and how often it is written down."""

from __future__ import annotations

from pos_app.head_office.services.access.moments import ms_of
from pos_app.head_office.services.contacts import NOTED_AGAIN_MS, Contacts
from tests.fakes.head_office import HandClock


class Book:
    def __init__(self) -> None:
        self.notes: list[tuple[str, int | None, int]] = []

    def note(self, *, terminal_id: str, waiting: int | None, at: int) -> None:
        self.notes.append((terminal_id, waiting, at))


class TestContacts:
    def test_are_written_down_at_once_and_then_now_and_again(self) -> None:
        book, clock = Book(), HandClock()
        contacts = Contacts(book=book, clock=clock)
        for _ in range(30):
            contacts.note(terminal_id="1", waiting=0)
            clock.forward(2)

        assert len(book.notes) == 60_000 // NOTED_AGAIN_MS
        assert book.notes[0] == ("1", 0, ms_of(HandClock().now()))

    def test_are_written_down_when_more_waits(self) -> None:
        book = Book()
        contacts = Contacts(book=book, clock=HandClock())
        for waiting in (0, 7, 7, None, 0):
            contacts.note(terminal_id="1", waiting=waiting)
        contacts.note(terminal_id="2", waiting=0)

        assert [note[1] for note in book.notes] == [0, 7, None, 0, 0]

    def test_go_on_after_the_clock_was_set_back(self) -> None:
        book, clock = Book(), HandClock()
        contacts = Contacts(book=book, clock=clock)
        contacts.note(terminal_id="1", waiting=0)
        clock.forward(-3_600)

        contacts.note(terminal_id="1", waiting=0)

        assert len(book.notes) == 2
