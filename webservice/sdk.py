"""flask-ask-sdk, imported where it would not import by itself.

It brings certvalidator along, which brings oscrypto, which cannot read a version of OpenSSL whose
last part has two digits ("3.0.19": Debian 12, Ubuntu 24.04) and fails on import
(github.com/wbond/oscrypto/issues/78). The SDK uses certvalidator in one method alone, which
``proof.Signature`` replaces. So a stand-in takes its place, on every system alike. It fails closed:
whoever should ask it to prove a certificate gets an exception, never a yes.
"""

import sys
from types import ModuleType
from typing import NoReturn

__all__ = [
    "RequestVerifier",
    "SkillAdapter",
    "TimestampVerifier",
    "VerificationException",
]


class _ProvesNothing:
    """Stands where certvalidator's ``CertificateValidator`` would."""

    def __init__(self, *_: object, **__: object) -> None:
        self._refuse()

    def _refuse(self) -> NoReturn:
        raise NotImplementedError("certificates are proven by webservice.chains alone")


_certvalidator = ModuleType("certvalidator", "A stand-in that proves nothing.")
_certvalidator.CertificateValidator = _ProvesNothing  # type: ignore[attr-defined]
_errors = ModuleType("certvalidator.errors")
_errors.PathError = _errors.ValidationError = NotImplementedError  # type: ignore[attr-defined]
sys.modules.setdefault("certvalidator", _certvalidator)
sys.modules.setdefault("certvalidator.errors", _errors)

from ask_sdk_webservice_support.verifier import (  # noqa: E402  the stand-in comes first
    RequestVerifier,
    TimestampVerifier,
    VerificationException,
)
from flask_ask_sdk.skill_adapter import SkillAdapter  # noqa: E402
