"""The version of what this room makes: it stands in every journal key and in every colophon."""

VERSION = "5"
