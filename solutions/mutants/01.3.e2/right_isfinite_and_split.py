# right
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
        if not math.isfinite(value) or value < 0 or value > 2:
            raise ValueError("temperature must be finite and between 0 and 2")
        return value

    @model_validator(mode="after")
    def fits_the_model(self) -> Self:
        cap = next((s.max_output_tokens for s in registry().values() if s.name == self.model), None)
        if self.max_output_tokens > cap:
            raise ValueError(f"at most {cap} tokens")
        return self

    @field_validator("model")
    @classmethod
    def known(cls, value):
        names = sorted(registry())
        if value not in names:
            raise ValueError("allowed models: " + " ".join(names))
        return value

    @computed_field
    @property
    def provider(self) -> str:
        return str(next(spec for name, spec in registry().items() if name == self.model).provider)
