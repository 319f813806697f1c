"""Nested values as Stripe's official library writes them."""

from __future__ import annotations

from urllib.parse import urlencode

from pos_app.adapters.payments.stripe.form import Value, pairs, query


def test_is_written_as_the_official_library_does() -> None:
    values: dict[str, Value] = {
        "amount": 1999,
        "currency": "usd",
        "payment_method_types": ["card_present"],
        "metadata": {"sale_id": "S-42"},
        "process_config": {"enable_customer_cancellation": True, "skip_tipping": False},
        "line_items": [{"price_data": {"product_data": {"name": "Tea & cake"}}, "quantity": 2}],
    }

    assert urlencode(pairs(values)) == (
        "amount=1999&currency=usd&payment_method_types%5B0%5D=card_present"
        "&metadata%5Bsale_id%5D=S-42"
        "&process_config%5Benable_customer_cancellation%5D=true"
        "&process_config%5Bskip_tipping%5D=false"
        "&line_items%5B0%5D%5Bprice_data%5D%5Bproduct_data%5D%5Bname%5D=Tea+%26+cake"
        "&line_items%5B0%5D%5Bquantity%5D=2"
    )


def test_goes_behind_a_path_as_well() -> None:
    assert query({"expand": ["latest_charge"]}) == "?expand%5B0%5D=latest_charge"
    assert query({}) == ""
