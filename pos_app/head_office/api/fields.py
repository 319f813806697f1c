"""Kinds of fields that requests are made of, each with its limits."""

from __future__ import annotations

from typing import Annotated, Any, Final

from fastapi import Path
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from pos_app.head_office.api.limits import TEXT_MAX

NO_NUL: Final = r"^[^\x00]*$"
"""PostgreSQL keeps no NUL in a text."""
UUID: Final = r"^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$"
WHOLE_MAX: Final = 2**53
"""What every reader of JSON keeps exactly."""
_EXAMPLE: Final = "01932c5e-7b1a-7c3e-9f00-5f2c8a41d6b0"


class Sent(BaseModel):
    """What a client sends: fields that are not known are refused, not overlooked."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Told(BaseModel):
    """What head office answers: the fields listed, and no other."""

    model_config = ConfigDict(extra="forbid", frozen=True, from_attributes=True)


def text(most: int = TEXT_MAX, *, least: int = 0) -> Any:
    """What a text of at most so many characters must be."""
    return StringConstraints(min_length=least, max_length=most, pattern=NO_NUL)


Name = Annotated[str, text(64, least=1)]
Password = Annotated[str, text(512, least=1)]
Id = Annotated[str, StringConstraints(pattern=UUID), Field(examples=[_EXAMPLE])]
Whole = Annotated[int, Field(ge=0, le=WHOLE_MAX, strict=True)]
PathId = Annotated[str, Path(pattern=UUID, examples=[_EXAMPLE])]
