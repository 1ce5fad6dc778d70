"""Which evidence comes first, and whether any is evidence at all."""
