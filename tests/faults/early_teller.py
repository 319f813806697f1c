"""A till with a planted fault: it tells an order's number before the order is on disk."""

from __future__ import annotations

import os
import sys
import time
from typing import Final
from unittest.mock import patch

from pos_app.adapters.persistence.orders import SqlOrderRepository
from pos_app.composition.cli.main import main

# Long enough that a few kills are sure to land between the word and the deed.
HEAD_START_S: Final = 0.01

take_number = SqlOrderRepository.take_number


def tell_early(tell: int) -> None:
    def take_and_tell(repository: SqlOrderRepository) -> str:
        number = take_number(repository)
        os.write(tell, f"{number}\n".encode())
        time.sleep(HEAD_START_S)
        return number

    with patch.object(SqlOrderRepository, "take_number", take_and_tell):
        main()


if __name__ == "__main__":
    tell_early(int(sys.argv.pop(1)))
