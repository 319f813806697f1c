from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from pos_app.adapters.documents.logo_picture import read_logo
from pos_app.adapters.persistence.backup import verify_file
from pos_app.composition.opening import reading, writing
from tests.fakes.pictures import draw_picture
from tests.integration import shop as shops
from tests.integration.cli.conftest import Terminal

CODE = re.compile(r"^Recovery code: ((?:[0-9A-Z]{5}-){4}[0-9A-Z]{5})$", re.MULTILINE)
PRACTICE = ("--practice",)


def setup(**options: object) -> list[object]:
    """The words of a good setup, some of them replaced or left out (None)."""
    wanted: dict[str, object] = {
        "store": "Corner Shop",
        "country": "FR",
        "owner": "Ana",
        "pin_file": "-",
    }
    words: list[object] = ["setup"]
    for name, value in (wanted | options).items():
        if value is not None:
            words += [f"--{name.replace('_', '-')}", value]
    return words


def modes(root: Path) -> dict[str, int]:
    return {path.name: path.stat().st_mode & 0o777 for path in [root, *root.rglob("*")]}


class TestSetup:
    def test_makes_a_store_that_sells(self, no_store: Terminal) -> None:
        printed = no_store.done(*setup(), *PRACTICE, text=f"{shops.PIN}\n")

        assert printed.startswith(f"Corner Shop is ready in {no_store.folder.root}.\n")
        assert CODE.search(printed)
        verify_file(no_store.folder.store)
        with writing(no_store.folder) as store:
            shops.bring_in(store, shops.GROCERIES)
            shops.open_shift(store)
            assert shops.sell(store, shops.MILK).number == "X-T01-000001"

    def test_takes_the_country_s_ways(self, no_store: Terminal) -> None:
        no_store.done(*setup(country="fr"), *PRACTICE, text=f"{shops.PIN}\n")

        with reading(no_store.folder) as queries:
            profile = queries.profile
            rates = {
                code: [tax.rate_millionths for tax in one.taxes]
                for code, one in queries.tax_classes.items()
            }
        assert (profile.country, profile.currency_code) == ("FR", "EUR")
        assert (profile.time_zone, profile.prices_include_tax) == ("Europe/Paris", True)
        assert rates == {
            "STANDARD": [200_000],
            "REDUCED": [55_000],
            "SUPER_REDUCED": [21_000],
            "ZERO": [],
            "EXEMPT": [],
        }

    def test_takes_what_is_said_instead(self, no_store: Terminal) -> None:
        no_store.done(
            *setup(
                country="US",
                tax="STANDARD=8.875",
                prices="exclusive",
                timezone="America/Denver",
                terminal="K2",
                pin_length=4,
                scanner_gap=120,
                address="1 Main St",
                tax_number="12-34",
                company_id="C 9",
                phone="555 0100",
                footer="Thanks",
            ),
            *("--method", "account", "--method", "voucher"),
            *PRACTICE,
            text="4071\n",
        )

        with reading(no_store.folder) as queries:
            profile = queries.profile
            [standard] = queries.tax_classes["STANDARD"].taxes
        assert standard.rate_millionths == 88_750
        assert (profile.currency_code, profile.prices_include_tax) == ("USD", False)
        assert (profile.time_zone, profile.number_prefix) == ("America/Denver", "X-K2")
        assert (profile.address, profile.tax_number) == ("1 Main St", "12-34")
        assert (profile.company_id, profile.phone, profile.footer) == ("C 9", "555 0100", "Thanks")
        assert (profile.pin_length, profile.scanner_gap_ms) == (4, 120)
        assert [one.code for one in profile.tender_methods] == ["cash", "voucher", "account"]

    @pytest.mark.parametrize(
        ("words", "taken"), [((), ["cash", "card"]), (("--method", "cash"), ["cash"])]
    )
    def test_takes_cards_unless_it_is_told_otherwise(
        self, no_store: Terminal, words: tuple[str, ...], taken: list[str]
    ) -> None:
        no_store.done(*setup(), *words, *PRACTICE, text=f"{shops.PIN}\n")

        with reading(no_store.folder) as queries:
            assert [one.code for one in queries.profile.tender_methods] == taken

    @pytest.mark.parametrize("language", ["de", "en", "fr"])
    def test_speaks_every_language_that_there_is(self, no_store: Terminal, language: str) -> None:
        no_store.done(*setup(language=language), *PRACTICE, text=f"{shops.PIN}\n")

        with reading(no_store.folder) as queries:
            assert queries.profile.language == language

    def test_puts_a_logo_at_the_top_of_the_receipts(
        self, no_store: Terminal, tmp_path: Path
    ) -> None:
        path = draw_picture(tmp_path / "logo.png")

        no_store.done(*setup(logo=path), *PRACTICE, text=f"{shops.PIN}\n")

        with reading(no_store.folder) as queries:
            assert queries.profile.logo == read_logo(path).to_text()

    def test_keeps_nothing_that_commands_a_terminal(self, no_store: Terminal) -> None:
        printed = no_store.done(
            *setup(store="Corner\x1b[2J Shop", address="1 Rue\x07\n75001\u202e Paris"),
            *PRACTICE,
            text=f"{shops.PIN}\n",
        )

        assert printed.startswith("Corner[2J Shop is ready in ")
        with reading(no_store.folder) as queries:
            profile = queries.profile
        assert (profile.name, profile.address) == ("Corner[2J Shop", "1 Rue\n75001 Paris")

    def test_names_the_key_that_signs(self, no_store: Terminal) -> None:
        printed = no_store.done(*setup(), *PRACTICE, text=f"{shops.PIN}\n")

        [key] = no_store.json("journal", "verify")["keys"]
        assert f"The journal is signed by: {key}." in printed

    def test_reads_a_pin_file_that_an_editor_has_marked(
        self, no_store: Terminal, tmp_path: Path
    ) -> None:
        path = tmp_path / "pin"
        path.write_bytes(b"\xef\xbb\xbf" + f"{shops.PIN}\r\n".encode())

        no_store.done(*setup(pin_file=path), *PRACTICE)

        with writing(no_store.folder) as store:
            assert store.services.signing_in.sign_in(staff_id=1, pin=shops.PIN).name == "Ana"

    def test_may_use_another_currency_than_the_country(self, no_store: Terminal) -> None:
        no_store.done(*setup(country="GB", currency="JPY"), *PRACTICE, text=f"{shops.PIN}\n")

        with reading(no_store.folder) as queries:
            assert queries.profile.currency.minor_digits == 0
            assert (queries.profile.steps, queries.profile.cash_increment) == ((), 1)

    def test_begins_the_journal(self, no_store: Terminal) -> None:
        no_store.done(*setup(), *PRACTICE, text=f"{shops.PIN}\n")

        with reading(no_store.folder) as queries:
            [entry] = queries.journal.entries()
        body = json.loads(entry.raw)
        assert (body["kind"], body["mode"], body["epoch"]) == ("epoch_start", "practice", 1)
        assert body["body"]["store"] == "Corner Shop"

    @pytest.mark.parametrize("country", ["DE", "FR", "ES", "IT", "PT"])
    def test_says_what_the_law_asks_for(self, no_store: Terminal, country: str) -> None:
        printed = no_store.done(*setup(country=country), *PRACTICE, text=f"{shops.PIN}\n")

        assert "Before you sell for real: " in printed
        [law] = [one for one in no_store.json("doctor") if one["name"] == "law"]
        assert law["detail"] in printed


