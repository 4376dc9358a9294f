"""`GenerationConfig`: what one call may ask of a model, checked against the registry."""

from __future__ import annotations

from typing import Self

from pydantic import BaseModel, Field, computed_field, field_validator, model_validator

from labsupport.contracts.registry import registry


class GenerationConfig(BaseModel, frozen=True, extra="forbid"):
    """Settings of one generation: a known model, a finite temperature in [0, 2], an output that the model allows.

    `model` must be a name in `registry()`, looked up when the object is validated; `max_output_tokens` may be as large
    as that model's cap. The error for an unknown model lists the allowed names in sorted order.
    """

    model: str
    temperature: float
    max_output_tokens: int = Field(gt=0, strict=True)

    @field_validator("temperature")
    @classmethod
    def temperature_in_range(cls, value: float) -> float:
        """The value, if it is a finite number from 0 to 2; ValueError otherwise."""
        # asks what is allowed: `value < 0 or value > 2` would let NaN through, which is neither
        if not 0 <= value <= 2:
            raise ValueError(f"{value} is not a finite number from 0 to 2")
        return value

    @model_validator(mode="after")
    def fits_the_model(self) -> Self:
        """This object, if the registry knows its model and allows its output; ValueError otherwise."""
        known = registry()
        if self.model not in known:
            raise ValueError(f"unknown model {self.model!r}; allowed: {', '.join(sorted(known))}")
        cap = known[self.model].max_output_tokens
        if self.max_output_tokens > cap:
            raise ValueError(f"max_output_tokens {self.max_output_tokens} is above {cap}, the cap of {self.model}")
        return self

    @computed_field(repr=False)  # type: ignore[prop-decorator]  # to print an object must not need the registry
    @property
    def provider(self) -> str:
        """Who serves the model, according to the registry; KeyError once it is no longer in there."""
        return registry()[self.model].provider
