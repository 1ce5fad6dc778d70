"""Questions that refer to the answer before them."""
