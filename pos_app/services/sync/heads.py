"""What head office signs for: whether a signature is its own, and where to begin after a loss."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Final

from pos_app.domain.errors import RefusedError
from pos_app.services.journal.anchoring import Anchor
from pos_app.services.ports import Entry, SignatureCheck
from pos_app.services.sync.membership import Membership, unpadded
from pos_app.services.sync.ports import HeldHead
from pos_app.wire import canonical
from pos_app.wire.records import Countersigned

SIGNED_PREFIX: Final = b"pos-head-v1"


class NotGenuineError(RefusedError):
    code = "sync.not_genuine"
    text = (
        "What answers at head office's address does not sign as head office does. Everything is "
        "kept here, and nothing more is sent. Ask head office whether its key has changed; then "
        "enrol this terminal again."
    )


class AnchorAlteredError(RefusedError):
    code = "sync.anchor_altered"
    text = (
        "What is kept here as head office's signature under entry {seq} is not its signature: it "
        "was altered. Nothing was changed now; compare the journal with what head office holds."
    )


class ForkedError(RefusedError):
    code = "sync.forked"
    text = (
        "Head office holds another entry {seq} than this till: two copies of the till have been "
        "selling. Everything is kept here, and nothing more is sent. Run pos-app doctor, and ask "
        "head office."
    )


def signed_bytes(head: Countersigned) -> bytes:
    fields = asdict(head)
    del fields["signature"]
    return SIGNED_PREFIX + canonical.encode(fields)


def require_genuine(
    head: Countersigned, membership: Membership, signatures: SignatureCheck
) -> None:
    """:raises NotGenuineError: if it is not signed by the head office that was enrolled with"""
    try:
        signature = unpadded(head.signature)
    except ValueError as error:
        raise NotGenuineError from error
    public_key = membership.key(head.key_id)
    is_known = public_key is not None and head.terminal == membership.terminal_id
    if not is_known or not signatures.valid(
        public_key=public_key or b"", signature=signature, data=signed_bytes(head)
    ):
        raise NotGenuineError


def first_missing_after(
    head: HeldHead, *, epochs: Mapping[int, int], newest: int, at_head: Entry | None
) -> int:
    """The last entry that head office holds of this journal: what follows is to be sent.

    :param epochs: the first sequence number of each
    :param newest: the last entry here
    :param at_head: the entry here that has the number of the head
    :raises ForkedError: if both have an entry of that epoch and number, and not the same one
    """
    begins = sorted(first for number, first in epochs.items() if number > head.epoch)
    last_of_epoch = begins[0] - 1 if begins else newest
    is_here = epochs.get(head.epoch, newest + 1) <= head.seq <= last_of_epoch
    is_another = is_here and head.hash and at_head is not None and at_head.hash.hex() != head.hash
    # Without a later epoch here it must be this copy that is behind, or a stranger's.
    if is_another or (not begins and head.seq > newest) or head.epoch > max(epochs, default=0):
        raise ForkedError(seq=head.seq)
    return min(head.seq, last_of_epoch)


def as_anchors(
    heads: Iterable[Countersigned],
    *,
    terminal: str,
    member: Membership | None,
    signatures: SignatureCheck,
) -> list[Anchor]:
    """What a verification of the journal compares with.

    Each signature is checked with the key that it names. Where that is of a membership of before,
    which is not known any more, the entry is compared without.

    :raises AnchorAlteredError: if one is not what head office has signed
    """
    anchors = []
    for one in heads:
        if member is not None and member.key(one.key_id) is not None:
            _require_unaltered(one, member, signatures)
        anchors.append(Anchor(terminal, one.seq, one.hash, one.epoch))
    return anchors


def _require_unaltered(head: Countersigned, member: Membership, signatures: SignatureCheck) -> None:
    try:
        require_genuine(head, member, signatures)
    except NotGenuineError as error:
        raise AnchorAlteredError(seq=head.seq) from error
