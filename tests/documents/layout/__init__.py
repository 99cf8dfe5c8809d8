"""The papers as LibreOffice sets them, measured on the page against GB/T 9704-2012."""
