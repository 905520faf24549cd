"""HTML to PDF: parts printed one by one, page numbers settled, all bound to one file."""
