from __future__ import annotations

import json
import unicodedata
from collections import OrderedDict
from decimal import Decimal
from enum import IntEnum, StrEnum
from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.wire.canonical import NotCanonicalError, decode, encode

E_ACUTE, E_AND_ACUTE = "\u00e9", "e\u0301"
HALF_A_CHARACTER = "\ud83d"

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
numbers = st.integers(-(2**70), 2**70) | st.sampled_from([0, -1, 2**53 + 1, 2**63, 10**400])
values = st.recursive(
    st.none() | st.booleans() | numbers | texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=20,
)


class Colour(StrEnum):
    RED = "red"


class Level(IntEnum):
    HIGH = 3


def nfc(value: object) -> object:
    """The value as it comes back: composed text, and the one kind of list."""
    match value:
        case str():
            return unicodedata.normalize("NFC", value)
        case list():
            return [nfc(one) for one in value]
        case dict():
            return {nfc(key): nfc(one) for key, one in value.items()}
        case _:
            return value


def has_twins(value: object) -> bool:
    """Whether two keys of an object anywhere are the same once composed."""
    match value:
        case list():
            return any(has_twins(one) for one in value)
        case dict():
            return len({nfc(key) for key in value}) < len(value) or any(
                has_twins(one) for one in value.values()
            )
        case _:
            return False


class TestEncode:
    @pytest.mark.parametrize(
        ("value", "raw"),
        [
            (None, b"null"),
            (True, b"true"),
            (False, b"false"),
            (0, b"0"),
            (-1, b"-1"),
            (2**64, b"18446744073709551616"),
            ("", b'""'),
            ("a b", b'"a b"'),
            ('"\\\n\x00\x1f/', rb'"\"\\\n\u0000\u001f/"'),
            (E_ACUTE, b'"\xc3\xa9"'),
            ("\U0001f4b6", b'"\xf0\x9f\x92\xb6"'),
            ([], b"[]"),
            ({}, b"{}"),
            ([1, [True, None]], b"[1,[true,null]]"),
            ({"b": 1, "a": {"d": 2, "c": 3}}, b'{"a":{"c":3,"d":2},"b":1}'),
            ({"a": 1, "B": 2, "": 3, E_ACUTE: 4}, b'{"":3,"B":2,"a":1,"\xc3\xa9":4}'),
        ],
    )
    def test_writes_one_form(self, value: object, raw: bytes) -> None:
        assert encode(value) == raw

    def test_tells_a_bool_from_a_number(self) -> None:
        assert encode([True, 1, False, 0]) == b"[true,1,false,0]"

    def test_composes_text_and_keys(self) -> None:
        assert encode({E_AND_ACUTE: E_AND_ACUTE}) == encode({E_ACUTE: E_ACUTE})

    def test_sorts_keys_as_they_are_written(self) -> None:
        # Decomposed, the first would stand before "f"; composed, it stands after.
        assert encode({"f": 1, E_AND_ACUTE: 2}) == b'{"f":1,"\xc3\xa9":2}'

    def test_writes_an_enumeration_as_its_value(self) -> None:
        assert encode({Colour.RED: [Colour.RED, Level.HIGH]}) == b'{"red":["red",3]}'

    @pytest.mark.parametrize(
        "mapping", [MappingProxyType({"b": 1, "a": 2}), OrderedDict([("b", 1), ("a", 2)])]
    )
    def test_takes_any_mapping(self, mapping: object) -> None:
        assert encode(mapping) == b'{"a":2,"b":1}'

    def test_takes_a_tuple_for_a_list(self) -> None:
        assert encode((1, (2,))) == encode([1, [2]])

    @pytest.mark.parametrize(
        "value",
        [
            *(1.0, 0.1, float("nan"), float("inf"), Decimal(1), 1j),
            *(b"a", {1}, object(), iter([])),
        ],
        ids=repr,
    )
    @pytest.mark.parametrize("wrap", [lambda v: v, lambda v: [v], lambda v: {"a": v}])
    def test_refuses_any_other_type_anywhere(self, value: object, wrap: object) -> None:
        assert callable(wrap)
        with pytest.raises(NotCanonicalError):
            encode(wrap(value))

    @pytest.mark.parametrize("key", [1, True, None, 1.0, b"a", ("a",)])
    def test_refuses_a_key_that_is_no_text(self, key: object) -> None:
        with pytest.raises(NotCanonicalError):
            encode({key: 1})

    @pytest.mark.parametrize(
        "value", [HALF_A_CHARACTER, [f"a{HALF_A_CHARACTER}"], {HALF_A_CHARACTER: 1}]
    )
    def test_refuses_half_a_character(self, value: object) -> None:
        with pytest.raises(NotCanonicalError):
            encode(value)

    def test_refuses_two_keys_that_become_one(self) -> None:
        with pytest.raises(NotCanonicalError):
            encode({E_ACUTE: 1, E_AND_ACUTE: 2})

    def test_refuses_a_number_of_more_digits_than_python_writes(self) -> None:
        with pytest.raises(NotCanonicalError):
            encode(10**5_000)

    @pytest.mark.parametrize("inside", [1, Colour.RED, []])
    def test_stops_at_the_deepest_level(self, inside: object) -> None:
        levels = 32 - isinstance(inside, list)

        assert decode(encode(nested(inside, levels))) == nested(inside, levels)
        with pytest.raises(NotCanonicalError):
            encode(nested(inside, levels + 1))

    def test_refuses_what_holds_itself(self) -> None:
        endless: list[object] = []
        endless.append(endless)

        with pytest.raises(NotCanonicalError):
            encode(endless)

    @given(values)
    def test_does_not_depend_on_the_order_of_keys(self, value: object) -> None:
        if has_twins(value):
            return

        assert encode(turned(value)) == encode(value)

    @given(values)
    def test_agrees_with_plain_json(self, value: object) -> None:
        if has_twins(value):
            return

        assert json.loads(encode(value).decode("utf-8")) == nfc(value)


