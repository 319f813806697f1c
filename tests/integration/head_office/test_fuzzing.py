"""Whatever the OpenAPI lets one send, and whatever it does not: no server error, no stray answer.

A few cases for each route here; `make head-office-fuzz` tries 2,000 and more.
"""

from __future__ import annotations

import logging
import os
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode

from pos_app.composition.head_office import HeadOffice
from pos_app.head_office.services.access.rates import Rate
from pos_app.head_office.services.access.roles import Role
from pos_app.wire.problem import MEDIA_TYPE
from tests.fakes.head_office import Replica, Till, bearer
from tests.integration.head_office.routes import operations

CASES = int(os.environ.get("HEAD_OFFICE_FUZZ_CASES", "100"))
"""Over all routes and both modes together; of a route without fields there is one."""
FIELDS = {"parameters", "requestBody"}


class Unbounded:
    def wait_ms(self, _rate: Rate, _who: str) -> int:
        return 0


@pytest.fixture
def fuzzed(head_office: Replica) -> Replica:
    """With a caller of each kind, and no rates."""
    office: HeadOffice = head_office.office
    access = replace(office.access, rates=Unbounded())
    head_office.office = replace(office, access=access)
    head_office.__post_init__()
    head_office.add_store("Old Town")
    logging.getLogger("schemathesis").setLevel(logging.ERROR)
    return head_office


class TestFuzzing:
    def test_finds_no_server_error(self, fuzzed: Replica) -> None:
        fuzzed.add_person("Ana", Role.ADMIN)
        till = fuzzed.enrol(Till(), "Old Town")
        tokens = {fuzzed.token_of("Ana"): "", fuzzed.till_token(till): till.terminal_id}
        schema: Any = schemathesis.openapi.from_asgi("/openapi.json", fuzzed.client.app)
        modes = list(GenerationMode)
        fielded = [one for one in operations(fuzzed) if FIELDS & set(one.described)]
        each = -(-CASES // (len(fielded) * len(modes)))
        tally: Counter[str] = Counter()
        wrong: list[str] = []

        for result in schema.get_all_operations():
            operation = result.ok()
            for mode in modes:
                self._try(operation, mode, each, _asking(tokens, tally, wrong))

        assert wrong == []
        assert sum(tally.values()) >= CASES * 9 // 10, tally
        logging.getLogger(__name__).info("fuzzed: %s", dict(tally))

    def _try(
        self, operation: Any, mode: GenerationMode, count: int, ask: Callable[[Any], None]
    ) -> None:
        try:
            strategy = operation.as_strategy(generation_mode=mode)
            strategy.validate()
        except Exception:  # noqa: BLE001 - there is nothing wrong to send to a route without fields
            return

        @settings(
            max_examples=count,
            database=None,
            deadline=None,
            derandomize=CASES <= 100,
            suppress_health_check=list(HealthCheck),
            phases=[Phase.generate],
        )
        @given(case=strategy)
        def run(case: Any) -> None:
            ask(case)

        try:
            run()
        except Exception as error:
            if type(error).__name__ not in {"Unsatisfiable", "SkipTest", "Skipped"}:
                raise


def _asking(tokens: dict[str, str], tally: Counter[str], wrong: list[str]) -> Callable[[Any], None]:
    """Sends a case with one token after the other, and notes what must not be answered."""

    def ask(case: Any) -> None:
        token, terminal_id = list(tokens.items())[sum(tally.values()) % len(tokens)]
        if terminal_id and "terminal_id" in (case.path_parameters or {}):
            case.path_parameters["terminal_id"] = terminal_id  # or no case would get any further
        answer = case.call(headers=bearer(token))
        label = f"{case.method} {case.operation.path}"
        tally[f"{label} {answer.status_code}"] += 1
        kind = answer.headers.get("content-type", [""])[0]
        problem = ""
        if answer.status_code >= 500:
            problem = "a server error"
        elif answer.status_code >= 400 and not kind.startswith(MEDIA_TYPE):
            problem = f"a refusal as {kind}"
        elif str(answer.status_code) not in case.operation.definition.raw["responses"]:
            problem = "a status that is not described"
        if problem:
            wrong.append(f"{label} {answer.status_code}: {problem}: {case.as_curl_command()}"[:600])

    return ask
