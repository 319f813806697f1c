"""When head office signs with another key: whether a key that is known vouches for it."""

from __future__ import annotations

from collections.abc import Sequence

from pos_app.services.ports import SignatureCheck
from pos_app.services.sync.heads import NotGenuineError
from pos_app.services.sync.membership import Membership, unpadded
from pos_app.wire.keys import PublishedKey, succession_bytes


def with_key(
    member: Membership,
    key_id: str,
    *,
    published: Sequence[PublishedKey],
    signatures: SignatureCheck,
) -> Membership:
    """The same, knowing this key and those that came before it.

    :raises NotGenuineError: if no key that is known vouches for it, through whichever others
    """
    by_id = {one.key_id: one for one in published}
    path: list[PublishedKey] = []
    at = key_id
    while member.key(at) is None:
        one = by_id.pop(at, None)
        if one is None:
            raise NotGenuineError
        path.append(one)
        at = one.signed_by
    for one in reversed(path):
        if not _is_vouched_for(one, member, signatures):
            raise NotGenuineError
        member = member.succeeded_by(one.key_id, one.public_key)
    return member


def _is_vouched_for(one: PublishedKey, member: Membership, signatures: SignatureCheck) -> bool:
    known = member.key(one.signed_by)
    said = succession_bytes(key_id=one.key_id, public_key=one.public_key, signed_by=one.signed_by)
    try:
        signature = unpadded(one.signature)
    except ValueError:
        return False
    return known is not None and signatures.valid(public_key=known, signature=signature, data=said)
