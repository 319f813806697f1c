"""The bugs that are planted, one at a time, and the tests that each of them must turn red."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Mutant:
    """`old` stands exactly once in `file`; every one of `tests` must fail with `new` in its place.

    A test is named as pytest names it; one without its parameters is red if any of them is.
    """

    bug: str
    file: str
    old: str
    new: str
    tests: tuple[str, ...]


_CHECKOUT: Final = "tests/unit/services/orders/test_checkout.py::"
_ATTACKS: Final = "tests/unit/verify/test_attacks.py::"
_CONTRACT: Final = "tests/contract/test_unit_of_work.py::"
_WAIT: Final = "tests/unit/services/staff/test_signing_in.py::TestWait::"
_BADGE: Final = "tests/unit/services/staff/test_badges.py::TestBadge::"
_AUTO_LOCK: Final = "tests/gui/test_auto_lock.py::TestAutoLock::"
_BADGES: Final = "tests/unit/services/staff/test_badges.py::TestUnknown::"
_ROUNDING: Final = "tests/unit/domain/test_rounding.py::"
_DRAFTS: Final = "tests/integration/test_drafts.py::TestDraft::"
_LINES: Final = "tests/unit/domain/test_pricing.py::TestLines::"
_BACKUPS: Final = "tests/integration/test_backups.py::TestVerification::"
_FLIPS: Final = "tests/unit/verify/test_flips.py::TestEveryByte::"
_REWRITING: Final = "tests/unit/verify/test_limits.py::TestRewritingWithTheKey::"
_HEAD: Final = "tests/migrations/test_head.py::TestHead::"
_CUTTING: Final = "tests/unit/verify/test_limits.py::TestCuttingTheTail::"
_NO_SALE: Final = "tests/unit/services/shifts/test_no_sale.py::TestNoSale::"
_APPROVAL: Final = "tests/unit/services/staff/test_approving.py::TestApproval::"
_HTTP: Final = "tests/unit/adapters/payments/test_http.py::TestNoAnswer::"
_BREAKERS: Final = "tests/unit/adapters/payments/test_breakers.py::"
_PROCESSORS: Final = "tests/unit/services/payments/test_processor_settings.py::"
_ALIPAY: Final = "tests/unit/adapters/payments/alipay/test_charging.py::"
_ALIPAY_REFUNDS: Final = "tests/unit/adapters/payments/alipay/test_refunding.py::TestRefund::"
_PAYPAL: Final = "tests/unit/adapters/payments/paypal/"
_STRIPE: Final = "tests/unit/adapters/payments/stripe/test_reader_flow.py::"
_STRIPE_REFUNDS: Final = "tests/unit/adapters/payments/stripe/test_refunds.py::TestGivingBack::"
_STRIPE_TROUBLE: Final = "tests/unit/adapters/payments/stripe/test_trouble.py::"
_TERMINAL: Final = "tests/integration/head_office/test_terminal_sign_in.py::TestAssertion::"
_COPIES: Final = "tests/integration/head_office/test_terminal_sign_in.py::TestCopies::"
_TRIES: Final = "tests/integration/head_office/test_sign_in.py::TestTries::"
_CACHE: Final = "tests/integration/head_office/test_cache.py::"
_SPELLING: Final = "test_another_spelling_of_the_same_is_found_even_if_signed"
_ADDING_UP: Final = "test_what_does_not_add_up_is_found_even_if_all_is_signed_anew"

MUTANTS: Final = (
    Mutant(
        "a Done screen that never goes by itself",
        "pos_app/viewmodels/pay/done.py",
        "        self._timer.timeout.connect(self.next)\n",
        "",
        ("tests/gui/test_done.py::TestLeaving::test_is_by_itself_after_four_seconds",),
    ),
    Mutant(
        "a commit that a power cut may lose (synchronous=NORMAL)",
        "pos_app/adapters/persistence/engine.py",
        '    "PRAGMA synchronous=FULL",\n',
        '    "PRAGMA synchronous=NORMAL",\n',
        ("tests/integration/test_engines.py::TestPragmas::test_are_set_on_the_writer",),
    ),
    Mutant(
        "the outbox in a transaction of its own",
        "pos_app/adapters/persistence/journal.py",
        "        _TO_HEAD_OFFICE.run(",
        '        self._connection.execute("COMMIT")\n'
        '        self._connection.execute("BEGIN IMMEDIATE")\n'
        "        _TO_HEAD_OFFICE.run(",
        (
            _CONTRACT + "TestUnitOfWork::test_leaves_nothing_behind_without_commit",
            _CONTRACT + "TestUnitOfWork::test_leaves_nothing_behind_after_an_error",
        ),
    ),
    Mutant(
        "a paid order that is called paid before it is on disk",
        "pos_app/services/orders/checkout.py",
        "        order.submit()\n        try:\n",
        "        order.submit()\n        order.mark_paid()\n        try:\n",
        (
            _CHECKOUT + "TestRefusal::test_by_the_disk",
            _CHECKOUT + "TestRefusal::test_by_the_disk_lets_the_same_order_be_paid_later",
        ),
    ),
    Mutant(
        "a payment that is never committed",
        "pos_app/services/orders/checkout.py",
        "            uow.orders.save(document, print_receipt=sale.prints)\n"
        "            uow.commit()\n",
        "            uow.orders.save(document, print_receipt=sale.prints)\n",
        (
            _CHECKOUT + "TestPaidOrder::test_is_stored_as_the_document_that_is_shown",
            _CHECKOUT + "TestPaidOrder::test_takes_from_the_stock",
        ),
    ),
    Mutant(
        "receipt numbers that go on in the series of the first epoch",
        "pos_app/adapters/persistence/orders.py",
        "    .where(epoch.c.epoch == select(func.max(epoch.c.epoch)).scalar_subquery())\n",
        "    .where(epoch.c.epoch == 1)\n",
        (
            _CONTRACT + "TestNumber::test_starts_a_new_series_with_every_epoch",
            "tests/integration/cli/test_backup.py::TestRestore::test_goes_on_in_a_new_series",
        ),
    ),
    Mutant(
        "a draft that comes late and opens a paid order again",
        "pos_app/adapters/persistence/drafts.py",
        '        not_(exists().where(order.c.uid == bindparam("uid")))\n',
        '        bindparam("uid") == bindparam("uid")\n',
        (
            _CONTRACT + "TestDraft::test_that_comes_after_the_payment_brings_nothing_back",
            _DRAFTS + "test_that_comes_after_the_sale_does_not_open_it_again",
        ),
    ),
    Mutant(
        "a draft that goes back in time",
        "pos_app/adapters/persistence/drafts.py",
        "        where=draft.c.revision < _NEW.excluded.revision,\n",
        "",
        (_CONTRACT + "TestDraft::test_never_goes_back_in_time",),
    ),
    Mutant(
        "stock that every order adds to",
        "pos_app/adapters/persistence/orders.py",
        '        quantity=stock_level.c.quantity - bindparam("taken"),\n',
        '        quantity=stock_level.c.quantity + bindparam("taken"),\n',
        (_CONTRACT + "TestStock::test_level_is_the_sum_of_the_movements",),
    ),
    Mutant(
        "documents that can be changed (no triggers)",
        "pos_app/adapters/persistence/rules.py",
        '        for act in ("UPDATE", "DELETE")\n',
        '        for act in ("DELETE",)\n',
        (_HEAD + "test_has_every_check_key_and_trigger_that_the_source_names",),
    ),
    Mutant(
        "a permission that is asked of nobody",
        "pos_app/services/orders/cancelling.py",
        "        approver = actor.require(Permission.CANCEL_ORDER, approval=approval)\n",
        "        approver = None\n",
        ("tests/unit/services/orders/test_cancelling.py::TestRefusal::test_of_somebody_who_left",),
    ),
    Mutant(
        "an approval that can be used twice",
        "pos_app/services/staff/approving.py",
        "            self._unused.remove(number)\n",
        "            self._unused | {number}\n",
        (_APPROVAL + "test_is_refused_the_second_time",),
    ),
    Mutant(
        "an approval that never grows old",
        "pos_app/services/staff/approving.py",
        "        if self._clock.monotonic_ms() > until:\n",
        "        if self._clock.monotonic_ms() < 0:\n",
        (_APPROVAL + "test_is_good_for_sixty_seconds",),
    ),
    Mutant(
        "an import that forgets who has allowed it",
        "pos_app/services/catalogue/staged_import.py",
        "                approver_id=approver.staff_id if approver else None,\n",
        "",
        ("tests/unit/services/staff/test_every_permission.py::test_is_done_refused_or_asked_for",),
    ),
    Mutant(
        "a drawer that opens before it is written down",
        "pos_app/services/shifts/no_sale.py",
        "        shift = even_if_full(",
        "        self._ports.printer.open_drawer()\n        shift = even_if_full(",
        (_NO_SALE + "test_does_not_open_what_cannot_be_written_down",),
    ),
    Mutant(
        "wrong PINs that are counted in memory only",
        "pos_app/services/staff/signing_in.py",
        "            uow.staff.set_tries(staff_id, failures=failures, lock_seconds_left=wait_s)\n",
        "",
        (
            _WAIT + "test_counts_on_after_a_restart",
            _WAIT + "test_allows_no_more_tries_than_it_should_however_often_restarted",
        ),
    ),
    Mutant(
        "halves that go to the even neighbour",
        "pos_app/domain/rounding.py",
        "            return twice_rest >= denominator\n",
        "            return twice_rest + whole % 2 > denominator\n",
        (
            _ROUNDING + "TestDivide::test_settles_halves_as_told",
            _ROUNDING + "TestDivide::test_settles_an_exact_half_as_fractions_do",
        ),
    ),
    Mutant(
        "odd cents that go to the later of equal parts",
        "pos_app/domain/rounding.py",
        "sorted(range(len(parts)), key",
        "sorted(reversed(range(len(parts))), key",
        (
            _ROUNDING + "TestSpread::test_gives_them_to_the_earlier_of_equal_ones",
            _LINES + "test_share_the_odd_cents_from_the_first",
        ),
    ),
    Mutant(
        "change counted from the amount before rounding",
        "pos_app/domain/cash.py",
        "        return CashTaken(due, tendered, tendered - due, ",
        "        return CashTaken(due, tendered, tendered - remaining, ",
        (
            "tests/unit/domain/test_cash.py::TestTakeCash::test_rounds_what_settles_the_order",
            "tests/unit/domain/test_cash.py::TestTakeCash::test_is_exact",
        ),
    ),
    Mutant(
        "a tip that counts as a sale of its shift",
        "pos_app/adapters/persistence/orders.py",
        '                "amount": totals.total + given_back,\n',
        '                "amount": totals.due + given_back,\n',
        ("tests/contract/test_unit_of_work.py::TestShift::test_adds_up_tips_beside_its_sales",),
    ),
    Mutant(
        "a tip that goes back with a part of its order",
        "pos_app/services/orders/returning.py",
        "document.totals.tip if gives_back_all(document, returns) else 0\n",
        "document.totals.tip\n",
        (
            "tests/unit/services/orders/test_tips.py::TestComesBack::test_stays_where_a_part_comes_back",
        ),
    ),
    Mutant(
        "a tip that the auditor's program does not look at",
        "build/verify/posverify.py",
        '        if self._paid(order) != total + tip + whole(order, "rounding"):\n',
        '        if self._paid(order) - total - whole(order, "rounding") not in (tip, 50):\n',
        (
            "tests/unit/verify/test_attacks.py::TestTips::test_that_are_changed_with_the_key_are_found",
        ),
    ),
    Mutant(
        "a check digit that weighs every digit alike",
        "pos_app/domain/barcode.py",
        "    weighted = 3 * sum(thrice) + sum(once) - _ZERO * (3 * len(thrice) + len(once))\n",
        "    weighted = sum(thrice) + sum(once) - _ZERO * (len(thrice) + len(once))\n",
        ("tests/unit/domain/test_barcode.py::TestCheckDigit::test_accepts_right_ones",),
    ),
    Mutant(
        "a backup whose journal nobody reads",
        "pos_app/composition/proving.py",
        "    if not verdict.ok:\n        raise BackupRefusedError(\n",
        "    if False:\n        raise BackupRefusedError(\n",
        (
            _BACKUPS + "test_of_the_journal_refuses_a_changed_entry",
            "tests/integration/cli/test_backup.py::TestVerify::test_finds_a_forged_entry",
        ),
    ),
    Mutant(
        "a journal that is verified by its values, not its bytes",
        "pos_app/wire/canonical.py",
        "    if encode(value) != raw:\n",
        "    if False:\n",
        (_ATTACKS + _SPELLING, "tests/unit/verify/test_posverify.py::TestCanonicalForm"),
    ),
    Mutant(
        "the same in the auditor's program",
        "build/verify/posverify.py",
        "    if not _SPELLING.fullmatch(text):\n",
        "    if False:\n",
        (_ATTACKS + _SPELLING, "tests/unit/verify/test_posverify.py::TestCanonicalForm"),
    ),
    Mutant(
        "signatures that are not checked",
        "pos_app/services/journal/verifying.py",
        '        return "" if valid else "the signature does not fit"\n',
        '        return ""\n',
        (
            _ATTACKS + "test_on_the_lines_is_found",
            _FLIPS + "test_of_the_entries_is_missed_by_none_with_one_bit_flipped",
        ),
    ),
    Mutant(
        "links that need not follow each other",
        "build/verify/posverify.py",
        '        if text_of(entry, "prev_sha256") != self.head:\n',
        "        if False:\n",
        (_ATTACKS + "test_on_the_lines_is_found",),
    ),
    Mutant(
        "a shift that is not held against its orders",
        "pos_app/services/journal/books.py",
        '            _must(said == closed, "the shift is not the sum of its orders")\n',
        "",
        (_ATTACKS + _ADDING_UP,),
    ),
    Mutant(
        "a tail that is missing and that an anchor knows of",
        "pos_app/services/journal/verifying.py",
        "        if missing:\n",
        "        if False:\n",
        (_CUTTING + "test_cannot_be_seen_but_is_shown_by_an_anchor",),
    ),
    Mutant(
        "anchors that are not compared",
        "build/verify/posverify.py",
        "        if (self.hash, self.terminal) != (walk.head, walk.header.terminal):\n",
        "        if False:\n",
        (
            _REWRITING + "test_is_shown_by_an_anchor_at_or_behind_it",
            "tests/unit/verify/test_posverify.py::TestAnchors::test_that_differ_are_bad",
        ),
    ),
    Mutant(
        "a badge that lies in the store as it is",
        "pos_app/adapters/system/pin_hashing.py",
        'hmac.new(self._pepper, f"badge:{code}".encode(), hashlib.sha256).hexdigest()',
        "code",
        ("tests/integration/cli/test_staff.py::TestBadge::test_lies_nowhere_in_the_file",),
    ),
    Mutant(
        "unknown badges that cost no time",
        "pos_app/services/staff/badges.py",
        "        settings.put(TRIES_SETTING, str(failures))\n",
        "",
        (
            _BADGES + "test_costs_time_from_the_third_on",
            _BADGES + "test_is_remembered_after_a_restart_which_shortens_nothing",
        ),
    ),
    Mutant(
        "a badge of somebody who was let go",
        "pos_app/services/staff/signing_in.py",
        "        if found is None or not found.member.active:\n"
        "            raise StaffDisabledError\n"
        "        even_if_full(self._disk, self._badges.forget)\n",
        "        assert found is not None\n        even_if_full(self._disk, self._badges.forget)\n",
        (_BADGE + "test_of_somebody_who_was_let_go_is_refused_in_words",),
    ),
    Mutant(
        "a till that locks itself in the middle of a payment",
        "pos_app/viewmodels/sign_in/auto_lock.py",
        "        if self._may_lock():\n",
        "        if True:\n",
        (_AUTO_LOCK + "test_never_cuts_a_payment_off_and_locks_when_it_is_over",),
    ),
    Mutant(
        "a recovery code that is passed unread",
        "pos_app/viewmodels/wizard/wizard.py",
        "    elif step is Step.CODE and not wizard.is_written:\n",
        "    elif False:\n",
        ("tests/gui/test_wizard.py::TestCode::test_is_not_passed_before_it_is_written_down",),
    ),
    Mutant(
        "a wizard that checks nothing until the end",
        "pos_app/viewmodels/wizard/wizard.py",
        "            wizard.maker.check(form, step)\n",
        "            pass\n",
        (
            "tests/gui/test_wizard.py::TestStore::test_without_a_name_is_refused_in_words",
            "tests/gui/test_wizard.py::TestTaxes::test_that_are_none_are_refused",
        ),
    ),
    Mutant(
        "an answer of Alipay's that anybody may have written",
        "pos_app/adapters/payments/alipay/gateway.py",
        "        if not self._is_genuine(answer):\n            raise self.unproven(",
        "        if False:\n            raise self.unproven(",
        (_ALIPAY + "TestDoubt::test_of_an_answer_that_is_not_alipays_says_where_to_look",),
    ),
    Mutant(
        "an answer of Alipay's about another payment",
        "pos_app/adapters/payments/alipay/trades.py",
        '        if said.text("out_trade_no") != number_of(charge.attempt_id):\n',
        "        if False:\n",
        (_ALIPAY + "TestCode::test_with_an_answer_that_proves_nothing_is_in_doubt",),
    ),
    Mutant(
        "a payment called off that is still on its way to Alipay",
        "pos_app/adapters/payments/alipay/processor.py",
        "        if known is None and self._trades.is_over(charge):\n",
        "        if known is None:\n",
        (
            _ALIPAY + "TestCancel::test_of_a_payment_that_is_still_on_its_way_proves_nothing",
            _ALIPAY + "TestCancel::test_of_a_code_on_the_screen_is_proven_when_it_has_run_out",
        ),
    ),
    Mutant(
        "a look that fails, taken for a payment that was never sent",
        "pos_app/adapters/payments/alipay/trades.py",
        "        raise NoAnswerError(processor=processor, reason=reason) from error\n",
        "        raise error from error\n",
        (
            _ALIPAY + "TestRepeating::test_that_cannot_be_looked_up_is_in_doubt",
            _ALIPAY_REFUNDS + "test_that_cannot_be_looked_up_is_in_doubt",
        ),
    ),
    Mutant(
        "a refund that moved nothing, taken for done",
        "pos_app/adapters/payments/alipay/refunds.py",
        '        if said.is_done and said.text("fund_change") == "Y":\n',
        "        if said.is_done:\n",
        (_ALIPAY_REFUNDS + "test_that_moved_nothing_is_no_proof",),
    ),
    Mutant(
        "a PayPal payment called off while its capture is on its way",
        "pos_app/services/payments/attempt_book.py",
        "                step=_step(stored, move),\n",
        "                step=STEPS[move],\n",
        (
            _PAYPAL
            + "test_through_charging.py::test_does_not_give_up_while_a_capture_is_on_its_way",
        ),
    ),
    Mutant(
        "a PayPal order that is complete, taken for money",
        "pos_app/adapters/payments/paypal/answers.py",
        '    "VOIDED": Standing.CANCELLED,\n',
        '    "VOIDED": Standing.CANCELLED,\n    "COMPLETED": Standing.DONE,\n',
        (
            _PAYPAL
            + "test_charges.py::TestQuery::test_takes_no_word_for_money_that_no_capture_shows",
        ),
    ),
    Mutant(
        "forints with decimals at PayPal",
        "pos_app/adapters/payments/paypal/amounts.py",
        'WHOLE: Final = frozenset({"HUF", "JPY", "TWD"})\n',
        'WHOLE: Final = frozenset({"JPY", "TWD"})\n',
        (
            _PAYPAL + "test_amounts.py::test_are_written_as_paypal_reads_them",
            _PAYPAL + "test_amounts.py::test_with_cents_are_refused_where_paypal_has_none",
        ),
    ),
    Mutant(
        "a PayPal refund repeated under another name",
        "pos_app/adapters/payments/paypal/bodies.py",
        '    return f"{refund.attempt_id}-refund"\n',
        '    return f"{id(object())}-{refund.attempt_id}-refund"\n',
        (_PAYPAL + "test_refunds.py::TestRefund::test_has_a_name_of_its_own_at_paypal",),
    ),
    Mutant(
        "a page of somebody else's, taken for PayPal's word that there is no payment",
        "pos_app/adapters/payments/paypal/processor.py",
        "    problem = problem_of(reply)\n    if not problem.is_absent:\n",
        "    if reply.status == 404:\n"
        "        return Answer(Standing.ABSENT)\n"
        "    problem = problem_of(reply)\n    if not problem.is_absent:\n",
        (_PAYPAL + "test_charges.py::TestQuery::test_takes_a_404_of_somebody_else_for_nothing",),
    ),
    Mutant(
        "a card declined at the reader that may still pay afterwards",
        "pos_app/adapters/payments/stripe/reader_flow.py",
        "        ended = self._ended(charge, answer.remote_id)\n",
        "        ended = replace(answer, standing=Standing.CANCELLED)\n",
        (
            _STRIPE + "TestFailing::test_can_no_longer_be_paid",
            _STRIPE + "TestFailing::test_is_not_said_before_it_is_certain",
            _STRIPE + "TestFailing::test_gives_way_to_a_card_that_comes_in_between",
        ),
    ),
    Mutant(
        "what the reader shows of somebody else's payment",
        "pos_app/adapters/payments/stripe/reader.py",
        '_id_of(about.get("payment_intent")) != intent:\n',
        '_id_of(about.get("payment_intent")) == "":\n',
        (
            _STRIPE + "TestFailing::test_is_not_taken_from_another_payment_at_the_reader",
            _STRIPE + "TestCancelling::test_leaves_another_payment_at_the_reader",
        ),
    ),
    Mutant(
        "a reader that lost its connection, believed",
        "pos_app/adapters/payments/stripe/reader.py",
        "    if code == _LINK_LOST:\n",
        "    if False:\n",
        (_STRIPE + "TestFailing::test_is_not_believed_of_a_reader_that_lost_its_link",),
    ),
    Mutant(
        "an answer that Stripe has kept, taken for how it is now",
        "pos_app/adapters/payments/stripe/reader_flow.py",
        "        if told.is_replayed or told.code == _INVALID_STATE:\n",
        "        if told.code == _INVALID_STATE:\n",
        (
            _STRIPE + "TestHandingOver::test_says_how_it_is_now_and_not_how_it_was_then",
            _STRIPE + "TestHandingOver::test_asks_anew_only_when_it_is_told_to",
        ),
    ),
    Mutant(
        "a capture under a key, for which Stripe keeps its own failure for a day",
        "pos_app/adapters/payments/stripe/reader_flow.py",
        'place(_INTENTS, charge.remote_id, "capture"))\n',
        'place(_INTENTS, charge.remote_id, "capture"), key=charge.attempt_id)\n',
        (_STRIPE + "TestCapturing::test_is_not_held_up_by_a_failure_that_stripe_keeps",),
    ),
    Mutant(
        "a refund through Stripe without its key",
        "pos_app/adapters/payments/stripe/refunds.py",
        '            key=f"refund:{refund.attempt_id}",\n',
        "",
        (_STRIPE_REFUNDS + "test_gives_a_part_back_once",),
    ),
    Mutant(
        "a refund asked for again after Stripe may have dropped its key",
        "pos_app/adapters/payments/stripe/refunds.py",
        "        keys.require_repeatable(refund.created_at, self._now())\n",
        "",
        (_STRIPE_REFUNDS + "test_is_not_repeated_when_stripe_may_have_forgotten_it",),
    ),
    Mutant(
        "a look that was not reached after a capture that was",
        "pos_app/adapters/payments/stripe/asking.py",
        "    except (NotReachedError, BusyError) as error:\n",
        "    except NotReachedError as error:\n",
        (_STRIPE + "TestCapturing::test_is_in_doubt_where_the_look_after_it_does_not_arrive",),
    ),
    Mutant(
        "a list of Stripe's that is read as far as its first page",
        "pos_app/adapters/payments/stripe/asking.py",
        '            if not told.body.get("has_more"):\n',
        "            if page is not None:\n",
        (
            _STRIPE + "TestLostNames::test_are_found_in_a_list_of_many_pages",
            _STRIPE_TROUBLE + "TestAnswers::test_that_are_odd_lists_prove_nothing",
        ),
    ),
    Mutant(
        "a page of somebody else's, taken for Stripe's word that there is no payment",
        "pos_app/adapters/payments/stripe/asking.py",
        'self.status == _MISSING and self.code == "resource_missing"\n',
        "self.status == _MISSING\n",
        (
            _STRIPE_TROUBLE + "TestAnswers::"
            "test_of_another_place_are_not_taken_for_a_payment_that_is_not_there",
        ),
    ),
    Mutant(
        "a request that may have come to a processor, called unsent",
        "pos_app/adapters/payments/http.py",
        "            kind = NoAnswerError if lines.may_have_left() else NotReachedError\n",
        "            kind = NotReachedError\n",
        (_HTTP + "test_is_all_that_comes_after_it_was_sent",),
    ),
    Mutant(
        "an answer that trickles in, waited for without an end",
        "pos_app/adapters/payments/http.py",
        "            if size > BODY_MAX or time.monotonic() > deadline:\n",
        "            if size > BODY_MAX:\n",
        (_HTTP + "test_is_an_answer_that_trickles_in",),
    ),
    Mutant(
        "a charge that finds out whether a processor answers again",
        "pos_app/adapters/payments/breakers.py",
        "                self._require_answer()\n",
        "                pass\n",
        (
            _BREAKERS + "TestHalfOpen::test_asks_whether_it_answers_before_money_moves",
            _BREAKERS + "TestHalfOpen::test_has_sent_nothing_that_moves_money_if_it_does_not",
        ),
    ),
    Mutant(
        "a refusal, counted as if a processor had not answered",
        "pos_app/adapters/payments/breakers.py",
        "exclude=[lambda error: not _is_silence(error)],\n",
        "exclude=[],\n",
        (_BREAKERS + "TestClosed::test_stays_so_whatever_it_answers",),
    ),
    Mutant(
        "a processor's secret in the settings of the store",
        "pos_app/services/payments/processor_settings.py",
        "        plain = {name: text for name, text in given.items() if name not in secrets}\n",
        "        plain = given\n",
        (_PROCESSORS + "TestPut::test_keeps_secrets_in_the_key_store_alone",),
    ),
    Mutant(
        "a used assertion that opens head office again",
        "pos_app/head_office/storage/access.py",
        "        return added.first() is not None\n",
        "        return True\n",
        (_TERMINAL + "test_is_good_once", _TERMINAL + "test_is_good_once_on_all_replicas"),
    ),
    Mutant(
        "a try to sign in that is not kept",
        "pos_app/head_office/services/access/signing_in.py",
        "            work.tries.prune(before=at - 2 * WINDOW_MS)\n            work.commit()\n",
        "            work.tries.prune(before=at - 2 * WINDOW_MS)\n",
        (
            _TRIES + "test_of_a_name_end_after_ten",
            _TRIES + "test_are_exact_over_replicas_that_are_asked_at_once",
        ),
    ),
    Mutant(
        "a second copy of a till that head office takes for the first",
        "pos_app/head_office/services/access/terminal_sign_in.py",
        "    if said.installation != terminal.installation:\n",
        "    if False:\n",
        (_COPIES + "test_with_the_same_epoch_are_told_apart_by_their_installation",),
    ),
    Mutant(
        "a cached value that a change has overtaken",
        "pos_app/head_office/cache/caches.py",
        '            f"{key}:{generation}", create, expiration_time=seconds\n',
        "            key, create, expiration_time=seconds\n",
        (_CACHE + "TestCache::test_keeps_nothing_that_a_change_has_overtaken",),
    ),
    Mutant(
        "a change that Redis did not hear of",
        "pos_app/head_office/cache/generations.py",
        "                self._owed.add(key)\n",
        "                pass\n",
        (_CACHE + "TestTrouble::test_loses_no_change",),
    ),
)
