"""The settings of the endpoint, from the environment and from ``.env``."""

import ipaddress
import os
from collections.abc import Mapping
from dataclasses import dataclass

from dotenv import load_dotenv

from . import ROOT

__all__ = ["Settings", "SettingsError", "read_settings"]

_ON = {"on", "yes", "true", "1"}
_OFF = {"off", "no", "false", "0"}
_HIGHEST_PORT = 65535


class SettingsError(ValueError):
    """A setting is wrong or missing; the message names it and says what to do."""


@dataclass(frozen=True)
class Settings:
    """Where the endpoint listens, which skill it serves, and whether it checks who asks.

    ``skill_id`` is empty only where ``verify`` is off.
    """

    skill_id: str
    host: str
    port: int
    verify: bool

    @classmethod
    def of(cls, environment: Mapping[str, str]) -> "Settings":
        """Read SKILL_ID, ENDPOINT_HOST, ENDPOINT_PORT and ENDPOINT_VERIFY.

        Raises ``SettingsError`` for a value that means nothing, for verification without a
        skill id, and for no verification on an address that others can reach.
        """

        def given(name: str, default: str) -> str:
            return environment.get(name, "").strip() or default

        settings = cls(
            skill_id=given("SKILL_ID", ""),
            host=given("ENDPOINT_HOST", "127.0.0.1"),
            port=_port(given("ENDPOINT_PORT", "8080")),
            verify=_switch("ENDPOINT_VERIFY", given("ENDPOINT_VERIFY", "on")),
        )
        if not settings.verify and not _is_loopback(settings.host):
            raise SettingsError(
                f"ENDPOINT_VERIFY is off, but ENDPOINT_HOST is {settings.host}, which others can "
                "reach: anybody could pose as Alexa. Turn it on, or listen on 127.0.0.1"
            )
        if settings.verify and not settings.skill_id:
            raise SettingsError(
                "SKILL_ID is missing: without it, whoever has a skill of their own could send its "
                "requests here. Copy the id from the Alexa developer console into .env; or, to try "
                "the endpoint on this computer alone, set ENDPOINT_VERIFY=off"
            )
        return settings


def read_settings() -> Settings:
    """Read the environment, and ``.env`` at the root for what the environment does not say.

    Raises ``SettingsError``, as ``Settings.of`` does.
    """
    load_dotenv(ROOT / ".env")
    return Settings.of(os.environ)


def _port(text: str) -> int:
    port = int(text) if text.isascii() and text.isdecimal() else 0
    if not 0 < port <= _HIGHEST_PORT:
        raise SettingsError(f"ENDPOINT_PORT is {text!r}; it is a number from 1 to {_HIGHEST_PORT}")
    return port


def _switch(name: str, text: str) -> bool:
    if text.lower() not in _ON | _OFF:
        raise SettingsError(f"{name} is {text!r}; it is on or off")
    return text.lower() in _ON


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