class TestFolder:
    def test_is_for_the_owner_alone(self, no_store: Terminal) -> None:
        no_store.done(*setup(), *PRACTICE, text=f"{shops.PIN}\n")

        found = modes(no_store.folder.root)
        assert found.pop("nothing") == 0o700
        assert set(found) >= {"pos.sqlite3", "keys.json", "writer.lock"}
        assert set(found.values()) == {0o600}

    @pytest.mark.parametrize("mode", [0o755, 0o1777])
    def test_that_was_there_keeps_its_mode(self, no_store: Terminal, mode: int) -> None:
        no_store.folder.root.mkdir()
        no_store.folder.root.chmod(mode)

        no_store.done(*setup(), *PRACTICE, text=f"{shops.PIN}\n")

        assert no_store.folder.root.stat().st_mode & 0o7777 == mode

    @pytest.mark.parametrize("name", ["logs", "demo"])
    def test_may_hold_what_the_program_has_left_there(self, no_store: Terminal, name: str) -> None:
        (no_store.folder.root / name).mkdir(parents=True)

        no_store.done(*setup(), *PRACTICE, text=f"{shops.PIN}\n")

        verify_file(no_store.folder.store)

    @pytest.mark.parametrize("name", ["thesis.txt", "backups", ".ssh"])
    def test_of_something_else_is_left_alone(self, no_store: Terminal, name: str) -> None:
        (no_store.folder.root / name).mkdir(parents=True)

        reason = no_store.refused(*setup(), *PRACTICE, text=f"{shops.PIN}\n")

        assert f"is not empty: it holds {name}. Nothing was changed." in reason
        assert [path.name for path in no_store.folder.root.iterdir()] == [name]

    def test_with_the_keys_of_a_lost_store_is_left_alone(self, new_terminal: Terminal) -> None:
        keys = new_terminal.folder.keys.read_bytes()
        new_terminal.folder.store.unlink()

        reason = new_terminal.refused(*setup(), *PRACTICE, text=f"{shops.PIN}\n")

        assert "holds the keys of a store (keys.json) whose file is gone" in reason
        assert new_terminal.folder.keys.read_bytes() == keys
        assert not new_terminal.folder.store.exists()

    def test_never_shows_a_store_without_its_keys(
        self, no_store: Terminal, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Killed at any rename, setup leaves a store with its keys, or none."""
        folder = no_store.folder
        seen = []
        rename = Path.rename

        def watched(path: Path, target: Path) -> Path:
            seen.append((folder.store.exists(), folder.keys.exists()))
            return rename(path, target)

        monkeypatch.setattr(Path, "rename", watched)
        no_store.done(*setup(), *PRACTICE, text=f"{shops.PIN}\n")

        assert seen == [(False, True)]


class TestRefusedSetup:
    @pytest.mark.parametrize(
        "pin",
        [
            "111111",
            "123456",
            "987654",
            "890123",
            "121212",
            "123123",
            "12345",
            "1234567",
            "14078x",
            "\uff11\uff14\uff10\uff17\uff18\uff19",
            "",
            "   ",
        ],
    )
    def test_of_a_pin_that_is_easily_guessed(self, no_store: Terminal, pin: str) -> None:
        reason = no_store.refused(*setup(), *PRACTICE, text=f"{pin}\n")

        assert "PIN" in reason
        assert not pin.strip() or pin not in reason
        assert not no_store.folder.root.exists()

    @pytest.mark.parametrize(
        ("options", "words"),
        [
            ({"country": "XX"}, "There are no presets for 'XX'. Known countries: FR, "),
            ({"country": ""}, "Known countries"),
            ({"country": "US"}, "Say yours, for example: --tax STANDARD=8.875"),
            ({"timezone": "Europe/Atlantis"}, "'Europe/Atlantis' is not a time zone"),
            ({"timezone": "Europe"}, "'Europe' is not a time zone"),
            ({"timezone": "../../etc/passwd"}, "is not a time zone"),
            ({"timezone": "/etc/passwd"}, "is not a time zone"),
            ({"currency": "eur"}, "'eur' is not a currency code"),
            ({"currency": "EURO"}, "'EURO' is not a currency code"),
            ({"currency": "ZZZ"}, "'ZZZ' is not a currency code"),
            ({"language": "xx"}, "There are no receipts in 'xx'. Languages: de, en, fr."),
            ({"language": "../en"}, "There are no receipts in '../en'"),
            ({"printer": "lp0"}, "'lp0' is no printer: leave it empty, or give a path"),
            ({"printer": "~/lp0"}, "'~/lp0' is no printer"),
            ({"store": "\x1b\x07"}, "The store's name must have 1 to 200 characters"),
            ({"terminal": "t01"}, "'t01' is no terminal code"),
            ({"terminal": "T01-B"}, "is no terminal code"),
            ({"terminal": "T23456789"}, "is no terminal code"),
            ({"terminal": ""}, "is no terminal code"),
            ({"store": "  "}, "The store's name must have 1 to 200 characters"),
            ({"store": "x" * 201}, "The store's name must have 1 to 200 characters"),
            ({"footer": "x" * 201}, "The footer must have 0 to 200 characters"),
            ({"owner": " \t "}, "A name has 1 to 60 characters"),
            ({"owner": "x" * 61}, "A name has 1 to 60 characters"),
            ({"logo": "no-such-file"}, "no-such-file cannot be read"),
            ({"logo": "999x999:AAAA"}, "This is no logo of at most 384 x 240 dots"),
            ({"pin_length": 3}, "A store's PINs have 4 to 8 digits"),
            ({"pin_length": 9}, "A store's PINs have 4 to 8 digits"),
            ({"pin_length": 8}, "A PIN in this store has exactly 8 digits"),
            ({"pin_file": "no-such-file"}, "The PIN could not be read from no-such-file"),
        ],
    )
    def test_says_why(self, no_store: Terminal, options: dict[str, object], words: str) -> None:
        reason = no_store.refused(*setup(**options), *PRACTICE, text=f"{shops.PIN}\n")

        assert words in reason
        assert not no_store.folder.root.exists()

    def test_of_a_second_store_changes_nothing(self, terminal: Terminal) -> None:
        before = {p.name: p.read_bytes() for p in terminal.folder.root.iterdir() if p.is_file()}

        reason = terminal.refused(*setup(), *PRACTICE, text=f"{shops.PIN}\n")

        assert "There is a store in" in reason
        assert "Nothing was changed" in reason
        after = {p.name: p.read_bytes() for p in terminal.folder.root.iterdir() if p.is_file()}
        assert after == before

    @pytest.mark.parametrize(
        ("options", "words"),
        [
            ({"store": None}, "Missing option '--store'"),
            ({"country": None}, "Missing option '--country'"),
            ({"owner": None}, "Missing option '--owner'"),
            ({"pin_file": None}, "Missing option '--pin-file'"),
            ({"tax": "STANDARD"}, "write CLASS=PERCENT"),
            ({"tax": "STANDARD=8,5"}, "write CLASS=PERCENT"),
            ({"tax": "standard=8"}, "write CLASS=PERCENT"),
            ({"tax": "STANDARD=0.00001"}, "write CLASS=PERCENT"),
            ({"prices": "sideways"}, "'sideways' is not one of"),
            ({"pin_length": "six"}, "'six' is not a valid integer"),
            ({"colour": "red"}, "No such option"),
        ],
    )
    def test_of_words_nobody_knows_is_a_usage_error(
        self, no_store: Terminal, options: dict[str, object], words: str
    ) -> None:
        reason = no_store.misused(*setup(**options), text=f"{shops.PIN}\n")

        assert words in reason
        assert not no_store.folder.root.exists()

    def test_half_way_leaves_no_store_and_can_be_repeated(
        self, no_store: Terminal, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        folder = no_store.folder
        folder.create()
        # What a kill left: half a store under its working name, and its log.
        (folder.root / "pos.sqlite3.new").write_bytes(b"half a store")
        (folder.root / "pos.sqlite3.new-wal").write_bytes(b"half a log")

        no_store.done(*setup(), *PRACTICE, text=f"{shops.PIN}\n")

        verify_file(folder.store)
        assert not list(folder.root.glob("*.new*"))

    def test_killed_before_its_last_step_can_be_repeated(self, no_store: Terminal) -> None:
        """The keys are in their place then, and the store that they sign is not yet."""
        folder = no_store.folder
        no_store.done(*setup(), *PRACTICE, text=f"{shops.PIN}\n")
        folder.store.rename(folder.store.with_name("pos.sqlite3.new"))
        for left in folder.root.glob("pos.sqlite3-*"):
            left.unlink()
        keys = folder.keys.read_bytes()

        no_store.done(*setup(), *PRACTICE, text=f"{shops.PIN}\n")

        verify_file(folder.store)
        assert folder.keys.read_bytes() != keys

    def test_keeps_the_keys_of_another_store_than_the_unfinished_one(
        self, no_store: Terminal, new_shop: shops.Shop
    ) -> None:
        folder = no_store.folder
        no_store.done(*setup(), *PRACTICE, text=f"{shops.PIN}\n")
        for file in folder.root.glob("pos.sqlite3*"):
            file.unlink()
        keys = folder.keys.read_bytes()
        shutil.copyfile(new_shop.folder.store, folder.root / "pos.sqlite3.new")

        reason = no_store.refused(*setup(), *PRACTICE, text=f"{shops.PIN}\n")

        assert "holds the keys of a store" in reason
        assert folder.keys.read_bytes() == keys


class TestRealStore:
    def test_needs_a_keyring_or_a_choice(self, no_store: Terminal) -> None:
        reason = no_store.refused(*setup(), text=f"{shops.PIN}\n")

        assert "apt-get install gnome-keyring" in reason
        assert "--keys-in-file" in reason
        assert not no_store.folder.store.exists()
        assert not no_store.folder.keys.exists()

    def test_says_what_keys_in_a_file_mean(self, no_store: Terminal) -> None:
        no_store.refused(*setup(), text=f"{shops.PIN}\n")

        printed = no_store.done(*setup(), "--keys-in-file", text=f"{shops.PIN}\n")

        assert "whoever copies it can sign for it" in printed
        assert no_store.folder.keys.stat().st_mode & 0o777 == 0o600
        [keys] = [one for one in no_store.json("doctor") if one["name"] == "keys"]
        assert keys["detail"].startswith("in a file of the data folder, by the owner's choice; ")

    def test_has_other_numbers_than_a_practice_store(self, no_store: Terminal) -> None:
        no_store.done(*setup(), "--keys-in-file", text=f"{shops.PIN}\n")

        with writing(no_store.folder) as store:
            shops.bring_in(store, shops.GROCERIES)
            shops.open_shift(store)
            assert shops.sell(store, shops.MILK).number == "T01-000001"
            kinds = {json.loads(one.raw)["mode"] for one in store.queries.journal.entries()}
        assert kinds == {"normal"}


class TestSecrets:
    def test_are_printed_never_but_for_the_recovery_code(
        self, no_store: Terminal, pin_file: Path
    ) -> None:
        result = no_store.run(*setup(pin_file=pin_file), *PRACTICE)
        found = CODE.findall(result.stdout)
        printed = result.output
        for words in (
            ("doctor",),
            ("doctor", "--json"),
            ("staff", "list", "--json"),
            ("journal", "verify", "--json"),
            ("staff", "add", "Ben", "--role", "cashier", "--pin-file", pin_file),
            ("staff", "add", "Ben", "--role", "cashier", "--pin-file", pin_file),
            ("staff", "reset", "Ben", "--pin-file", pin_file),
            ("setup", *setup()[1:]),
        ):
            printed += no_store.run(*words).output
        exported = pin_file.with_name("journal.txt")
        no_store.done("journal", "export", exported)

        keys = json.loads(no_store.folder.keys.read_text())
        stored = shops.rows(no_store.folder.store, "SELECT pin_hash FROM staff")
        assert len(found) == 1
        assert printed.count(found[0]) == 1
        for secret in (shops.PIN, *keys.values(), *(row[0] for row in stored)):
            assert secret not in printed
            assert secret not in exported.read_text()

    def test_are_not_in_the_store_as_they_are(self, no_store: Terminal) -> None:
        printed = no_store.done(*setup(), *PRACTICE, text=f"{shops.PIN}\n")

        stored = no_store.folder.store.read_bytes()
        [code] = CODE.findall(printed)
        for secret in (shops.PIN, code, code.replace("-", "")):
            assert secret.encode() not in stored
            assert secret not in no_store.folder.keys.read_text()
