"""Acts of whoever runs the shop: each is done for real, by whoever is given."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final, cast

from pos_app.domain.errors import UnavailableError
from pos_app.domain.staff import Approval, Decision, Permission, Role, StaffMember
from pos_app.domain.working_time import Side
from pos_app.services.activity.activity_log import ActivityLog, Wanted
from pos_app.services.activity.telling import Teller
from pos_app.services.catalogue.picturing import Picturing
from pos_app.services.emailing.server import MailServer, Security
from pos_app.services.emailing.setting_up import MailSetup
from pos_app.services.journal.adopting import Adopting
from pos_app.services.orders.finding import Finding, OrderFinder, Question
from pos_app.services.payments.processor import ProcessorKind
from pos_app.services.payments.processor_settings import ProcessorPorts, ProcessorSettings
from pos_app.services.payments.trials import TrialPorts, Trials
from pos_app.services.printing.shift_paper import ShiftPaper
from pos_app.services.reports.desk import ReportDesk, ReportSources
from pos_app.services.reports.report import Scope
from pos_app.services.shifts.shift_reports import ReportReader, ShiftReports
from pos_app.services.store.payment_settings import PaymentSettings
from pos_app.services.store.preferences import Preferences
from pos_app.services.sync.enrolling import Enrolling, EnrolPorts
from pos_app.wire.enrolment import Enrolled, Enrolment
from tests.fakes.activity import FakeActivityQueries
from tests.fakes.formats import FakeFormats
from tests.fakes.payment_processor import ScriptedProcessor, kind_of
from tests.fakes.printing import FakePrinter
from tests.fakes.secrets import FakeSecrets
from tests.fakes.shop import CASHIER_PIN, FakeShop
from tests.fakes.store_settings import settings_of
from tests.fakes.time_clock import time_clock_of
from tests.matrix.asked import TEA, Command
from tests.unit.services.catalogue.test_staged_import import MIXED, Bench
from tests.unit.services.printing.test_shift_report import Z, renderer

DAY: Final = date(2026, 11, 26)
ACME: Final = replace(kind_of(lambda _config: ScriptedProcessor()), is_for_tests=bool)
GIVEN: Final = {"key": "sk_live_51secret", "shop": "7"}
PIN: Final = "561834"


@contextmanager
def bench_of(shop: FakeShop) -> Iterator[Bench]:
    with tempfile.TemporaryDirectory() as folder:
        yield Bench(Path(folder), shop)


def stage(shop: FakeShop, actor: StaffMember, _approval: Approval | None) -> None:
    with bench_of(shop) as bench:
        bench.actor = actor
        bench.stage(MIXED)


def go_on(shop: FakeShop, actor: StaffMember, approval: Approval | None) -> None:
    with bench_of(shop) as bench:
        import_id = bench.start(MIXED)
        bench.service.stop(import_id=import_id)
        bench.service.go_on(import_id=import_id, actor=actor, approval=approval)


def undo_import(shop: FakeShop, actor: StaffMember, approval: Approval | None) -> None:
    with bench_of(shop) as bench:
        import_id = bench.start(MIXED)
        bench.service.stop(import_id=import_id)
        bench.service.undo(import_id=import_id, actor=actor, approval=approval)


def set_image(shop: FakeShop, actor: StaffMember, _approval: Approval | None) -> None:
    picturing = Picturing(new_uow=shop.store.new_uow, journal=shop.journal)
    picturing.set_image(actor=actor, product=TEA, image="")


def arrange(shop: FakeShop, actor: StaffMember, _approval: Approval | None) -> None:
    picturing = Picturing(new_uow=shop.store.new_uow, journal=shop.journal)
    picturing.arrange(actor=actor, places={1: TEA})


def choose_mail(shop: FakeShop, actor: StaffMember, approval: Approval | None) -> None:
    server = MailServer("smtp.example.com", 587, Security.STARTTLS, "shop", "shop@example.com")
    secrets = FakeSecrets()
    MailSetup(shop.setting_queries, shop.store.new_uow, shop.journal, secrets).choose(
        server, password="a long one", actor=actor, approval=approval
    )


class FakePlace:
    def remember(self, installation: str) -> None:
        """Nobody asks again."""

    def newest_epoch(self) -> int:
        return 1

    def note_epoch(self, epoch: int) -> None:
        """Nobody asks again."""


def adopt(shop: FakeShop, actor: StaffMember, _approval: Approval | None) -> None:
    adopting = Adopting(
        new_uow=shop.store.new_uow,
        journal=shop.journal,
        clock=shop.clock,
        ids=shop.ids,
        number_prefix=shop.profile.number_prefix,
        place=FakePlace(),
    )
    adopting.owe(is_moved=True, loss=None)
    adopting.adopt(actor)


class NothingFound:
    """An order finder of a store that has none."""

    def __getattr__(self, _name: str) -> Callable[..., Any]:
        return lambda *_wanted, **_more: ()

    def keys_of(self, _first: date, _last: date) -> tuple[int, int]:
        return 0, 0


def find_orders(shop: FakeShop, actor: StaffMember, _approval: Approval | None) -> None:
    finding = Finding(
        orders=cast("OrderFinder", NothingFound()),
        staff=shop.staff_queries,
        formats=FakeFormats(),
        currency=shop.profile.currency,
    )
    finding.find(Question("tea"), today=DAY, actor=actor)


def trials_of(shop: FakeShop, kind: ProcessorKind) -> Trials:
    """Of one that is set up."""
    settings = processors_of(shop, kind)
    settings.put(actor=shop.owner, kind=kind, values=GIVEN)
    return Trials(
        ports=TrialPorts(
            *(shop.book, shop.attempt_queries, settings, shop.read_profile, shop.clock, shop.ids)
        )
    )


def processors_of(shop: FakeShop, kind: ProcessorKind = ACME) -> ProcessorSettings:
    return ProcessorSettings(
        ProcessorPorts(
            kinds=lambda: {kind.name: kind},
            settings=shop.setting_queries,
            attempts=shop.attempt_queries,
            new_uow=shop.store.new_uow,
            journal=shop.journal,
            secrets=FakeSecrets(),
        )
    )


def put_processor(shop: FakeShop, actor: StaffMember, _approval: Approval | None) -> None:
    processors_of(shop).put(actor=actor, kind=ACME, values=GIVEN)


def remove_processor(shop: FakeShop, actor: StaffMember, _approval: Approval | None) -> None:
    processors = processors_of(shop)
    processors.put(actor=shop.owner, kind=ACME, values=GIVEN)
    processors.remove(actor=actor, kind=ACME)


def try_processor(shop: FakeShop, actor: StaffMember, _approval: Approval | None) -> None:
    trials_of(shop, ACME).begin(actor=actor, kind=ACME)


def set_ways(shop: FakeShop, actor: StaffMember, _approval: Approval | None) -> None:
    processors = processors_of(shop)
    processors.put(actor=shop.owner, kind=ACME, values=GIVEN)
    processors.set_ways(actor=actor, kind=ACME, ways=ACME.flows)


def payment_settings(shop: FakeShop) -> PaymentSettings:
    return PaymentSettings(
        new_uow=shop.store.new_uow,
        settings=shop.setting_queries,
        journal=shop.journal,
        flows_of=lambda _name: ["reader"],
    )


def put_method(shop: FakeShop, actor: StaffMember, _approval: Approval | None) -> None:
    settings = payment_settings(shop)
    settings.put_method(actor=actor, method=settings.methods()[-1])


def remove_method(shop: FakeShop, actor: StaffMember, _approval: Approval | None) -> None:
    payment_settings(shop).remove_method(actor=actor, code="card")


def print_report(shop: FakeShop, actor: StaffMember, _approval: Approval | None) -> None:
    paper(shop).print(Z, actor=actor)


def reprint_report(shop: FakeShop, actor: StaffMember, _approval: Approval | None) -> None:
    paper(shop).reprint(Z, actor=actor)


def paper(shop: FakeShop) -> ShiftPaper:
    return ShiftPaper(
        renderer(), FakePrinter(), shop.store.new_uow, shop.journal, shop.shift_queries
    )


class NothingReadError(UnavailableError):
    code = "test.nothing_read"
    text = "There is nothing to read here."


class NothingToRead:
    """What every report reads from; whoever comes so far was let through."""

    def __getattr__(self, _name: str) -> Callable[..., Any]:
        def fail(*_wanted: object, **_more: object) -> None:
            raise NothingReadError

        return fail


def report_desk() -> ReportDesk:
    nothing = cast("Any", NothingToRead())
    return ReportDesk(sources=ReportSources(nothing, nothing, nothing, terminal="T01"))


def read_report(_shop: FakeShop, actor: StaffMember, _approval: Approval | None) -> None:
    report_desk().read("sales", scope=Scope(DAY, DAY), actor=actor)


def read_figures(_shop: FakeShop, actor: StaffMember, _approval: Approval | None) -> None:
    report_desk().figures(Scope(DAY, DAY), then=Scope(DAY, DAY), actor=actor)


def read_activity(shop: FakeShop, actor: StaffMember, _approval: Approval | None) -> None:
    log = ActivityLog(queries=FakeActivityQueries(shop.store), time_zone="UTC")
    teller = Teller(formats=FakeFormats(), currency=shop.profile.currency, people={})
    assert log.read(Wanted(), actor=actor, teller=teller).lines


def correct_time_entry(shop: FakeShop, actor: StaffMember, approval: Approval | None) -> None:
    clock = time_clock_of(shop)
    clock.punch(staff_id=shop.cashier.staff_id, pin=CASHIER_PIN)
    (one,) = clock.worked()
    clock.correct(
        actor=actor,
        began=one.seq,
        times={Side.IN: one.began - timedelta(minutes=5)},
        reason="came earlier",
        approval=approval,
    )


def add_time_entry(shop: FakeShop, actor: StaffMember, approval: Approval | None) -> None:
    left = shop.clock.now()
    time_clock_of(shop).add(
        actor=actor,
        person=shop.cashier,
        times={Side.IN: left - timedelta(hours=8), Side.OUT: left},
        reason="forgot to clock in",
        approval=approval,
    )


def read_shift(shop: FakeShop, actor: StaffMember, approval: Approval | None) -> None:
    reader = ReportReader(shifts=shop.shift_queries, staff=shop.staff_queries)
    ShiftReports(service=shop.shifts, reader=reader, clock=shop.clock).read(
        number=None, actor=actor, approval=approval
    )


def decide_role(shop: FakeShop, actor: StaffMember, approval: Approval | None) -> None:
    shop.roles.decide(
        actor=actor,
        role=Role.CASHIER,
        permission=Permission.REFUND,
        decision=Decision.ALLOWED,
        approval=approval,
    )


def limit_discount(shop: FakeShop, actor: StaffMember, approval: Approval | None) -> None:
    shop.roles.limit_discount(actor=actor, role=Role.CASHIER, limit=2_000, approval=approval)


def limit_refunds(shop: FakeShop, actor: StaffMember, approval: Approval | None) -> None:
    shop.roles.limit_refunds(actor=actor, role=Role.CASHIER, limit=2_000, approval=approval)


def add_person(shop: FakeShop, actor: StaffMember, approval: Approval | None) -> None:
    shop.staff.add(actor=actor, name="Cleo", role=Role.CASHIER, pin=PIN, approval=approval)


def on_ana(act: str, **values: Any) -> Command:
    """One of the acts on a person who is here."""

    def run(shop: FakeShop, actor: StaffMember, approval: Approval | None) -> None:
        getattr(shop.staff, act)(actor=actor, name="Ana", approval=approval, **values)

    return run


def change_setting(shop: FakeShop, actor: StaffMember, approval: Approval | None) -> None:
    settings_of(shop).change(actor=actor, texts={"footer": "Bye"}, approval=approval)


def put_for_all(shop: FakeShop, actor: StaffMember, _approval: Approval | None) -> None:
    choices = Preferences(new_uow=shop.store.new_uow, settings=shop.setting_queries)
    choices.put_for_all("look", "dark", actor=actor)


class OpenDoor:
    """A head office that takes everybody in."""

    def enrol(self, _url: str, enrolment: Enrolment) -> Enrolled:
        return Enrolled("t1", "s1", "Store", "head", enrolment.public_key)


def enrolling(shop: FakeShop) -> Enrolling:
    ports = EnrolPorts(
        door=OpenDoor(),
        settings=shop.setting_queries,
        journal=shop.journal_queries,
        writer=shop.journal,
        new_uow=shop.store.new_uow,
        signer=shop.signer,
    )
    return Enrolling(ports=ports, profile=shop.profile, app_version="1")


def enrol(shop: FakeShop, actor: StaffMember, approval: Approval | None) -> None:
    enrolling(shop).enrol(actor=actor, url="http://hq", code="ABC-123", approval=approval)


def leave(shop: FakeShop, actor: StaffMember, approval: Approval | None) -> None:
    if shop.setting_queries.get("head_office") in {None, ""}:
        enrolling(shop).enrol(actor=shop.owner, url="http://hq", code="ABC-123")
    enrolling(shop).leave(actor=actor, approval=approval)
