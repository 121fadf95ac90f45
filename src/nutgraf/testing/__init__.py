"""Fakes that ship with the product, for our tests and yours: a small desk, a fixed time and a virtual
one, a scripted web on loopback with its names, a scripted mail server, keys to sign mails with, and a
witness that kills its own process at a named commit point.
"""

from nutgraf.testing.desk import SMALL_LINES, small_desk
from nutgraf.testing.kills import KillAt
from nutgraf.testing.mail import MailFolder, ScriptedMail
from nutgraf.testing.signing import SigningKey, signed, signing_key
from nutgraf.testing.time import VirtualTime, at
from nutgraf.testing.web import Answer, Asked, ScriptedNames, ScriptedWeb, overlapping
from nutgraf.testing.web_process import Served, web_in_process

__all__ = [
    "SMALL_LINES",
    "Answer",
    "Asked",
    "KillAt",
    "MailFolder",
    "ScriptedMail",
    "ScriptedNames",
    "ScriptedWeb",
    "Served",
    "SigningKey",
    "VirtualTime",
    "at",
    "overlapping",
    "signed",
    "signing_key",
    "small_desk",
    "web_in_process",
]
