from dataclasses import replace

from pos_app.domain.errors import UnavailableError
from pos_app.services.print_jobs import PrintJob
from pos_app.services.print_lines import Line
from pos_app.services.printing.spooling import Spooler
from tests.fakes.printing import FakePrinter, FakePrintStore, by_card, item, paid_order

CASH = paid_order([item("Tea", 120)])


class PaperOutError(UnavailableError):
    code = "test.paper"
    text = "No paper."


class DiskFullError(UnavailableError):
    code = "test.disk"
    text = "Disk full."


def render(job: PrintJob) -> list[Line]:
    return [f"{job.document.number} copy {job.copy}"]


def spooler(store: FakePrintStore, printer: FakePrinter) -> Spooler:
    return Spooler(jobs=store, new_uow=store.new_uow, printer=printer, render=render)


class TestSpooler:
    def test_prints_the_oldest_first_and_marks_each_done(self) -> None:
        store, printer = FakePrintStore(), FakePrinter()
        for number in ("T01-000001", "T01-000002"):
            store.put(by_card(replace(CASH, number=number)))

        report = spooler(store, printer).work_off()

        assert (report.printed, report.failed, report.reason) == (2, 0, "")
        assert printer.events == ["print T01-000001", "print T01-000002"]
        assert [job.state for job in store.jobs.values()] == ["done", "done"]

    def test_prints_what_was_rendered(self) -> None:
        store, printer = FakePrintStore(), FakePrinter()
        store.put(CASH, copy=1)

        spooler(store, printer).work_off()

        assert printer.printed == {"T01-000123-COPY1": ["T01-000123 copy 1"]}

    def test_does_nothing_twice(self) -> None:
        store, printer = FakePrintStore(), FakePrinter()
        store.put(by_card(CASH))

        spooler(store, printer).work_off()
        report = spooler(store, printer).work_off()

        assert report.printed == 0
        assert printer.events == ["print T01-000123"]

    def test_leaves_what_is_beyond_the_limit(self) -> None:
        store, printer = FakePrintStore(), FakePrinter()
        for _ in range(3):
            store.put(CASH)

        report = spooler(store, printer).work_off(limit=2)

        assert report.printed == 2
        assert store.jobs[3].state == "waiting"

    def test_prints_again_what_was_printed_but_not_marked(self) -> None:
        store, printer = FakePrintStore(refusal=DiskFullError()), FakePrinter()
        store.put(by_card(CASH))

        report = spooler(store, printer).work_off()
        store.refusal = None
        spooler(store, printer).work_off()

        assert (report.printed, report.failed, report.reason) == (0, 1, "Disk full.")
        assert printer.events == ["print T01-000123", "print T01-000123"]
        assert store.jobs[1].state == "done"


class TestDrawer:
    def test_opens_before_a_cash_receipt(self) -> None:
        store, printer = FakePrintStore(), FakePrinter()
        store.put(CASH)

        spooler(store, printer).work_off(drawer_for=CASH.order_id)

        assert printer.events == ["drawer", "print T01-000123"]

    def test_stays_shut_for_a_card_and_for_a_copy(self) -> None:
        store, printer = FakePrintStore(), FakePrinter()
        store.put(by_card(CASH))
        store.put(CASH, copy=1)

        spooler(store, printer).work_off(drawer_for=CASH.order_id)

        assert printer.events == ["print T01-000123", "print T01-000123-COPY1"]

    def test_stays_shut_for_what_an_earlier_run_left(self) -> None:
        store, printer = FakePrintStore(), FakePrinter()
        store.put(CASH)

        spooler(store, printer).work_off()

        assert printer.events == ["print T01-000123"]


class TestFailingPrinter:
    def test_stops_the_run_and_keeps_the_jobs(self) -> None:
        store, printer = FakePrintStore(), FakePrinter(failure=PaperOutError(), good_for=1)
        for _ in range(3):
            store.put(CASH)

        report = spooler(store, printer).work_off()

        assert (report.printed, report.failed, report.reason) == (1, 1, "No paper.")
        assert isinstance(report.error, PaperOutError)
        assert [job.state for job in store.jobs.values()] == ["done", "waiting", "waiting"]
        assert [job.attempts for job in store.jobs.values()] == [1, 1, 0]
        assert store.jobs[2].last_error == "No paper."

    def test_prints_the_same_job_once_it_works_again(self) -> None:
        store, printer = FakePrintStore(), FakePrinter(failure=PaperOutError())
        store.put(CASH)
        spooler(store, printer).work_off()
        printer.failure = None

        report = spooler(store, printer).work_off()

        assert report.printed == 1
        assert printer.events == ["print T01-000123"]
        assert store.jobs[1].attempts == 2

    def test_is_told_even_if_the_disk_fails_too(self) -> None:
        store = FakePrintStore(refusal=DiskFullError())
        store.put(CASH)

        report = spooler(store, FakePrinter(failure=PaperOutError())).work_off()

        assert (report.printed, report.failed) == (0, 1)
        assert store.jobs[1].attempts == 0
