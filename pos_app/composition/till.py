"""Build the view-models of the till on a store and its lanes."""

from __future__ import annotations

from pos_app.adapters.files.formats import open_reader
from pos_app.adapters.payments.silence_file import SilenceFile
from pos_app.composition.activity_screens import activity_of
from pos_app.composition.charging import card_desk_of
from pos_app.composition.customers import customer_picker
from pos_app.composition.emailing import Mailroom
from pos_app.composition.front import Front
from pos_app.composition.hours_screens import hours_door
from pos_app.composition.lanes import Lanes
from pos_app.composition.open_orders import Paper, open_order_parts
from pos_app.composition.opening import OpenStore
from pos_app.composition.order_editing import editing_models
from pos_app.composition.pay_screens import change_tender_of, connect_done, connect_pay
from pos_app.composition.processor_screens import owed_money, processor_choices
from pos_app.composition.processors import ProcessorDesk
from pos_app.composition.product_sheets import product_sheets_of
from pos_app.composition.receipt_screens import ReceiptParts, receipt_screens
from pos_app.composition.receipts import printer_of, renderer_of
from pos_app.composition.remote_paying import pay_of
from pos_app.composition.report_screens import report_screens
from pos_app.composition.return_screens import ReturnParts, return_screens
from pos_app.composition.settings_screens import SettingParts, settings_door
from pos_app.composition.shift_screens import cash_mover_of, count_model_of, shift_reports_of
from pos_app.composition.staff_screens import staff_door
from pos_app.composition.staged_importing import staged_imports
from pos_app.composition.sync_screens import sync_model
from pos_app.composition.syncing import SyncDesk
from pos_app.services.ports import Formats
from pos_app.services.printing.reprinting import Reprinting
from pos_app.services.printing.spooling import Spooler
from pos_app.services.shifts.no_sale import DrawerPorts, NoSale
from pos_app.services.store.preferences import Preferences
from pos_app.viewmodels.approval.acts import AskingLane
from pos_app.viewmodels.approval.approvals import Approvals
from pos_app.viewmodels.clock import ClockViewModel
from pos_app.viewmodels.key_choices import KeyChoices
from pos_app.viewmodels.look import LookViewModel
from pos_app.viewmodels.palette import PaletteViewModel
from pos_app.viewmodels.pay.done import DoneViewModel
from pos_app.viewmodels.pay.done_text import DoneDesk
from pos_app.viewmodels.pay.pay import PayViewModel
from pos_app.viewmodels.products.change_price import ChangePrice, PriceDesk
from pos_app.viewmodels.products.import_products import ImportProducts
from pos_app.viewmodels.products.import_reading import ImportLanes
from pos_app.viewmodels.products.new_product import NewProduct, ShelfTerms
from pos_app.viewmodels.receipts.screens import ReceiptScreens
from pos_app.viewmodels.returns.screens import ReturnScreens
from pos_app.viewmodels.sell.cancel_order import CancelOrder
from pos_app.viewmodels.sell.drafts import DraftKeeper
from pos_app.viewmodels.sell.grid import GridViewModel
from pos_app.viewmodels.sell.last_order import LastOrderViewModel
from pos_app.viewmodels.sell.sell import SellViewModel
from pos_app.viewmodels.shifts.counting import CountModel
from pos_app.viewmodels.shifts.drawer import Drawer
from pos_app.viewmodels.shifts.shifts import CloseShiftViewModel, OpenShiftViewModel
from pos_app.viewmodels.sign_in.kept_orders import KeptOrders
from pos_app.viewmodels.till import Screens, Till, TillViewModel


