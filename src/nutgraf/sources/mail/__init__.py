"""Mails, from bytes: their parts and headers made safe, who sent them and how surely, links and pixels."""
