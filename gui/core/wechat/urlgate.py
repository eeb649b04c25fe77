"""The one gate before a link from WeChat becomes something to click, to copy or to scan."""

from __future__ import annotations

import logging
import re
from urllib.parse import urlsplit

log = logging.getLogger(__name__)

HOST_SUFFIX = "weixin.qq.com"  # this host and everything below it
LONGEST = 2048

# Printable ASCII without backslash; lower-case host; no user, no port. On the raw text, with
# fullmatch: `$` lets a line end through, and parsers disagree about what a host is.
LINK = re.compile(rf"https://((?:[a-z0-9-]+\.)*{re.escape(HOST_SUFFIX)})(?:/[!-\[\]-~]*)?")


def safe_auth_url(raw: str) -> str | None:
    """Return the link unchanged when it certainly leads to WeChat, else None."""
    found = LINK.fullmatch(raw) if len(raw) <= LONGEST else None
    if found is not None and _host(raw) == found.group(1):
        return raw
    if raw:
        log.warning("a link was refused, its host is %.100r", _host(raw[:LONGEST]))
    return None


def _host(raw: str) -> str:
    try:
        return urlsplit(raw).hostname or ""
    except ValueError:
        return ""
