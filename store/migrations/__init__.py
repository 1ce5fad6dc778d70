"""Numbered migrations, only ever appended to; each is applied once, in one transaction."""
