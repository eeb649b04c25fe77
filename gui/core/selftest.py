"""Checks that this copy of the program can do its work on this computer, without a network.

`reauth-desk --selftest` runs these checks and those of gui.ui.selftest. Each says in one line what
was found: for the support on the phone, and for whoever has just built a package.
"""

from __future__ import annotations

import json
import secrets
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from gui.core.errors import AppError
from gui.core.paths import RESOURCES

if TYPE_CHECKING:
    import ssl

#: Does one thing and tells in a few words what was found; raises when it does not work.
Check = Callable[[], str]

HOST = "mp.weixin.qq.com"
LINK = f"https://{HOST}/selftest"
_KEYRING_SECONDS = 15.0
_CALL_SECONDS = 10.0
# What may be wrong with an installation; anything else is a fault of ours and ends the program.
_EXPECTED = (AppError, ImportError, LookupError, OSError, RuntimeError, ValueError)


@dataclass(frozen=True)
class Finding:
    """One line of the self-test."""

    name: str
    passed: bool
    text: str

    def __str__(self) -> str:
        return f"{'ok  ' if self.passed else 'FAIL'}  {self.name:<12}  {self.text}"


def findings(checks: Mapping[str, Check]) -> Iterator[Finding]:
    """Run `checks` one after the other; one that does not work stops none of the others."""
    for name, check in checks.items():
        try:
            yield Finding(name, True, check())
        except AppError as error:
            yield Finding(name, False, f"{error.title}。{error.text}")
        except _EXPECTED as error:
            yield Finding(name, False, f"{type(error).__name__}: {error}")


def core_checks() -> dict[str, Check]:
    """The checks that need neither Qt nor a screen, by name."""
    return {
        "resources": _resources,
        "database": _database,
        "rules": _rules,
        "http": _http,
        "tls": _tls,
        "keyring": _keyring,
        "qr": _qr,
        "decoders": _decoders,
    }


def _resources() -> str:
    files = sorted(file for file in RESOURCES.rglob("*") if file.is_file())
    for file in files:
        if file.suffix == ".json":
            json.loads(file.read_text(encoding="utf-8"))
    folders = {file.relative_to(RESOURCES).parts[0] for file in files}
    missing = {"app", "forms", "icons", "practice", "style", "wechat"} - folders
    if missing:
        raise AppError(f"缺少 {'、'.join(sorted(missing))}。请重新安装。", title="程序文件不全")
    return f"{len(files)} 个程序文件都在"


def _decoders() -> str:
    """Every kind of file that the picture editor reads becomes a picture to upload."""
    from io import BytesIO

    from PIL import Image

    from gui.core.images.preparing import prepare

    files = {"HEIC": (RESOURCES / "selftest" / "photo.heic").read_bytes()}
    for kind in ("JPEG", "PNG", "GIF", "BMP", "WEBP", "TIFF", "PDF"):
        file = BytesIO()
        Image.new("RGB", (64, 48), "white").save(file, kind)
        files[kind] = file.getvalue()
    for kind, content in files.items():
        prepare(content, f"selftest.{kind}")
    return f"读得出 {'、'.join(files)}"


def _database() -> str:
    from gui.core.store.database import open_database
    from gui.core.store.records import Records

    name, values = "自检𠮷", {"/contact_info/name": "自检"}
    with TemporaryDirectory(prefix="reauth-desk-", ignore_cleanup_errors=True) as folder:
        with closing(open_database(Path(folder)).database) as database:
            created = Records(database).create("reauth", name, values)
        with closing(open_database(Path(folder)).database) as database:
            found = Records(database).get(created.id)
    if (found.name, found.values) != (name, values):
        raise AppError("写入后读回的内容不一致。", title="数据没有存下")
    return "建立、写入、关闭后读回都正常"


def _rules() -> str:
    from gui.core.form.rules import resolve
    from gui.core.form.spec import load_form
    from gui.core.form.validation import Checker
    from gui.core.practice.example import example_record

    example = example_record()
    spec = load_form(RESOURCES / "forms")
    problems = Checker(spec).check(resolve(spec, example["values"], example["context"]))
    if list(problems) != ["/invoice_info/electronic/id"]:
        raise AppError(f"示例里的错误应有一处，查出 {len(problems)} 处。", title="填写检查不对")
    return "查出示例里的那一处错误"


def _http() -> str:
    """One call to the stand-in for WeChat, through the door that all calls take."""
    from gui.core.practice.example import example_accounts
    from gui.core.practice.server import StandIn
    from gui.core.wechat.transport import Transport

    account = example_accounts()[0]
    body = {
        "grant_type": "client_credential",
        "appid": account["appid"],
        "secret": account["secret"],
    }
    with StandIn() as stand_in:
        transport = Transport(stand_in.base_url)
        answer = transport.post("/cgi-bin/stable_token", body, token=None, timeout=_CALL_SECONDS)
    if not answer.get("access_token"):
        raise AppError("演练用的微信没有给出凭证。", title="网络调用不对")
    return "与演练用的微信通话正常"


def _tls() -> str:
    import ssl

    from gui.core.wechat.transport import system_trust

    context = system_trust()
    if context.verify_mode != ssl.CERT_REQUIRED or not context.check_hostname:
        raise AppError("加密连接没有要求核对证书。", title="加密连接不安全")
    roots = _trusted_roots(context)
    if roots == 0:
        text = "系统里没有受信任的根证书（Linux：请安装 ca-certificates）。"
        raise AppError(text, title="加密连接不能使用")
    whose = "由系统核对证书" if roots is None else f"信任系统里的 {roots} 个根证书"
    return f"{ssl.OPENSSL_VERSION}，{whose}"


def _trusted_roots(context: ssl.SSLContext) -> int | None:
    """How many root certificates the system offers; None where only the system itself knows."""
    import socket
    import ssl

    if sys.platform == "win32":
        return len(ssl.enum_certificates("ROOT"))
    if sys.platform == "darwin":
        return None
    ours, theirs = socket.socketpair()
    wrap = context.wrap_socket  # which is when the roots are loaded
    with theirs, wrap(ours, server_hostname=HOST, do_handshake_on_connect=False) as connection:
        loaded = connection.context.cert_store_stats()["x509_ca"]
    folder = ssl.get_default_verify_paths().capath  # read one by one, when a server is checked
    return loaded or len(list(Path(folder).glob("*.[0-9]")) if folder else [])


def _keyring() -> str:
    from gui.core.keystore import KeyringStore

    name = f"selftest-{secrets.token_hex(8)}"
    secret = secrets.token_urlsafe(24)
    store = KeyringStore(_KEYRING_SECONDS)
    try:
        store.set(name, secret)
        same = store.get(name) == secret
    finally:
        store.delete(name)
    if not same or store.get(name) is not None:
        raise AppError("写入、读回、删除有一步不一致。", title="系统钥匙串不对")
    return "系统钥匙串：写入、读回、删除都正常"


def _qr() -> str:
    from gui.core.qr import qr_matrix
    from gui.core.qr_reading import text_in

    matrix = qr_matrix(LINK)
    if text_in(matrix) != LINK:
        raise AppError("读出的内容和链接不一致。", title="二维码不对")
    return f"生成 {matrix.size} × {matrix.size} 的二维码，读回一致"
