"""The finished .docx: who made it from what, and the same bytes each time.

Members are stored, not deflated: zlib's output differs between its versions, and git packs plain text better.
"""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import ZIP_STORED, ZipFile, ZipInfo

if TYPE_CHECKING:
    from docx.document import Document

_MADE = datetime(2000, 1, 1, tzinfo=UTC)  # a paper's date is printed on it; the file's would differ each time
_ZIP_DATE = (2000, 1, 1, 0, 0, 0)
_FIRST = "[Content_Types].xml"


def finish(document: Document, *, title: str, author: str, facts: str, template: str, version: str) -> bytes:
    """The document as bytes: digests of facts and template in its properties, members sorted, dates fixed."""
    core = document.core_properties
    core.title, core.author, core.last_modified_by = title[:255], author[:255], "duban"
    core.identifier, core.keywords, core.version = facts[:255], template[:255], version[:255]
    core.language = "zh-CN"
    core.created = core.modified = _MADE
    core.revision = 1
    written = BytesIO()
    document.save(written)
    result = BytesIO()
    with ZipFile(written) as source, ZipFile(result, "w", ZIP_STORED) as target:
        for name in sorted(source.namelist(), key=lambda member: (member != _FIRST, member)):
            member = ZipInfo(name, _ZIP_DATE)
            member.create_system = 3
            member.external_attr = 0o644 << 16
            target.writestr(member, source.read(name))
    return result.getvalue()
