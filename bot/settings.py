"""Settings, from the environment and ``.env``."""

from __future__ import annotations

import logging
import re
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Final

from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from retrieval.errors import Misconfigured

BUNDLED_MODEL: Final = "bundled"
TELEGRAM_API: Final = "https://api.telegram.org"
LONGEST_WAIT: Final = 120.0  # seconds for a language model; who asks has gone away by then
LONGEST_HOURS: Final = 24 * 366  # a year: who wants questions kept for ever has feedback for it

# @BotFather's tokens: the bot's id, a colon, 35 letters. A few more or less are let through, for
# other Bot API servers; what is caught is a name, a placeholder or half a token.
_TOKEN: Final = re.compile(r"\d{1,20}:[A-Za-z0-9_-]{20,100}")
_NUMBER: Final = re.compile(r"[0-9]{1,19}")
_KEY: Final = re.compile(r"[!-~]+")


class LogLevel(StrEnum):
    """From which weight on log records are written."""

    DEBUG = "DEBUG"
    INFO = "INFO"
    WARNING = "WARNING"
    ERROR = "ERROR"

    @classmethod
    def _missing_(cls, value: object) -> LogLevel | None:
        """Small letters do as well."""
        return cls.__members__.get(str(value).upper())

    @property
    def number(self) -> int:
        """The level as the standard library counts."""
        return logging.getLevelNamesMapping()[self.value]


class Settings(BaseSettings):
    """All settings. A description says what the variable takes, as the refusal of a value does."""

    model_config = SettingsConfigDict(
        env_file=".env",
        env_file_encoding="utf-8",
        env_ignore_empty=True,
        extra="ignore",  # .env may serve other programs too
        frozen=True,
        hide_input_in_errors=True,  # one of them is a secret
    )

    telegram_bot_token: SecretStr | None = Field(
        default=None, description="a token as @BotFather gives it: digits, a colon, 35 letters"
    )
    telegram_api_url: str = Field(
        default=TELEGRAM_API, description="the http(s) address of a Bot API server"
    )
    admin_ids: Annotated[frozenset[int], NoDecode] = Field(
        default=frozenset(), description="numeric Telegram user ids, separated by commas"
    )
    data_dir: Path = Field(default=Path("data"), description="the path of a folder")
    embedding_model: str = Field(
        default=BUNDLED_MODEL,
        description=f"{BUNDLED_MODEL}, the path of a model, or its name on the Hugging Face hub",
    )
    conversation_hours: float = Field(
        default=6, gt=0, le=LONGEST_HOURS, description=f"hours, above 0 and up to {LONGEST_HOURS}"
    )
    llm_base_url: str | None = Field(
        default=None,
        description="the http(s) address of an OpenAI-compatible server, mostly ending in /v1",
    )
    llm_model: str | None = Field(default=None, description="the name of a model of that server")
    llm_api_key: SecretStr | None = Field(
        default=None, description="a key of that server: letters, digits and signs, without spaces"
    )
    llm_timeout_seconds: float = Field(
        default=8, ge=0.1, le=LONGEST_WAIT, description=f"seconds, from 0.1 to {LONGEST_WAIT:g}"
    )
    log_level: LogLevel = Field(default=LogLevel.INFO, description=f"one of {', '.join(LogLevel)}")

    @model_validator(mode="before")
    @classmethod
    def _blank_is_unset(cls, values: dict[str, object]) -> dict[str, object]:
        stripped = {
            name: value.strip() if isinstance(value, str) else value
            for name, value in values.items()
        }
        return {name: value for name, value in stripped.items() if value != ""}

    @field_validator("telegram_bot_token")
    @classmethod
    def _token(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and _TOKEN.fullmatch(value.get_secret_value()) is None:
            raise ValueError("not a token")
        return value

    @field_validator("llm_api_key")
    @classmethod
    def _key(cls, value: SecretStr | None) -> SecretStr | None:
        """What a header can carry."""
        if value is not None and _KEY.fullmatch(value.get_secret_value()) is None:
            raise ValueError("not a key")
        return value

    @field_validator("telegram_api_url", "llm_base_url")
    @classmethod
    def _address(cls, value: str | None) -> str | None:
        if value is None:
            return None
        if re.fullmatch(r"https?://[^\s/?#]+[^\s?#]*", value) is None:
            raise ValueError("not an address")
        return value.rstrip("/")

    @field_validator("admin_ids", mode="before")
    @classmethod
    def _numbers(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        parts = [part.strip() for part in value.split(",") if part.strip()]
        if not all(_NUMBER.fullmatch(part) for part in parts):
            raise ValueError("not numbers")
        return frozenset(map(int, parts))

    @field_validator("data_dir")
    @classmethod
    def _home(cls, value: Path) -> Path:
        return value.expanduser()


def load_settings() -> Settings:
    """The settings of this process.

    Raises:
        Misconfigured: naming each variable with a wrong value, what was given, what it takes.
    """
    try:
        return Settings()
    except ValidationError as error:
        raise _misconfigured(error.errors(include_url=False)) from None  # it may hold the token
    except UnicodeDecodeError as error:
        raise Misconfigured(
            ".env is not UTF-8 text.", "Save it as UTF-8, and start again."
        ) from error


def _misconfigured(wrong: list[ErrorDetails]) -> Misconfigured:
    names = list(dict.fromkeys(str(detail["loc"][0]) for detail in wrong))
    given = {str(detail["loc"][0]): detail.get("input") for detail in wrong}
    problems = [
        f"{name.upper()} {_is(name, given[name])}; it takes {_takes(name)}." for name in names
    ]
    return Misconfigured(
        " ".join(problems),
        "Correct it in the environment or in .env (see .env.example), and start again.",
        variable=", ".join(name.upper() for name in names),
        takes="; ".join(_takes(name) for name in names),
    )


def _is(name: str, given: object) -> str:
    """What a variable is set to, unless that is secret."""
    secret = Settings.model_fields[name].annotation == SecretStr | None
    return "is set to something else" if secret else f"is {given!r}"


def _takes(name: str) -> str:
    return Settings.model_fields[name].description or ""
