"""Use case: a person changes their own password, and stays signed in where they did."""

from __future__ import annotations

from pos_app.head_office.services.access.passwords import WeakPasswordError, normal
from pos_app.head_office.services.access.people import People
from pos_app.head_office.services.access.signing_in import SigningIn, SignInRefusedError
from pos_app.head_office.services.access.tokens import Grant
from pos_app.head_office.services.errors import ForbiddenError


class OldPasswordError(ForbiddenError):
    text = "The old password is not right. Nothing was changed; try again."


class OwnPassword:
    def __init__(self, *, signing_in: SigningIn, people: People) -> None:
        self._signing_in = signing_in
        self._people = people

    def change(self, *, name: str, old: str, new: str, address: str) -> Grant:
        """Every token and visit of before ends; what is returned goes on.

        Tries of the old password count as those to sign in do.

        :raises OldPasswordError: if `old` is not theirs
        :raises WeakPasswordError: if `new` will not do
        :raises TooManyTriesError: if that was tried too often
        """
        if normal(old) == normal(new):
            raise WeakPasswordError(reason="is the old one")
        try:
            person = self._signing_in.prove(name=name, password=old, address=address)
        except SignInRefusedError as error:
            raise OldPasswordError from error
        return self._signing_in.grant(self._people.change_password(person=person, password=new))
