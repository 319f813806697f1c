"""The slip of cash that was put into the drawer or taken out, to be signed and kept."""

from __future__ import annotations

from dataclasses import dataclass

from pos_app.services.printing.receipt import centred
from pos_app.services.printing.rows import Blank, Columns, Emphasis, Receipt, Row, Rule, Text
from pos_app.services.printing.shift_report import ShiftRenderer
from pos_app.services.shifts.cash_moves import Direction, RecordedMove


@dataclass(frozen=True, slots=True)
class CashSlipRenderer:
    shifts: ShiftRenderer

    def slip(self, recorded: RecordedMove) -> Receipt:
        shifts, words, move = self.shifts, self.shifts.words, recorded.move
        receipts = shifts.receipts
        title = words.cash_in if move.way is Direction.IN else words.cash_out
        marks: list[Row] = (
            [centred(receipts.words.practice, Emphasis.STRONG)] if receipts.header.practice else []
        )
        return Receipt(
            recorded.name,
            (
                *marks,
                *shifts.head(),
                Columns(words.shift, str(recorded.shift.number)),
                Columns(receipts.words.date, shifts.moment(recorded.at)),
                Columns(receipts.words.cashier, recorded.who),
                Rule(),
                Columns(title, shifts.money(move.amount), Emphasis.LARGE),
                Columns(words.reason, words.why(move.reason)),
                *([Text(move.note)] if move.note else []),
                Rule(),
                Blank(),
                Text(words.signature),
                Blank(),
                Rule(),
                centred(f"{receipts.words.journal} {recorded.seq}"),
                *marks,
            ),
        )

    def slip_lines(self, recorded: RecordedMove) -> list[str]:
        return self.shifts.lines(self.slip(recorded))
