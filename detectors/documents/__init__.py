"""File bytes in, text with its place (page, sheet, cell, archive member) out."""
