"""The base of all records of a deal: frozen, strict, and validated again whenever they change."""

from __future__ import annotations

from typing import Annotated, Any, NoReturn, Self, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from influence.errors import DealError
from influence.model.problems import problems_of

__all__ = ["FrozenTable", "Hours", "Identifier", "Probability", "Record", "Table"]

Key = TypeVar("Key")
Value = TypeVar("Value")

Probability = Annotated[float, Field(ge=0.0, le=1.0, strict=True)]
Hours = Annotated[float, Field(ge=0.0, strict=True)]
Identifier = Annotated[str, Field(min_length=1, max_length=100, pattern=r"^[^\s:](?:[^:\r\n\t]*[^\s:])?$", strict=True)]
"""An id: 1 to 100 characters of any script, no colon, no blank at either end."""


class FrozenTable(dict[Key, Value]):
    """A dict that does not change: records are values, and what was computed from them stays true."""

    def _refuse(self, *_args: object, **_keywords: object) -> NoReturn:
        raise TypeError("records do not change; make a new one with replace() or what_if()")

    __setitem__ = __delitem__ = _refuse
    clear = pop = popitem = setdefault = update = _refuse
    __ior__ = _refuse

    def __reduce__(self) -> tuple[type[FrozenTable[Key, Value]], tuple[dict[Key, Value]]]:
        return FrozenTable, (dict(self),)


Table = Annotated[dict[Key, Value], AfterValidator(FrozenTable)]
"""A mapping in a record."""


class Record(BaseModel):
    """Base of all records.

    Records are frozen; unknown fields are errors; numbers are finite; texts are not taken for numbers nor numbers for
    texts. Equal records compare equal.

    Examples
    --------
    >>> from influence.model import Costs
    >>> Costs(meet=2.0).replace(meet=1.0).meet
    1.0
    """

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        allow_inf_nan=False,
        use_attribute_docstrings=True,
        validate_by_name=True,
        validate_by_alias=True,
    )

    def stated(self) -> dict[str, Any]:
        """Return what is stated, and no defaults, as plain data such as a file holds.

        Returns
        -------
        dict

        Examples
        --------
        >>> from influence.model import Costs
        >>> Costs(meet=2.0).stated()
        {'meet': 2.0}
        """
        return self.model_dump(mode="json", by_alias=True, exclude_unset=True)

    def replace(self, **changes: Any) -> Self:
        """Return a record with some fields changed, validated as a whole.

        Parameters
        ----------
        **changes
            New values by field name.

        Returns
        -------
        Record
            A new record; this one stays as it is.

        Raises
        ------
        DealError
            If a field does not exist or a value is not accepted; all problems at once.
        """
        stated = {name: getattr(self, name) for name in self.model_fields_set}
        try:
            return type(self).model_validate({**stated, **changes})
        except ValidationError as error:
            raise DealError(problems_of(error)) from error
