"""What Alipay's official SDK says, in a process of its own, out of the way of all that we import.

One question a line on standard input, one answer a line on standard output, both JSON.
"""

from __future__ import annotations

import http.client
import json
import sys
from collections.abc import Callable
from importlib import import_module
from typing import Any
from urllib.parse import urlsplit

signatures = import_module("alipay.aop.api.util.SignatureUtils")


def content(asked: dict[str, Any]) -> str:
    text: str = signatures.get_sign_content(asked["params"])
    return text


def sign(asked: dict[str, Any]) -> str:
    """With a key as it wants it: PKCS#1, its base64 alone."""
    signature: str = signatures.sign_with_rsa2(asked["key"], asked["text"], "utf-8")
    return signature


def verify(asked: dict[str, Any]) -> bool:
    try:
        return bool(signatures.verify_with_rsa(asked["key"], asked["text"].encode(), asked["sign"]))
    except Exception:  # noqa: BLE001 - the SDK lets whatever goes wrong inside come out
        return False


def execute(asked: dict[str, Any]) -> str:
    """Send a request with its own client, which checks the answer; what it cuts out of it."""
    config = import_module("alipay.aop.api.AlipayClientConfig").AlipayClientConfig()
    config.server_url = asked["base"]
    config.app_id = asked["app_id"]
    config.app_private_key = asked["key"]
    config.alipay_public_key = asked["alipay_key"]
    client = import_module("alipay.aop.api.DefaultAlipayClient").DefaultAlipayClient(config)
    name = asked["request"]
    model = getattr(import_module(f"alipay.aop.api.domain.{name}Model"), f"{name}Model")
    request = getattr(import_module(f"alipay.aop.api.request.{name}Request"), f"{name}Request")
    answer: str = client.execute(request(biz_model=model.from_alipay_dict(asked["business"])))
    return answer


def connection(url: str, query: str, timeout: int) -> tuple[str, http.client.HTTPConnection]:
    """In place of the SDK's own, which trips over an address with a port."""
    place = urlsplit(url)
    assert place.hostname == "127.0.0.1", url
    return f"{place.path}?{query}", http.client.HTTPConnection(
        place.hostname, place.port, timeout=timeout
    )


vars(import_module("alipay.aop.api.util.WebUtils"))["get_http_connection"] = connection

ANSWERS: dict[str, Callable[[dict[str, Any]], object]] = {
    one.__name__: one for one in (content, sign, verify, execute)
}

if __name__ == "__main__":
    for line in sys.stdin:
        question = json.loads(line)
        print(json.dumps(ANSWERS[question["do"]](question)), flush=True)  # noqa: T201
