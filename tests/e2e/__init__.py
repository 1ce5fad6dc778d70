"""The whole assistant through Telegram: a real application over HTTP to a Bot API server."""
