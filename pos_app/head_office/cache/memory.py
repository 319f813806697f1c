"""A cache of one process, which never grows beyond a number of values."""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import Any, Final

from dogpile.cache.api import NO_VALUE, CacheBackend

VALUES_MAX: Final = 20_000


class BoundedMemory(CacheBackend):
    """What was not asked for the longest gives way."""

    def __init__(self, arguments: dict[str, Any]) -> None:
        self._most: int = arguments.get("most", VALUES_MAX)
        self._values: OrderedDict[str, Any] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: str) -> Any:
        with self._lock:
            if key not in self._values:
                return NO_VALUE
            self._values.move_to_end(key)
            return self._values[key]

    def get_multi(self, keys: Any) -> list[Any]:
        return [self.get(key) for key in keys]

    def set(self, key: str, value: Any) -> None:
        with self._lock:
            self._values[key] = value
            self._values.move_to_end(key)
            while len(self._values) > self._most:
                self._values.popitem(last=False)

    def set_multi(self, mapping: Any) -> None:
        for key, value in mapping.items():
            self.set(key, value)

    def delete(self, key: str) -> None:
        with self._lock:
            self._values.pop(key, None)

    def delete_multi(self, keys: Any) -> None:
        for key in keys:
            self.delete(key)
