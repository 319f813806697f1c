"""Sync of a store with its head office: what sends, what receives and what is set up."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

from pos_app import __version__
from pos_app.adapters.persistence.checkpoint import checkpoint, is_due
from pos_app.adapters.persistence.synced import SqlSyncWork
from pos_app.composition.lazy import LazyFrontDoor, LazySignatureCheck
from pos_app.composition.loading import UPSTREAM
from pos_app.composition.opening import OpenStore
from pos_app.domain.store import INSTALLATION
from pos_app.services.sync.backing_off import BackOff
from pos_app.services.sync.enrolling import Enrolling, EnrolPorts
from pos_app.services.sync.membership import Membership
from pos_app.services.sync.ports import HeadOffice
from pos_app.services.sync.pulling import Pulling, PullPorts
from pos_app.services.sync.pushing import Pushing, PushPorts
from pos_app.services.sync.reclaiming import Reclaiming, ReclaimPorts
from pos_app.services.sync.repairing import Repairing
from pos_app.services.sync.syncing import Syncing

if TYPE_CHECKING:  # most tills belong to no head office
    from pos_app.adapters.upstream.assertion import TerminalName
    from pos_app.adapters.upstream.head_office import HttpHeadOffice
    from pos_app.adapters.upstream.http import Timeouts


def _never() -> bool:
    return False


@dataclass(frozen=True, slots=True)
class SyncParts:
    """What talks to one head office; `abort` ends what waits for it."""

    pushing: Pushing
    pulling: Pulling
    syncing: Syncing
    abort: Callable[[], None]


class SyncDesk:
    """Everything about head office of one open store; nothing is asked until it is used."""

    def __init__(self, store: OpenStore, *, timeouts: Timeouts | None = None) -> None:
        self._store = store
        self._timeouts = timeouts
        queries, services = store.queries, store.services
        self.enrolling = Enrolling(
            ports=EnrolPorts(
                door=LazyFrontDoor(self._timeouts),
                settings=queries.settings,
                journal=queries.journal,
                writer=services.journal,
                new_uow=services.new_uow,
                signer=store.keys.signer,
            ),
            profile=queries.profile,
            app_version=__version__,
        )
        self.repairing = Repairing(
            outbox=queries.outbox, new_work=self.new_work, journal=services.journal
        )

    def new_work(self) -> SqlSyncWork:
        return SqlSyncWork(self._store.writer, on_recorded=self._store.services.recorded)

    def _shorten_log(self) -> None:
        if is_due(self._store.folder.store):
            checkpoint(self._store.writer)

    def office(self, member: Membership) -> HttpHeadOffice:
        """:raises AddressError: if what was kept is no address any more"""
        store = self._store
        upstream = import_module(UPSTREAM)

        def name() -> TerminalName:
            installation = store.queries.settings.get(INSTALLATION) or ""
            epoch = store.services.journal.epoch
            named: TerminalName = upstream.TerminalName(member.terminal_id, epoch, installation)
            return named

        def waiting() -> int:
            return store.queries.outbox.counts().waiting

        identity = upstream.Identity(store.keys.signer, name)
        office: HttpHeadOffice = upstream.HttpHeadOffice(
            member.url, identity, self._timeouts, waiting
        )
        return office

    def parts(self, office: HeadOffice, *, is_stopped: Callable[[], bool] = _never) -> SyncParts:
        """:param is_stopped: whether the store may be written no more"""
        queries, services = self._store.queries, self._store.services
        pushing = Pushing(
            ports=PushPorts(
                office=office,
                outbox=queries.outbox,
                journal=queries.journal,
                writer=services.journal,
                settings=queries.settings,
                new_work=self.new_work,
                signatures=LazySignatureCheck(),
                clock=services.clock,
                heard=services.journal.hear_head_office,
            ),
            is_stopped=is_stopped,
        )
        reclaiming = Reclaiming(
            ports=ReclaimPorts(
                office=office,
                journal=queries.journal,
                writer=services.journal,
                settings=queries.settings,
                restored=queries.restored,
                new_work=self.new_work,
                clock=services.clock,
            ),
            is_stopped=is_stopped,
        )
        pulling = Pulling(
            ports=PullPorts(
                office=office,
                settings=queries.settings,
                staff=queries.staff,
                new_work=self.new_work,
                journal=services.journal,
                clock=services.clock,
                shorten_log=self._shorten_log,
            ),
            reclaiming=reclaiming,
            is_stopped=is_stopped,
        )
        syncing = Syncing(
            pushing=pushing,
            pulling=pulling,
            settings=queries.settings,
            clock=services.clock,
            new_back_off=lambda: BackOff(clock=services.clock, pick=random.randrange),
        )
        return SyncParts(pushing, pulling, syncing, office.abort)
