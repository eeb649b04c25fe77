"""Whether the keyring can be read without a window of the system that asks somebody to unlock it.

The keyring library unlocks what it reads, and makes a keyring where there is none; both ask.
"""

from __future__ import annotations

import sys
from contextlib import closing


def is_open(platform: str = sys.platform) -> bool:
    """May block, and raises what the library of the Secret Service does. Opens and asks nothing.

    The Credential Locker of Windows is open while somebody is logged in. The Keychain of macOS
    may ask about every entry, and does not say so before: never taken for open.
    """
    if platform != "linux":
        return platform == "win32"
    import secretstorage
    from secretstorage.exceptions import ItemNotFoundException

    with closing(secretstorage.dbus_init()) as bus:
        try:
            return not secretstorage.get_collection_by_alias(bus, "default").is_locked()
        except ItemNotFoundException:
            return False
