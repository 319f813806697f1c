"""A report as CSV: a line of titles, then the rows; nothing in it runs in a spreadsheet.

What is left out of the whole, and that nothing is real, the last columns say in every row: it stays
with what is copied.
"""

from __future__ import annotations

import csv
import io

from pos_app.adapters.files.formula_guard import guarded
from pos_app.services.reports.sheet import Sheet, plain


def report_csv(sheet: Sheet) -> bytes:
    """UTF-8 with a mark, which a spreadsheet needs to take it for that."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    marks = [guarded(one) for one in (sheet.remark, sheet.mark) if one]
    writer.writerow([guarded(head) for head in sheet.heads] + marks)
    for row in sheet.rows:
        cells = zip(row, sheet.kinds, strict=True)
        texts = [(plain(cell, kind, sheet.currency), isinstance(cell, str)) for cell, kind in cells]
        # Numbers are ours: a minus before one is no formula.
        writer.writerow([guarded(text) if is_text else text for text, is_text in texts] + marks)
    return out.getvalue().encode("utf-8-sig")
