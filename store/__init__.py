"""Where articles live."""
