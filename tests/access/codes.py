"""An authenticator app: codes by RFC 6238, worked out here and not by the service."""

import base64
import hashlib
import hmac
import time

STEP, DIGITS = 30, 6


def code_of(secret: str, at: float | None = None) -> str:
    """The code that an app with this secret shows at a moment, now if none is given."""
    counter = int((time.time() if at is None else at) // STEP).to_bytes(8, "big")
    digest = hmac.new(base64.b32decode(secret), counter, hashlib.sha1).digest()
    start = digest[-1] & 15
    return str((int.from_bytes(digest[start : start + 4], "big") & 0x7FFFFFFF) % 10**DIGITS).zfill(DIGITS)


def fresh_code_of(secret: str) -> str:
    """A code that still holds for a few seconds, so that it does not end on its way."""
    if (left := STEP - time.time() % STEP) < 4:
        time.sleep(left)
    return code_of(secret)


def test_codes_are_those_of_the_standard() -> None:
    """The test vectors of RFC 6238, shortened to six digits."""
    secret = base64.b32encode(b"12345678901234567890").decode()
    assert [code_of(secret, at) for at in (59, 1111111109, 20000000000)] == ["287082", "081804", "353130"]
