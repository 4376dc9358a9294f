"""Prices as dated data: `prices.json` beside this file, or a file of yours in the same layout."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from pathlib import Path
from typing import Self

from pydantic import BaseModel, Field, ValidationError

from labsupport.errors import LabError

FILE = Path(__file__).with_name("prices.json")


class Price(BaseModel, frozen=True, extra="forbid"):
    """What one model's tokens cost from a day on, in micro-dollars per million tokens, and the terms of its cache.

    input: fresh input. cached: input read from the cache. write: input that is also written to the cache (the price of
    input where writing is free). output: output, reasoning included. block: tokens by which reuse grows. minimum:
    shortest prefix that is reused, in tokens. lifetime_s: seconds since the last use after which a prefix is forgotten,
    None if the provider states none.
    """

    model: str = Field(min_length=1)
    as_of: datetime.date
    input: int = Field(ge=0, strict=True)
    cached: int = Field(ge=0, strict=True)
    write: int = Field(ge=0, strict=True)
    output: int = Field(ge=0, strict=True)
    block: int = Field(default=1, ge=1, strict=True)
    minimum: int = Field(default=0, ge=0, strict=True)
    lifetime_s: int | None = Field(default=None, gt=0, strict=True)


class _File(BaseModel, frozen=True, extra="forbid"):
    about: str
    prices: tuple[Price, ...]


class PriceBook:
    """Prices of several models, each valid from its day until the next of the same model.

    `about` says how far to trust them. Raises ValueError for two prices of a model with the same day.
    """

    def __init__(self, prices: Iterable[Price], *, about: str = "") -> None:
        self.about = about
        self._prices: dict[str, list[Price]] = {}
        for price in sorted(prices, key=lambda p: p.as_of):
            mine = self._prices.setdefault(price.model, [])
            if mine and mine[-1].as_of == price.as_of:
                raise ValueError(f"{price.model!r} has two prices of {price.as_of}")
            mine.append(price)

    @classmethod
    def load(cls, path: str | Path = FILE) -> Self:
        """Read a price file. Raises LabError that names the file and its first error."""
        remedy = f"give a file laid out as {FILE.name} of the package"
        try:
            data = _File.model_validate_json(Path(path).read_bytes())
            return cls(data.prices, about=data.about)
        except OSError as error:
            raise LabError(f"cannot read prices from {path}: {error.strerror}", remedy) from error
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join(str(part) for part in first["loc"]) or "the file"
            raise LabError(f"{path}: {where}: {first['msg']}", remedy) from error
        except ValueError as error:
            raise LabError(f"{path}: {error}", remedy) from error

    @property
    def models(self) -> list[str]:
        """The known names, sorted."""
        return sorted(self._prices)

    def __getitem__(self, model: str) -> Price:
        """The newest price. Raises KeyError with the known names."""
        return self._of(model)[-1]

    def on(self, model: str, day: datetime.date) -> Price:
        """The price that held on a day. KeyError for an unknown model, and for a day before its first price."""
        valid = [price for price in self._of(model) if price.as_of <= day]
        if not valid:
            raise KeyError(f"no price of {model!r} for {day}: the first is of {self._of(model)[0].as_of}")
        return valid[-1]

    def stale(self, today: datetime.date, *, days: int = 90) -> list[str]:
        """Models whose newest price is older than `days`: the list to check with the providers."""
        return [model for model in self.models if (today - self[model].as_of).days > days]

    def _of(self, model: str) -> list[Price]:
        if model not in self._prices:
            raise KeyError(f"no price for {model!r}; known: {', '.join(self.models) or 'none'}")
        return self._prices[model]
