"""The version of how editions are composed and printed: it stands in every colophon."""

VERSION = "4"
