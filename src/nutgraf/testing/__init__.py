"""Fakes that ship with the product, for our tests and yours: a small desk, a fixed time and a virtual
one, a scripted web on loopback with its names, a scripted mail server, a scripted reader, a scripted embedder, keys to sign mails with, and a
witness that kills its own process at a named commit point.
"""

from nutgraf.testing.desk import SMALL_LINES, small_desk
from nutgraf.testing.embedder import ScriptedEmbedder, offered
from nutgraf.testing.kills import KillAt
from nutgraf.testing.mail import MailFolder, ScriptedMail
from nutgraf.testing.reader import ScriptedReader, reader_item
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
    "ScriptedEmbedder",
    "ScriptedMail",
    "ScriptedNames",
    "ScriptedReader",
    "ScriptedWeb",
    "Served",
    "SigningKey",
    "VirtualTime",
    "at",
    "offered",
    "overlapping",
    "reader_item",
    "signed",
    "signing_key",
    "small_desk",
    "web_in_process",
]
