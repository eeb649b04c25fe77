"""Finds out which proxy leads to WeChat, so that requests need not look into the environment."""

from __future__ import annotations

import re
from urllib.parse import SplitResult, quote, urlsplit

from gui.core.errors import NOTHING_SENT, SAFE, ProxyFailed

_HERE = {"127.0.0.1", "::1", "localhost"}
_HOST = re.compile(r"[\w.-]+|[0-9a-fA-F:.]+")


def proxies_for(
    target: str, mode: str, *, address: str = "", user: str = "", password: str | None = None
) -> dict[str, str]:
    """The mapping that requests takes as `proxies` for calls to the URL `target`.

    Empty means directly. `mode` is "system", "manual" or "none" (see gui/core/settings.py),
    `address` counts for "manual", `user` and `password` (from the keyring) for both unless the
    address has a login already. This computer itself is never reached through a proxy. A PAC
    script is not read. On Windows the list of exceptions may ask the DNS, so this does not
    belong on the GUI thread. Raises ProxyFailed when the address is of no use, in words.
    """
    host = urlsplit(target).hostname or ""
    if mode == "none" or host in _HERE:
        return {}
    found = _system_proxy(host) if mode == "system" else _manual_proxy(address)
    if not found:
        return {}
    full = _with_login(check_address(found, login_allowed=True), user, password)
    return {"https": full, "http": full}


def check_address(text: str, *, login_allowed: bool = False) -> str:
    """`text` as `http://host:port`; `host:port` alone is understood.

    Raises ProxyFailed for SOCKS, a missing host, a port out of range and, unless
    `login_allowed`, for a user or password inside the address: these have fields of their own.
    """
    text = text.strip()
    address = text if "://" in text else f"http://{text}"
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        raise _unusable(
            "代理地址的端口应为 1 至 65535 的数字，如 proxy.example.com:8080。"
        ) from None
    _check_scheme(parts.scheme)
    if parts.username is not None and not login_allowed:
        raise _unusable("代理的用户名和密码请填在下面的两栏里，不写在地址中。")
    if not _HOST.fullmatch(parts.hostname or "") or port == 0:
        raise _unusable("代理地址应为主机名加端口，如 proxy.example.com:8080。")
    return f"{parts.scheme}://{parts.netloc}"


def _check_scheme(scheme: str) -> None:
    if scheme.startswith("socks"):
        raise _unusable("现在填的是 SOCKS 代理，重审助手只支持 HTTP 代理。")
    if scheme not in ("http", "https"):
        raise _unusable("代理地址应以 http:// 开头，如 http://proxy.example.com:8080。")


def _system_proxy(host: str) -> str:
    """What the environment (Linux), the registry (Windows) or the network settings (macOS) say."""
    from urllib.request import getproxies, proxy_bypass

    found = getproxies()
    address = found.get("https") or found.get("all") or ""
    return "" if not address or proxy_bypass(host) else address


def _manual_proxy(address: str) -> str:
    if not address.strip():
        raise _unusable("代理选的是「手动填写」，地址还没有填。")
    return address


def _with_login(address: str, user: str, password: str | None) -> str:
    parts = urlsplit(address)
    if not user or parts.username is not None:
        return address
    login = _quoted(user) + (f":{_quoted(password)}" if password else ":")
    return SplitResult(parts.scheme, f"{login}@{parts.netloc}", "", "", "").geturl()


def _quoted(text: str) -> str:
    """Escaped so that requests, which unquotes and then encodes as Latin-1, sends UTF-8."""
    return quote(text.encode("utf-8", "surrogatepass").decode("latin-1"), safe="")


def _unusable(text: str) -> ProxyFailed:
    actions = ("network_settings", "retry")
    return ProxyFailed(text + NOTHING_SENT + SAFE, title="代理地址需要修改", actions=actions)
