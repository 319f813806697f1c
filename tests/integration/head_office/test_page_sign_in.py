"""Who comes to the page, how they stay, and how they leave."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select

from pos_app.head_office.page.desk import PLAIN_COOKIE, SECURE_COOKIE
from pos_app.head_office.services.access import rates
from pos_app.head_office.services.access.rates import Rate
from pos_app.head_office.services.access.roles import Role
from pos_app.head_office.storage.access_tables import tries
from tests.fakes.head_office import PASSWORD, Replica
from tests.integration.head_office.conftest import NewReplica
from tests.integration.head_office.visitor import Page, Visitor

PAGES = (
    "/app/",
    "/app/password",
    "/app/orders",
    "/app/products",
    "/app/terminals",
    "/app/problems",
)


@pytest.fixture
def office(head_office: Replica) -> Replica:
    head_office.add_store("Harbour")
    head_office.add_person("Olga", Role.HEAD_OFFICE)
    head_office.add_person("Max", Role.MANAGER, "Harbour")
    head_office.add_person("Cem", Role.CASHIER, "Harbour")
    return head_office


class TestSignIn:
    def test_opens_the_page(self, office: Replica) -> None:
        page = Visitor(office).sign_in("Olga")

        assert (page.status, page.address) == (200, "/app/")
        assert "Olga, head office" in page.words

    @pytest.mark.parametrize("address", [*PAGES, "/app/orders/x", "/app/products/x"])
    def test_is_asked_for_everywhere(self, office: Replica, address: str) -> None:
        page = Visitor(office).go(address)

        assert page.address == "/app/sign-in"
        assert "Password" in page.words

    def test_with_a_wrong_password_keeps_the_name(self, office: Replica) -> None:
        page = Visitor(office).sign_in("Olga", "not the password")

        assert page.status == 401
        assert "do not match" in page.words
        assert 'value="Olga"' in page.text
        assert "not the password" not in page.text

    def test_of_a_cashier_says_whom_the_page_is_for(self, office: Replica) -> None:
        visitor = Visitor(office)

        assert "to managers and to head office" in visitor.sign_in("Cem").words
        assert visitor.go("/app/").address == "/app/sign-in"

    def test_that_is_tried_too_often_says_how_long_to_wait(self, office: Replica) -> None:
        visitor = Visitor(office)
        for _ in range(10):
            visitor.sign_in("Olga", "not the password")

        page = visitor.sign_in("Olga")

        assert page.status == 429
        assert "wait 900 seconds" in page.words

    def test_from_a_foreign_form_is_refused(self, office: Replica) -> None:
        visitor = Visitor(office)
        visitor.go("/app/sign-in")

        page = visitor.submit("/app/sign-in", name="Olga", password="x", csrf="guessed")

        assert page.status == 403
        assert "not from your own page" in page.words

    def test_over_tls_has_a_secret_that_no_neighbouring_host_sets(self, office: Replica) -> None:
        visitor = Visitor(office, base_url="https://head-office.test")
        said = visitor.go("/app/sign-in").headers["set-cookie"]
        assert said.startswith("__Host-sign-in=")
        assert {"Secure", "HttpOnly", "SameSite=strict", "Path=/"} <= set(said.split("; "))
        visitor.client.cookies.clear()
        visitor.client.cookies.set("sign-in", "planted")

        page = visitor.submit("/app/sign-in", name="Olga", password=PASSWORD, csrf="planted")

        assert page.status == 403
        assert visitor.sign_in("Olga").address == "/app/"

    def test_over_tls_is_forgotten_in_a_way_that_browsers_take(self, office: Replica) -> None:
        """One named so is refused without what it was set with, also where it is deleted."""
        visitor = Visitor(office, base_url="https://head-office.test")
        visitor.sign_in("Olga")
        visitor.go("/app/sign-in")
        secret = visitor.client.cookies["__Host-sign-in"]
        filled = {"name": "Olga", "password": PASSWORD, "csrf": secret}

        done = visitor.client.post("/app/sign-in", data=filled, follow_redirects=False)

        [gone] = [one for one in done.headers.get_list("set-cookie") if "Max-Age=0" in one]
        assert gone.startswith("__Host-sign-in=")
        assert {"Secure", "HttpOnly", "Path=/"} <= set(gone.split("; "))


class TestVisit:
    @pytest.mark.parametrize(
        ("base_url", "name"),
        [("http://head-office.test", PLAIN_COOKIE), ("https://head-office.test", SECURE_COOKIE)],
    )
    def test_is_a_cookie_that_no_script_reads(
        self, office: Replica, base_url: str, name: str
    ) -> None:
        visitor = Visitor(office, base_url=base_url)
        visitor.sign_in("Olga")

        said = visitor.go("/app/").headers["set-cookie"]

        assert said.startswith(f"{name}=")
        assert {"HttpOnly", "SameSite=strict", "Path=/"} <= set(said.split("; "))
        assert ("Secure" in said) == (name == SECURE_COOKIE)

    def test_lasts_while_somebody_looks(self, office: Replica) -> None:
        visitor = Visitor(office)
        visitor.sign_in("Olga")
        for _ in range(4):
            office.clock.forward(29 * 60)
            assert visitor.go("/app/").address == "/app/"

        office.clock.forward(31 * 60)

        assert visitor.go("/app/").address == "/app/sign-in"

    def test_ends_after_half_a_day_whatever_happens(self, office: Replica) -> None:
        visitor = Visitor(office)
        visitor.sign_in("Olga")
        for _ in range(24):
            office.clock.forward(29 * 60)
            visitor.go("/app/")
        assert visitor.go("/app/").address == "/app/"

        office.clock.forward(29 * 60)

        assert visitor.go("/app/").address == "/app/sign-in"

    def test_goes_on_at_another_replica(self, new_replica: NewReplica, sqlite_url: str) -> None:
        one, other = new_replica(sqlite_url), new_replica(sqlite_url)
        one.add_person("Olga", Role.HEAD_OFFICE)
        visitor, elsewhere = Visitor(one), Visitor(other)
        visitor.sign_in("Olga")

        elsewhere.client.cookies = visitor.client.cookies

        assert "Olga" in elsewhere.go("/app/").words

    def test_ends_with_the_person(self, office: Replica) -> None:
        visitor = Visitor(office)
        visitor.sign_in("Olga")

        office.office.access.people.disable(name="Olga", actor="test")

        assert visitor.go("/app/").address == "/app/sign-in"

    @pytest.mark.parametrize("cookie", ["", "x", "AAAA", "é", "A" * 3_000, "A" * 200])
    def test_is_not_believed_when_made_up(self, office: Replica, cookie: str) -> None:
        answer = Visitor(office).client.get(
            "/app/", headers={"Cookie": f"{PLAIN_COOKIE}={cookie}".encode()}, follow_redirects=False
        )

        assert (answer.status_code, answer.headers["location"]) == (303, "/app/sign-in")

    def test_is_no_token(self, office: Replica) -> None:
        visitor = Visitor(office)
        visitor.sign_in("Olga")
        cookie = visitor.client.cookies[PLAIN_COOKIE]

        assert office.get("/v1/me", cookie).status_code == 401
        assert Visitor(office).client.get("/v1/me").status_code == 401

    def test_ends_by_signing_out(self, office: Replica) -> None:
        visitor = Visitor(office)
        page = visitor.sign_in("Olga")

        assert visitor.submit("/app/sign-out", csrf="guessed").status == 403
        visitor.submit("/app/sign-out", **page.hidden)

        assert visitor.go("/app/").address == "/app/sign-in"

    def test_of_whoever_signed_out_is_over_for_a_copy_of_the_cookie(
        self, new_replica: NewReplica, sqlite_url: str
    ) -> None:
        one, other = new_replica(sqlite_url), new_replica(sqlite_url)
        one.add_person("Olga", Role.HEAD_OFFICE)
        olga, second, thief = Visitor(one), Visitor(one), Visitor(other)
        page = olga.sign_in("Olga")
        second.sign_in("Olga")
        cookie = olga.client.cookies[PLAIN_COOKIE]
        olga.submit("/app/sign-out", **page.hidden)

        for stranger in (thief, Visitor(one)):
            stranger.client.cookies.set(PLAIN_COOKIE, cookie)
            assert stranger.go("/app/").address == "/app/sign-in"
        assert second.go("/app/").address == "/app/"


class TestOwnPassword:
    NEW = "another horse battery"

    def change(self, visitor: Visitor, old: str, new: str, again: str = "") -> Page:
        form = visitor.go("/app/password")
        typed = {"old": old, "new": new, "again": again or new}
        return visitor.submit("/app/password", **typed, **form.hidden)

    def test_is_changed_and_signs_out_everywhere_else(
        self, new_replica: NewReplica, sqlite_url: str
    ) -> None:
        one, other = new_replica(sqlite_url), new_replica(sqlite_url)
        one.add_person("Olga", Role.HEAD_OFFICE)
        olga, elsewhere = Visitor(one), Visitor(one)
        for visitor in (olga, elsewhere):
            page = visitor.sign_in("Olga")
        assert "/app/password" in page.links
        away = Visitor(other)
        away.client.cookies = olga.client.cookies
        assert away.go("/app/").address == "/app/"

        changed = self.change(olga, PASSWORD, self.NEW)

        assert "password is changed" in changed.words
        assert olga.go("/app/").address == "/app/"
        # On the other replica, which has just kept who she was.
        away.client.cookies = olga.client.cookies
        assert away.go("/app/").address == "/app/"
        assert elsewhere.go("/app/").address == "/app/sign-in"
        assert Visitor(one).sign_in("Olga").status == 401
        assert Visitor(one).sign_in("Olga", self.NEW).status == 200

    @pytest.mark.parametrize(
        ("old", "again", "status", "words"),
        [
            ("not the password", "", 403, "old password is not right"),
            (PASSWORD, "a third horse battery", 422, "same new password twice"),
        ],
    )
    def test_is_refused_in_words_and_never_shown(
        self, office: Replica, old: str, again: str, status: int, words: str
    ) -> None:
        visitor = Visitor(office)
        visitor.sign_in("Olga")

        page = self.change(visitor, old, self.NEW, again)

        assert (page.status, words in page.words) == (status, True)
        assert self.NEW not in page.text
        assert visitor.go("/app/").address == "/app/"
        assert Visitor(office).sign_in("Olga").status == 200

    def test_from_a_foreign_form_is_refused(self, office: Replica) -> None:
        visitor = Visitor(office)
        visitor.sign_in("Olga")

        page = visitor.submit(
            "/app/password", old=PASSWORD, new=self.NEW, again=self.NEW, csrf="guessed"
        )

        assert page.status == 403
        assert Visitor(office).sign_in("Olga").status == 200


class TestRates:
    def test_of_the_page_are_those_of_the_person(
        self, office: Replica, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        visitor = Visitor(office)
        visitor.sign_in("Olga")
        monkeypatch.setattr(rates, "PEOPLE", Rate("few", 1, 2))

        assert [visitor.go("/app/terminals").status for _ in range(3)] == [200, 200, 429]
        assert "too often" in visitor.go("/app/").words

    def test_of_signing_in_are_those_of_a_stranger(
        self, office: Replica, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(rates, "STRANGERS", Rate("few", 1, 2))
        names = ["Nobody", "Nothing", "Olga"]

        assert [Visitor(office).sign_in(name).status for name in names] == [401, 401, 429]
        assert office.sign_in("Olga").status_code == 200, "from another address"

    def test_of_strangers_are_of_their_whole_network(
        self, office: Replica, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """One customer has all of it."""
        monkeypatch.setattr(rates, "STRANGERS", Rate("few", 1, 2))
        said = []
        for address in ("2001:db8::1", "2001:db8::2", "2001:db8::3", "2001:db8:0:1::1"):
            client = TestClient(office.client.app, client=(address, 50_000))
            said.append(client.get("/v1/keys").status_code)

        assert said == [200, 200, 429, 200]

    def test_keep_no_address_that_is_longer_than_one(self, office: Replica) -> None:
        visitor = Visitor(office)
        visitor.client = TestClient(office.client.app, client=("a" * 5_000, 50_000))
        visitor.sign_in("Olga", "not the password")
        visitor.sign_in("Olga")
        visitor.submit("/app/password", old="x", new="y", again="y", **visitor.go("/app/").hidden)

        with office.office.database.reader.connect() as connection:
            keys = connection.execute(select(tries.c.key)).scalars().all()
        assert keys
        assert max(map(len, keys)) < 200


class TestHeaders:
    def test_let_the_page_do_nothing_more(self, office: Replica) -> None:
        headers = Visitor(office).sign_in("Olga").headers

        assert headers["content-security-policy"].startswith("default-src 'none'; style-src 'self'")
        assert headers["cache-control"] == "no-store"

    def test_of_files_let_them_be_kept(self, office: Replica) -> None:
        for name, kind in (("page.css", "text/css"), ("icon.svg", "image/svg+xml")):
            headers = Visitor(office).go(f"/app/{name}").headers
            assert headers["content-type"].startswith(kind)
            assert headers["cache-control"].startswith("public")
