# diagnosis: cap-wrong
import math
from typing import Self

from pydantic import BaseModel, Field, computed_field, field_validator, model_validator

from labsupport.contracts.registry import registry


class GenerationConfig(BaseModel, frozen=True, extra="forbid"):
    model: str
    temperature: float
    max_output_tokens: int = Field(gt=0, strict=True)

    @field_validator("temperature")
    @classmethod
    def temperature_in_range(cls, value):
        if not 0 <= value <= 2:
            raise ValueError(f"{value} is not a finite number from 0 to 2")
        return value

    @model_validator(mode="after")
    def fits_the_model(self) -> Self:
        known = registry()
        if self.model not in known:
            raise ValueError(f"unknown model {self.model!r}; allowed: {', '.join(sorted(known))}")
        if self.max_output_tokens >= known[self.model].max_output_tokens:
            raise ValueError("max_output_tokens is above the cap")
        return self

    @computed_field
    @property
    def provider(self) -> str:
        return registry()[self.model].provider
