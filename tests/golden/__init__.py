"""What must hold of any article at all."""
