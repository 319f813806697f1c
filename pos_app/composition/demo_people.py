"""Who sells in the demo store: the only PINs that anybody knows, said on its sign-in screen."""

from __future__ import annotations

from typing import Final

OWNER: Final = "Ana"
OWNER_PIN: Final = "140789"
CASHIER: Final = "Ben"
CASHIER_PIN: Final = "250917"
