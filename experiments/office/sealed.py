"""Files of office programs without the moment of writing: the same comparison gives the same bytes."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from experiments.office.words import board
from experiments.phrases import speaking, spoken

if TYPE_CHECKING:
    from collections.abc import Callable

    from experiments.compare import Comparison

CORE = "docProps/core.xml"
MOMENT = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*(</dcterms:\2>)")
EARLIEST = (1980, 1, 1, 0, 0, 0)    # that a zip file can say


def moment_of(provenance: dict[str, Any]) -> datetime:
    """Return when a comparison was made; without that, the earliest moment of a file of this kind."""
    created = provenance.get("created")
    return datetime.fromisoformat(created) if created else datetime(*EARLIEST, tzinfo=UTC)


def for_the_board(comparison: Comparison, build: Callable[[Comparison, datetime], bytes]) -> bytes:
    """Return the file that is built of a comparison, in the words of boards; equal comparisons give equal bytes."""
    moment = moment_of(comparison.data["provenance"])
    with speaking(board(spoken())):
        return sealed(build(comparison, moment), moment)


def sealed(raw: bytes, moment: datetime) -> bytes:
    """Return a .pptx or .xlsx with one moment for everything: its parts, its properties, and the workbooks inside."""
    stamp = moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            content = source.read(name)
            if name.endswith(".xlsx"):
                content = sealed(content, moment)
            elif name == CORE:
                content = MOMENT.sub(rb"\g<1>" + stamp + rb"\g<3>", content)
            entry = zipfile.ZipInfo(name, EARLIEST)
            entry.compress_type, entry.create_system = zipfile.ZIP_DEFLATED, 0
            target.writestr(entry, content)
    return out.getvalue()
