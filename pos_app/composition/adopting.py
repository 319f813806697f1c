"""Take over a store whose folder was moved or copied to here, from the command line."""

from __future__ import annotations

from pos_app.adapters.system.paths import DataFolder
from pos_app.composition.holding import holding
from pos_app.composition.opening import opened
from pos_app.composition.recovering import recover
from pos_app.composition.secrets import SecretsLostError
from pos_app.domain.errors import RefusedError


class AtHomeError(RefusedError):
    code = "adopt.at_home"
    text = "This store is at home in {folder} and sells there. Nothing was changed."


class AdoptionCodeNeededError(SecretsLostError):
    code = "adopt.code_needed"
    text = (
        "This computer does not hold the keys of this store. Nothing was changed. Say the "
        "recovery code that setup has shown: pos-app store adopt --recovery-code FILE, or - to "
        "type it."
    )


def adopt_store(folder: DataFolder, code: str) -> str:
    """Go on with it here, as its owner; return the new series of numbers.

    :param code: brings the keys along if this computer lacks them; else empty
    :raises AtHomeError: if it was not moved
    :raises AdoptionCodeNeededError: if its keys are not here and no code was given
    """
    with holding(folder) as held:
        if not held.is_moved:
            raise AtHomeError(folder=folder.root)
    if code:
        recover(folder, code)
    with holding(folder) as held, opened(held) as store:
        try:
            store.keys.warm()
        except SecretsLostError as error:
            raise AdoptionCodeNeededError from error
        return store.services.adopting.adopt(store.services.staff.owner())
