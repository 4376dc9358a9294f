"""An amount of dollars that stays exact."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import Self


class Money(Decimal):
    """Dollars as a decimal number: 0.1 is a tenth, and a million tenths of a cent are a thousand dollars.

    Sums, differences and products with whole numbers are Money again; `sum` works. Make one from a string, an integer
    or another Decimal, never from a float.
    """

    def __new__(cls, value: Decimal | int | str = 0) -> Self:
        if isinstance(value, float):
            raise TypeError(f"Money({value!r}) from a float is not exact: write Money('{value!r}')")
        return super().__new__(cls, value)

    @classmethod
    def from_microusd(cls, microusd: int) -> Self:
        """Whole micro-dollars (millionths of a dollar), exactly."""
        return cls(f"{microusd}E-6")

    @property
    def microusd(self) -> int:
        """The amount in whole micro-dollars, rounded half up (away from zero)."""
        return int(Decimal(self).scaleb(6).to_integral_value(ROUND_HALF_UP))

    def __add__(self, other: Decimal | int, /) -> Money:
        return Money(super().__add__(other))

    def __radd__(self, other: Decimal | int, /) -> Money:
        return Money(super().__radd__(other))

    def __sub__(self, other: Decimal | int, /) -> Money:
        return Money(super().__sub__(other))

    def __mul__(self, other: Decimal | int, /) -> Money:
        return Money(super().__mul__(other))

    def __rmul__(self, other: Decimal | int, /) -> Money:
        return Money(super().__rmul__(other))

    def __neg__(self) -> Money:
        return Money(super().__neg__())

    def __repr__(self) -> str:
        return f"Money('{self}')"
