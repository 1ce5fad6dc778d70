"""Settings from the environment and .env."""

from __future__ import annotations

import logging
import re
from itertools import pairwise
from pathlib import Path

import pytest

from bot.settings import TELEGRAM_API, Settings, load_settings
from retrieval.errors import Misconfigured

EXAMPLE = Path(__file__).parents[2] / ".env.example"
TOKEN = "123456789:" + "Ab-_1" * 7  # of the form of one, and nobody's
NAMES = {name.upper() for name in Settings.model_fields}


@pytest.fixture(autouse=True)
def _clean(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No setting and no .env but those of the test."""
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)


def test_nothing_needs_to_be_set() -> None:
    """Without any setting: no Telegram, the bundled model, the folder data."""
    settings = load_settings()
    assert settings.telegram_bot_token is None
    assert settings.telegram_api_url == TELEGRAM_API
    assert settings.admin_ids == frozenset()
    assert settings.data_dir == Path("data")
    assert settings.embedding_model == "bundled"
    assert settings.conversation_hours == 6
    assert settings.log_level.number == logging.INFO


def test_everything_can_be_set(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each variable is read, in the forms people write them in."""
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", TOKEN)
    monkeypatch.setenv("TELEGRAM_API_URL", "http://127.0.0.1:8081/")
    monkeypatch.setenv("ADMIN_IDS", " 12, 345 ,")
    monkeypatch.setenv("DATA_DIR", "~/hearsay")
    monkeypatch.setenv("EMBEDDING_MODEL", "/models/e5")
    monkeypatch.setenv("CONVERSATION_HOURS", "0.5")
    monkeypatch.setenv("LLM_BASE_URL", "http://localhost:11434/v1/")
    monkeypatch.setenv("LLM_MODEL", "tiny")
    monkeypatch.setenv("LLM_API_KEY", "sk-made-up")
    monkeypatch.setenv("LLM_TIMEOUT_SECONDS", "2.5")
    monkeypatch.setenv("LOG_LEVEL", "debug")
    settings = load_settings()
    assert settings.telegram_bot_token is not None
    assert settings.telegram_bot_token.get_secret_value() == TOKEN
    assert settings.telegram_api_url == "http://127.0.0.1:8081"
    assert settings.admin_ids == {12, 345}
    assert settings.data_dir == Path.home() / "hearsay"
    assert settings.embedding_model == "/models/e5"
    assert settings.conversation_hours == 0.5
    assert settings.llm_base_url == "http://localhost:11434/v1"
    assert settings.llm_model == "tiny"
    assert settings.llm_api_key is not None
    assert settings.llm_api_key.get_secret_value() == "sk-made-up"
    assert settings.llm_timeout_seconds == 2.5
    assert settings.log_level.number == logging.DEBUG


def test_a_file_is_read_and_the_environment_goes_before_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """.env is enough; a variable set for one start wins; others' variables do not disturb."""
    (tmp_path / ".env").write_text("ADMIN_IDS=7\nLOG_LEVEL=ERROR\nOTHER=x\n", encoding="utf-8")
    monkeypatch.setenv("LOG_LEVEL", "WARNING")
    settings = load_settings()
    assert settings.admin_ids == {7}
    assert settings.log_level.number == logging.WARNING


@pytest.mark.parametrize("blank", ["", "  "])
def test_an_empty_variable_is_not_set(blank: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty line in .env means the default, for every variable."""
    expected = load_settings()
    for name in NAMES:
        monkeypatch.setenv(name, blank)
    assert load_settings() == expected


@pytest.mark.parametrize(
    ("name", "value", "takes"),
    [
        ("TELEGRAM_API_URL", "api.telegram.org", "http(s) address"),
        ("TELEGRAM_API_URL", "ftp://x", "http(s) address"),
        ("LLM_BASE_URL", "localhost:11434", "OpenAI-compatible server"),
        ("LLM_TIMEOUT_SECONDS", "0", "from 0.1 to 120"),
        ("LLM_TIMEOUT_SECONDS", "nan", "from 0.1 to 120"),
        ("LLM_TIMEOUT_SECONDS", "soon", "from 0.1 to 120"),
        ("ADMIN_IDS", "12,bob", "separated by commas"),
        ("ADMIN_IDS", "1_2", "separated by commas"),
        ("CONVERSATION_HOURS", "0", "hours, above 0"),
        ("CONVERSATION_HOURS", "nan", "hours, above 0"),
        ("CONVERSATION_HOURS", "1e9", "hours, above 0"),
        ("LOG_LEVEL", "loud", "DEBUG, INFO, WARNING, ERROR"),
    ],
)
def test_a_wrong_value_is_named_with_what_it_takes(
    name: str, value: str, takes: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The start is refused in a line that says which variable, what it is, what it takes."""
    monkeypatch.setenv(name, value)
    with pytest.raises(Misconfigured) as refusal:
        load_settings()
    assert f"{name} is {value!r}; it takes" in str(refusal.value)
    assert takes in refusal.value.problem
    assert ".env" in refusal.value.remedy


def test_all_wrong_values_are_named_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two mistakes need one correction and not two starts."""
    monkeypatch.setenv("ADMIN_IDS", "bob")
    monkeypatch.setenv("LOG_LEVEL", "loud")
    with pytest.raises(Misconfigured, match=r"ADMIN_IDS.*LOG_LEVEL"):
        load_settings()


@pytest.mark.parametrize(
    "token", ["your-token", TOKEN[:20], f"{TOKEN} {TOKEN}", "secret:" + "x" * 35]
)
def test_a_wrong_token_is_refused_and_never_shown(
    token: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A mistyped token is named by its variable alone, in the error and all that caused it."""
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", token)
    with pytest.raises(
        Misconfigured, match="TELEGRAM_BOT_TOKEN is set to something else"
    ) as refusal:
        load_settings()
    error: BaseException | None = refusal.value
    assert token not in str(error)
    assert error is not None
    assert error.__suppress_context__


@pytest.mark.parametrize("key", ["sk made-up", "ключ-made-up", "sk-made\nup"])
def test_a_wrong_key_is_refused_and_never_shown(key: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """What no header can carry is named by its variable alone."""
    monkeypatch.setenv("LLM_API_KEY", key)
    with pytest.raises(Misconfigured, match="LLM_API_KEY is set to something else") as refusal:
        load_settings()
    assert key not in str(refusal.value)


def test_a_right_token_is_not_shown_either(monkeypatch: pytest.MonkeyPatch) -> None:
    """Settings that are logged do not give the token away."""
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", TOKEN)
    assert TOKEN not in repr(load_settings())


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    """A .env in another encoding is named, and not a traceback."""
    (tmp_path / ".env").write_bytes(b"DATA_DIR=\xff\xfe\n")
    with pytest.raises(Misconfigured, match=r"\.env is not UTF-8"):
        load_settings()


def test_settings_do_not_change() -> None:
    """What was read at the start holds until the end."""
    with pytest.raises(ValueError, match="frozen"):
        load_settings().embedding_model = "other"


def test_the_example_has_every_variable_with_a_comment() -> None:
    """.env.example lists all settings there are, no others, each under a comment."""
    lines = EXAMPLE.read_text(encoding="utf-8").splitlines()
    names = [line.partition("=")[0] for line in lines if re.match(r"\w+=", line)]
    assert sorted(names) == sorted(NAMES)
    for before, line in pairwise(lines):
        assert not re.match(r"\w+=", line) or before.startswith("# ")


def test_the_example_is_the_default(tmp_path: Path) -> None:
    """Copied as it is, the example changes nothing."""
    expected = load_settings()
    (tmp_path / ".env").write_text(EXAMPLE.read_text(encoding="utf-8"), encoding="utf-8")
    assert load_settings() == expected