class TestDecode:
    @given(values)
    def test_reads_back_what_encode_wrote(self, value: object) -> None:
        if has_twins(value):
            return

        raw = encode(value)

        found = decode(raw)
        assert found == nfc(value)
        assert repr(found) == repr(sorted_keys(nfc(value)))
        assert encode(found) == raw

    @pytest.mark.parametrize(
        "raw",
        [
            pytest.param(b"1.0", id="float"),
            pytest.param(b"1e2", id="exponent"),
            pytest.param(b"[0.5]", id="float inside"),
            pytest.param(b"NaN", id="not a number"),
            pytest.param(b'{"a":Infinity}', id="infinity"),
            pytest.param(b"-0", id="minus zero"),
            pytest.param(b"01", id="leading zero"),
            pytest.param(b"+1", id="plus"),
            pytest.param(b'{"b":1,"a":2}', id="unsorted keys"),
            pytest.param(b'{"x":{"b":1,"a":2}}', id="unsorted keys inside"),
            pytest.param(b'{"a":1,"a":1}', id="duplicate keys"),
            pytest.param(b'{"a":1,"a":2}', id="duplicate keys of two values"),
            pytest.param(b'{"a": 1}', id="space after colon"),
            pytest.param(b"[1, 2]", id="space after comma"),
            pytest.param(b" 1", id="space before"),
            pytest.param(b"1\n", id="line break after"),
            pytest.param(b"[1,]", id="comma too many"),
            pytest.param(b"[1", id="cut off"),
            pytest.param(b"1 2", id="two values"),
            pytest.param(b"", id="nothing"),
            pytest.param(b"'a'", id="single quotes"),
            pytest.param(b"True", id="spelled as in Python"),
            pytest.param(rb'"\u0041"', id="needless escape"),
            pytest.param(rb'"\/"', id="escaped slash"),
            pytest.param(rb'"\u00e9"', id="escaped letter"),
            pytest.param(rb'"\u001F"', id="escape in capitals"),
            pytest.param(b'"\x01"', id="bare control character"),
            pytest.param(rb'"\ud83d"', id="escaped half of a character"),
            pytest.param(b'"\xed\xa0\xbd"', id="bare half of a character"),
            pytest.param(rb'"\ud83d\udcb6"', id="escaped pair"),
            pytest.param(f'"{E_AND_ACUTE}"'.encode(), id="decomposed text"),
            pytest.param(f'{{"{E_AND_ACUTE}":1}}'.encode(), id="decomposed key"),
            pytest.param(b'"\xff"', id="not UTF-8"),
            pytest.param(b'"\xc0\xaf"', id="overlong UTF-8"),
            pytest.param(b"\xef\xbb\xbf1", id="byte order mark"),
            pytest.param('"a"'.encode("utf-16"), id="UTF-16"),
            pytest.param('"a"'.encode("utf-16-le"), id="UTF-16 without a mark"),
            pytest.param('"a"'.encode("utf-32-be"), id="UTF-32"),
            pytest.param(b"9" * 5_000, id="more digits than Python reads"),
            pytest.param(b"[" * 100_000, id="too deep and cut off"),
            pytest.param(b"[" * 100_000 + b"]" * 100_000, id="too deep"),
            pytest.param(b"[" * 600 + b"]" * 600, id="too deep to write again"),
            pytest.param(b'{"a":' * 600 + b"1" + b"}" * 600, id="too deep an object"),
        ],
    )
    def test_refuses_what_encode_never_writes(self, raw: bytes) -> None:
        with pytest.raises(NotCanonicalError):
            decode(raw)

    @pytest.mark.parametrize("raw", [b"1" + b"0" * 400, b"-18446744073709551617"])
    def test_reads_numbers_of_any_size(self, raw: bytes) -> None:
        assert decode(raw) == int(raw)

    @given(st.binary(max_size=40) | st.text('{}[]",:01ae\\u -.', max_size=20).map(str.encode))
    def test_reads_any_bytes_as_written_or_refuses_them(self, raw: bytes) -> None:
        try:
            value = decode(raw)
        except NotCanonicalError:
            return

        assert encode(value) == raw

    @given(values, st.data())
    def test_sees_any_one_changed_byte(self, value: object, data: st.DataObject) -> None:
        if has_twins(value):
            return
        raw = encode(value)
        place = data.draw(st.integers(0, len(raw) - 1), label="place")
        other = data.draw(st.integers(1, 255), label="changed by")
        changed = raw[:place] + bytes([raw[place] ^ other]) + raw[place + 1 :]

        try:
            found = decode(changed)
        except NotCanonicalError:
            return

        # It may be another value, but never the same one in another dress.
        assert repr(found) != repr(decode(raw))


def nested(value: object, levels: int) -> object:
    for level in range(levels):
        value = [value] if level % 2 else {"a": value}
    return value


def turned(value: object) -> object:
    """The value with the keys of every object in the opposite order."""
    match value:
        case list():
            return [turned(one) for one in value]
        case dict():
            return {key: turned(one) for key, one in reversed(value.items())}
        case _:
            return value


def sorted_keys(value: object) -> object:
    match value:
        case list():
            return [sorted_keys(one) for one in value]
        case dict():
            return {key: sorted_keys(value[key]) for key in sorted(value)}
        case _:
            return value
