"""Codes that people type: the room's join code and the codes on personal cards.

The alphabet has 31 signs and no look-alikes (no I, L, O, 0, 1). A join code of six is for everyone
in the room; a personal code of eight is one person's vote, and is kept as a keyed hash only.
"""

from __future__ import annotations

import hashlib
import hmac
import io
import secrets

import segno

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
JOIN_LENGTH = 6
CARD_LENGTH = 8


def join_code() -> str:
    """A fresh code for the room: 29.3 bits.

    Its fourth sign is a letter, so that none can be taken for a postcode: a paper pack that holds
    the code is looked through for postcodes before it leaves.
    """
    code = _draw(JOIN_LENGTH)
    while code[-3].isdigit():
        code = _draw(JOIN_LENGTH)
    return code


def card_code() -> str:
    """A fresh personal code: 39.6 bits."""
    return _draw(CARD_LENGTH)


def token() -> str:
    """A fresh secret for the link in a voter's phone: 192 bits, safe in an address."""
    return secrets.token_urlsafe(24)


def _draw(length: int) -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


def tidy(typed: str) -> str:
    """What somebody typed, as a code: capitals, without spaces and hyphens.

    >>> tidy(" abcd-2345 ")
    'ABCD2345'
    """
    return "".join(sign for sign in typed.upper() if sign.isalnum())


def could_be(code: str, length: int) -> bool:
    """Whether `code`, tidied, has this length and no sign outside the alphabet."""
    return len(code) == length and all(sign in ALPHABET for sign in code)


def spaced(code: str) -> str:
    """A code as it is printed, in two halves, easier to type.

    >>> spaced("ABCD2345"), spaced("ABC234")
    ('ABCD 2345', 'ABC 234')
    """
    half = len(code) // 2
    return f"{code[:half]} {code[half:]}"


def hashed(secret: bytes, kind: str, code: str) -> str:
    """How a code or token is kept: HMAC-SHA-256 in hex. `kind` keeps the kinds apart."""
    return hmac.new(secret, f"{kind}:{code}".encode(), hashlib.sha256).hexdigest()


def qr_png(address: str, scale: int = 8) -> bytes:
    """The QR code of `address` as a PNG picture, `scale` pixels a module."""
    picture = io.BytesIO()
    segno.make(address, error="m", micro=False).save(picture, kind="png", scale=scale, border=4)
    return picture.getvalue()


def qr_address(address: str) -> str:
    """The QR code of `address` as a picture inside an address (`data:`), for a page."""
    return str(segno.make(address, error="m", micro=False).svg_data_uri(scale=6, border=4))
