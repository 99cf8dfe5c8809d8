"""Papers: Jinja → Markdown → .docx laid out to GB/T 9704-2012.

``kinds`` and ``context`` are light; ``render`` loads Jinja, markdown-it and python-docx only when a
paper is made.
"""

from __future__ import annotations
