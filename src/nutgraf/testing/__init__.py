"""Fakes that ship with the product, for our tests and yours: a small desk, a fixed time, a scripted
web and a mail server on loopback, keys to sign mails with, and a witness that kills its own process at a named commit point.
"""

from nutgraf.testing.desk import SMALL_LINES, small_desk
from nutgraf.testing.kills import KillAt
from nutgraf.testing.mail import MailFolder, ScriptedMail
from nutgraf.testing.signing import SigningKey, signed, signing_key
from nutgraf.testing.time import at
from nutgraf.testing.web import Answer, ScriptedWeb

__all__ = [
    "SMALL_LINES",
    "Answer",
    "KillAt",
    "MailFolder",
    "ScriptedMail",
    "ScriptedWeb",
    "SigningKey",
    "at",
    "signed",
    "signing_key",
    "small_desk",
]
