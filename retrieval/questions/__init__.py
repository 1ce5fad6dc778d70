"""Taking questions apart."""
