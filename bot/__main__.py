"""``python -m bot`` is ``hearsay``."""

from bot.cli import main

main()
