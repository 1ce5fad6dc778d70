"""Everything a person touches: Telegram, the terminal, the command line, settings."""
