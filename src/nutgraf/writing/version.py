"""The version of the writers: goes up when the same brief would give other sentences."""

VERSION = "4"