class TillBuilder:
    """Everything the screens of one store need, made once."""

    def __init__(self, store: OpenStore, lanes: Lanes, front: Front) -> None:
        self._store = store
        self._lanes = lanes
        self._front = front
        self._profile = store.queries.profile
        self._formats = front.formats
        self._renderer = renderer_of(store.queries.live, store.queries.customers, self._formats)
        self._printer = printer_of(store.folder, store.queries.live)
        self.spooler = Spooler(
            jobs=store.queries.print_jobs,
            new_uow=store.services.new_uow,
            printer=self._printer,
            render=self._renderer.job,
            drawer_methods=frozenset(
                one.code for one in self._profile.tender_methods if one.opens_drawer
            ),
        )
        self.mailroom = Mailroom(store)
        self.silences = SilenceFile(store.folder.silences)
        self.processors = ProcessorDesk(store, self.silences.put)
        self.sync = SyncDesk(store)
        self.cards = card_desk_of(store, self.processors.get, self.processors.account)
        self._approvals = Approvals(
            approving=store.services.approving,
            tasks=lanes.writer,
            formats=self._formats,
            profile=self._profile,
        )
        self._asking = AskingLane(tasks=lanes.writer, approvals=self._approvals)
        self._sync = sync_model(store, self.sync, self._asking, front.formats)
        self._preferences = Preferences(
            new_uow=store.services.new_uow, settings=store.queries.settings
        )
        self.settings = SettingParts(
            store,
            lanes,
            # A folder on a share may keep it waiting: not the lane of the orders.
            AskingLane(tasks=lanes.files, approvals=self._approvals),
            front.formats,
        )
        self._drafts = DraftKeeper(
            orders=store.services.orders,
            drafting=store.services.drafting,
            tasks=lanes.writer,
            formats=self._formats,
        )
        self._sell = SellViewModel(orders=store.services.orders, formats=self._formats)
        self.open = open_order_parts(
            store,
            lanes,
            sell=self._sell,
            drafts=self._drafts,
            asking=self._asking,
            paper=Paper(self._renderer, self._printer),
        )
        self._reprinting = Reprinting(
            orders=store.queries.orders,
            new_uow=store.services.new_uow,
            journal=store.services.journal,
        )

    def build(self) -> TillViewModel:
        services, screens = self._store.services, self._screens()
        connect_pay(screens)
        connect_done(screens)
        screens.edit.undoing.undone.connect(screens.cancel.bring_back)
        screens.edit.undoing.redone.connect(screens.cancel.give_up_again)
        return TillViewModel(
            till=Till(services.orders, self.open.left, services.shifts),
            screens=screens,
            drafts=self._drafts,
        )

    def _screens(self) -> Screens:
        services, lanes, formats = self._store.services, self._lanes, self._formats
        sell, pay = self._sell, self._pay()
        count = count_model_of(self._store, lanes, self._preferences, formats)
        drawer = (self._printer, self._approvals)
        edit = editing_models(self._store, lanes, formats, sell=sell, approvals=self._approvals)
        self.open.join(edit)
        grid = GridViewModel(
            shelf=self._store.queries.shelf,
            search=services.search,
            tasks=lanes.reader,
            formats=formats,
        )
        return Screens(
            frame=self._front.frame,
            sign_in=self._front.sign_in,
            kept=_kept_orders(self._store, formats),
            open_shift=_open_shift(self._store, lanes, formats, count),
            close_shift=self._close_shift(count),
            sell=sell,
            edit=edit,
            cancel=CancelOrder(
                sell=sell,
                orders=services.orders,
                cancelling=services.cancelling,
                drafts=self._drafts,
                lane=self._asking,
                formats=formats,
            ),
            last=self._last(),
            grid=grid,
            pay=pay,
            done=self._done(),
            change_tender=change_tender_of(self._store, lanes, formats),
            imports=ImportProducts(
                service=staged_imports(self._store),
                open_reader=open_reader,
                lanes=ImportLanes(files=lanes.files, writer=self._asking),
                formats=formats,
            ),
            approvals=self._approvals,
            drawer=self._drawer(),
            cash=cash_mover_of(self._store, lanes, *drawer, formats),
            shift_reports=shift_reports_of(self._store, lanes, self._renderer, *drawer),
            new_product=self._new_product(sell, grid),
            price=self._price(sell),
            customers=customer_picker(self._store, lanes, formats, sell),
            products=product_sheets_of(self._store, lanes, formats, sell),
            clock=self._clock(),
            look=self._look(),
            keys=KeyChoices(choices=self._preferences, tasks=lanes.writer, formats=formats),
            receipts=self._receipts(),
            returns=self._returns(pay),
            processors=processor_choices(self.processors, self.cards, lanes, formats),
            sync=self._sync,
            owed=owed_money(self.cards.owing, self._asking, lanes, formats),
            palette=self._palette(),
            reports=report_screens(self._store, lanes, formats, self._printer, self._preferences),
            settings=settings_door(self.settings),
            staff=staff_door(self._store, lanes, self._asking, formats),
            hours=hours_door(self._store, lanes, self._asking, formats, self._printer),
            activity=activity_of(self._store, lanes, formats),
            tabs=self.open.tabs,
            held=self.open.held,
            slip=self.open.slip,
            toasts=self.open.toasts,
        )

    def _pay(self) -> PayViewModel:
        return pay_of(
            self._store,
            self._lanes,
            self._formats,
            asking=self._asking,
            processors=self.processors,
            charging=self.cards.charging,
        )

    def _close_shift(self, count: CountModel) -> CloseShiftViewModel:
        return CloseShiftViewModel(
            shifts=self._store.services.shifts,
            lane=self._asking,
            formats=self._formats,
            currency=self._profile.currency,
            count=count,
            # Whose orders stay open, and what waits for head office.
            kept=lambda who: f"{self.open.others.words(who)} {self._sync.queued_words()}".strip(),
        )

    def _new_product(self, sell: SellViewModel, grid: GridViewModel) -> NewProduct:
        profile = self._profile
        return NewProduct(
            sell=sell,
            grid=grid,
            editing=self._store.services.editing,
            lane=self._asking,
            formats=self._formats,
            terms=ShelfTerms(
                profile.currency, self._store.queries.tax_classes, profile.default_tax_class
            ),
        )

    def _price(self, sell: SellViewModel) -> ChangePrice:
        services = self._store.services
        return ChangePrice(
            desk=PriceDesk(
                sell=sell,
                orders=services.orders,
                products=self._store.queries.products,
                editing=services.editing,
            ),
            lane=self._asking,
            formats=self._formats,
            currency=self._profile.currency,
        )

    def _drawer(self) -> Drawer:
        services = self._store.services
        ports = DrawerPorts(services.new_uow, services.journal, self._printer, services.disk)
        return Drawer(
            no_sale=NoSale(ports=ports),
            lane=AskingLane(tasks=self._lanes.printer, approvals=self._approvals),
            formats=self._formats,
        )

    def _clock(self) -> ClockViewModel:
        services = self._store.services
        return ClockViewModel(
            watch=services.clock_watch,
            shifts=services.shifts,
            lane=self._asking,
            formats=self._formats,
        )

    def _look(self) -> LookViewModel:
        return LookViewModel(
            choices=self._preferences,
            tasks=self._lanes.writer,
            formats=self._formats,
            first=self._front.look,
        )

    def _palette(self) -> PaletteViewModel:
        return PaletteViewModel(
            search=self._store.services.search,
            orders=self._store.queries.orders,
            number_prefix=self._profile.number_prefix,
            tasks=self._lanes.reader,
            formats=self._formats,
        )

    def _receipts(self) -> ReceiptScreens:
        parts = ReceiptParts(
            *(self.mailroom, self._renderer, self._reprinting, self.spooler, self._asking)
        )
        return receipt_screens(self._store, parts, self._lanes, self._formats)

    def _returns(self, pay: PayViewModel) -> ReturnScreens:
        parts = ReturnParts(self._sell, self._approvals, self._asking, self.cards.refunds, pay)
        return return_screens(self._store, parts, self._lanes, self._formats)

    def _last(self) -> LastOrderViewModel:
        return LastOrderViewModel(
            orders=self._store.queries.orders,
            reprinting=self._reprinting,
            spooler=self.spooler,
            tasks=self._lanes.printer,
            formats=self._formats,
        )

    def _done(self) -> DoneViewModel:
        desk = DoneDesk(
            self._renderer, self.spooler, self._reprinting, self._profile.tender_methods
        )
        return DoneViewModel(desk=desk, tasks=self._lanes.printer, formats=self._formats)


def _open_shift(
    store: OpenStore, lanes: Lanes, formats: Formats, count: CountModel
) -> OpenShiftViewModel:
    return OpenShiftViewModel(
        shifts=store.services.shifts,
        tasks=lanes.writer,
        formats=formats,
        currency=store.queries.profile.currency,
        count=count,
    )


def _kept_orders(store: OpenStore, formats: Formats) -> KeptOrders:
    return KeptOrders(
        drafting=store.services.drafting,
        staff=store.queries.staff,
        formats=formats,
        currency=store.queries.profile.currency,
    )
