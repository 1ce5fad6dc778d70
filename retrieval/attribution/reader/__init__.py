"""The learned reader: who said what, and through whom, from the encoder's own states."""
