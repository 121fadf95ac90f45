"""The version of what reading recognises; a change of any rule raises it."""

VERSION = "5"
