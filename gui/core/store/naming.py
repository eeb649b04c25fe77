"""What a copy of a record is called, so that it can be told from the one before."""

from __future__ import annotations

import re
from collections.abc import Container
from itertools import count

_COPY = re.compile(r" 副本(?: \d{1,4})?$")


def copy_name(name: str, taken: Container[str]) -> str:
    """「客户甲 副本」, then 「客户甲 副本 2」: a copy of a copy counts on."""
    stem = _COPY.sub("", name)
    numbers = (f"{stem} 副本 {number}" if number > 1 else f"{stem} 副本" for number in count(1))
    return next(one for one in numbers if one not in taken)
