"""What a new record is called until somebody renames it."""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gui.core.store.records import Call

NAMES: dict[Call, str] = {"reauth": "重新提审", "wxaauth": "首次提交"}


def name_for(call: Call) -> str:
    """What it is, and from when."""
    return f"{NAMES[call]} {time.strftime('%m-%d %H:%M')}"


def is_made_up(name: str) -> bool:
    """Whether a record still has such a name."""
    kinds = "|".join(NAMES.values())
    return re.fullmatch(f"({kinds}) [0-9]{{2}}-[0-9]{{2}} [0-9]{{2}}:[0-9]{{2}}", name) is not None
