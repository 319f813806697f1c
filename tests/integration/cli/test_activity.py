"""Who did what, and who worked when, on the command line."""

from __future__ import annotations

import csv
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.integration import shop as shops
from tests.integration.cli.conftest import Terminal


class TestActivity:
    def test_is_told_from_the_newest_on(self, terminal: Terminal) -> None:
        printed = terminal.done("activity")

        lines = printed.splitlines()
        numbers = [int(line.split()[0]) for line in lines]
        assert numbers == list(range(len(lines), 0, -1))
        assert "began: the store was set up" in lines[-1]
        told = printed.replace("\u00a0", " ")
        assert "Ana closed shift 1: counted 115,00 €, expected 119,63 €" in told

    def test_is_narrowed_down(self, terminal: Terminal) -> None:
        sold = terminal.json("activity", "--kind", "sales")
        assert {one["kind"] for one in sold} == {"sales"}
        assert {one["person"] for one in sold} == {"Ana"}
        number = sold[0]["number"]
        (one,) = terminal.json("activity", "--text", number)
        assert one == sold[0]
        assert terminal.json("activity", "--to", "2001-01-01") == []
        assert len(terminal.json("activity", "--limit", 2)) == 2
        assert terminal.json("activity", "--person", "ana", "--kind", "sales") == sold
        assert "Nobody here is called" in terminal.refused("activity", "--person", "Zoe")

    def test_goes_into_a_file_that_runs_nothing(self, terminal: Terminal, tmp_path: Path) -> None:
        path = tmp_path / "activity.csv"

        said = terminal.done("activity", "--csv", path)

        rows = list(csv.DictReader(path.read_text(encoding="utf-8-sig").splitlines()))
        assert said == f"{len(rows)} entries are in {path}.\n"
        assert rows[-1]["entry"] == "1"
        assert not any(
            cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row.values()
        )


class TestTime:
    def test_is_clocked_listed_and_put_right(self, terminal: Terminal, tmp_path: Path) -> None:
        def clock(way: str) -> str:
            return terminal.done("time", way, "Ana", "--pin-file", "-", text=f"{shops.PIN}\n")

        assert clock("in").startswith("Ana clocked in at ")
        assert "has clocked in already" in terminal.refused(
            "time", "in", "Ana", "--pin-file", "-", text=f"{shops.PIN}\n"
        )
        (one,) = terminal.json("time", "list")
        assert (one["person"], one["left"], one["remark"]) == ("Ana", None, "at work")
        assert clock("out").startswith("Ana clocked out at ")

        came = datetime.fromisoformat(one["came"]) - timedelta(hours=2)
        said = terminal.done(
            *("time", "correct", one["entry"], "--came", f"{came:%Y-%m-%dT%H:%M}"),
            *("--reason", "forgot it"),
        )

        assert said.startswith("Ana worked 2:0")
        (after,) = terminal.json("time", "list", "--person", "Ana")
        assert after["remark"] == "corrected"
        minutes = sum(day["minutes"] for day in terminal.json("time", "hours"))
        assert minutes == after["minutes"] in (120, 121)
        path = tmp_path / "hours.csv"
        terminal.done("time", "hours", "--csv", path)
        rows = list(csv.DictReader(path.read_text(encoding="utf-8-sig").splitlines()))
        assert sum(int(row["minutes"]) for row in rows) == minutes
        told = [line["what"] for line in terminal.json("activity", "--kind", "time")]
        assert told[0].startswith("Ana corrected the time entry of Ana: came ")
        assert told[0].endswith(": forgot it")
        assert told[1:] == ["Ana clocked out", "Ana clocked in"]

    def test_says_what_it_does_not_understand(self, terminal: Terminal) -> None:
        words = ("time", "correct", "5", "--reason", "late")
        assert "either --came or --left" in terminal.misused(*words)
        left = ("--left", "2026-03-02T17:30")
        assert "There is no time entry 5" in terminal.refused(*words, *left)

    def test_adds_a_time_entry_that_nobody_clocked(self, terminal: Terminal) -> None:
        day = datetime.now(UTC).date() - timedelta(days=40)
        words = ("time", "add", "Ana", "--came", f"{day}T09:00", "--reason", "no power")

        said = terminal.done(*words, "--left", f"{day}T12:30")

        assert said.strip() == "Ana worked 3:30."
        added = terminal.json("time", "list", "--to", str(day))[0]
        assert (added["minutes"], added["remark"]) == (210, "added")
        assert "at work then already" in terminal.refused(*words, "--left", f"{day}T10:00")
        (told, *_) = [line["what"] for line in terminal.json("activity", "--kind", "time")]
        long_ago = (
            "time",
            "add",
            "Ana",
            "--came",
            "2016-03-02T09:00",
            "--left",
            "2016-03-02T11:00",
        )
        why = ("--reason", "no power")
        refused = terminal.refused(*long_ago, *why)
        assert "2016-03-02, more than 60 days ago" in refused
        assert "--long-ago" in refused
        assert terminal.done(*long_ago, *why, "--long-ago").strip() == "Ana worked 2:00."
        assert told.startswith("Ana added a time entry of Ana: ")
        assert told.endswith(": no power")
