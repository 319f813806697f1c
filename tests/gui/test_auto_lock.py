import pytest
from PySide6.QtCore import QObject

from pos_app.viewmodels.sign_in.auto_lock import MS_PER_MINUTE, RETRY_MS, AutoLock


class Till:
    """What an auto-lock sees of a till: whether it may be locked, and when it is."""

    def __init__(self, owner: QObject, *, minutes: int = 5) -> None:
        self.is_paying = False
        self.locked = 0
        self.auto = AutoLock(
            minutes=lambda: minutes,
            lock=self.lock,
            may_lock=lambda: not self.is_paying,
            parent=owner,
        )

    def lock(self) -> None:
        self.locked += 1
        self.auto.show_person("")

    def let_the_time_pass(self) -> None:
        self.auto.timer.timeout.emit()


@pytest.fixture
def used(owner: QObject) -> Till:
    till = Till(owner)
    till.auto.show_person("Ana")
    return till


class TestAutoLock:
    def test_locks_after_its_minutes(self, used: Till) -> None:
        assert used.auto.timer.interval() == 5 * MS_PER_MINUTE

        used.let_the_time_pass()

        assert used.locked == 1
        assert not used.auto.timer.isActive()

    def test_never_cuts_a_payment_off_and_locks_when_it_is_over(self, used: Till) -> None:
        used.is_paying = True
        used.let_the_time_pass()
        assert used.locked == 0
        assert used.auto.timer.interval() == RETRY_MS

        used.is_paying = False
        used.let_the_time_pass()
        assert used.locked == 1

    def test_waits_the_whole_time_again_after_a_use(self, used: Till) -> None:
        used.is_paying = True
        used.let_the_time_pass()

        used.auto.touch()

        assert used.auto.timer.interval() == 5 * MS_PER_MINUTE

    def test_takes_other_minutes_as_soon_as_they_are_set(self, owner: QObject) -> None:
        minutes = 5
        auto = AutoLock(
            minutes=lambda: minutes, lock=lambda: None, may_lock=lambda: True, parent=owner
        )
        auto.show_person("Ana")
        minutes = 2
        auto.renew()
        assert auto.timer.interval() == 2 * MS_PER_MINUTE

        minutes = 0
        auto.renew()
        assert not auto.timer.isActive()

    def test_goes_on_where_something_else_was_set(self, used: Till) -> None:
        used.is_paying = True
        used.let_the_time_pass()

        used.auto.renew()

        assert used.auto.timer.interval() == RETRY_MS

    def test_is_off_with_nobody_there(self, owner: QObject) -> None:
        till = Till(owner)

        till.auto.touch()

        assert not till.auto.timer.isActive()

    def test_is_off_with_no_minutes(self, owner: QObject) -> None:
        till = Till(owner, minutes=0)

        till.auto.show_person("Ana")
        till.auto.touch()

        assert not till.auto.timer.isActive()
