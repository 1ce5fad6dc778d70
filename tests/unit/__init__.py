"""One module a test module; no model, no network."""
