"""What the user chose once for all: one table for the file, the dialog and the program.

No secret is kept here; the password of a proxy is in the keyring. The place of the data is not in
the table either, because the settings file itself lies there: see `data_folder`.
"""

from __future__ import annotations

import json
import os
import re
from dataclasses import Field, asdict, dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from gui.core.errors import StoreError
from gui.core.files import not_written, write_whole
from gui.core.paths import make_private

FILE = "settings.json"
POINTER = "data-folder.txt"
_LONGEST = 20_000


@dataclass(frozen=True)
class Row:
    """How one setting looks in the dialog: `kind` is "choice", "line" or "switch".

    `choices` are (value, words); with `only_when` = (name, values) the row is shown only while
    the setting of that name has one of these values.
    """

    kind: str
    label: str
    help: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    only_when: tuple[str, tuple[str, ...]] | None = None


def _shown(default: Any, row: Row) -> Any:
    return field(default=default, metadata={"row": row})


_THEMES = (("system", "跟随系统"), ("light", "浅色"), ("dark", "深色"))
_SIZES = (("small", "小"), ("normal", "标准"), ("large", "大"), ("huge", "特大"))
_PROXIES = (("system", "跟随系统"), ("manual", "手动填写"), ("none", "不使用代理"))


@dataclass(frozen=True)
class Settings:
    """The table. A row added here is saved, restored and offered in the dialog."""

    theme: str = _shown("system", Row("choice", "外观", choices=_THEMES))
    font_size: str = _shown("normal", Row("choice", "字号", choices=_SIZES))
    notifications: bool = _shown(True, Row("switch", "审核有结果时提醒我"))
    proxy_mode: str = _shown(
        "system",
        Row(
            "choice",
            "上网方式（网络代理）",
            help="一般不用改。公司的网络管理员要求时再填。",
            choices=_PROXIES,
        ),
    )
    proxy_url: str = _shown(
        "",
        Row(
            "line",
            "代理地址",
            help="主机名加端口，如 proxy.example.com:8080。只支持 HTTP 代理。",
            only_when=("proxy_mode", ("manual",)),
        ),
    )
    proxy_user: str = _shown(
        "",
        Row(
            "line",
            "代理用户名",
            help="代理不需要登录时留空。密码保存在系统钥匙串。",
            only_when=("proxy_mode", ("manual",)),
        ),
    )
    window_geometry: str = ""  # base64 of QWidget.saveGeometry
    last_record: str = ""
    last_folder: str = ""  # where a file was opened or written last

    @property
    def has_proxy_login(self) -> bool:
        """Whether a call may need the proxy's password, which the keyring has."""
        return self.proxy_mode != "none" and bool(self.proxy_user)


def rows() -> tuple[tuple[str, Row], ...]:
    """The settings that a dialog shows, as (name, row), in their order."""
    return tuple((item.name, item.metadata["row"]) for item in _items() if "row" in item.metadata)


def load(path: Path) -> Settings:
    """The settings in a file. What is missing, damaged, unknown or of a wrong type is left out."""
    try:
        found = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        return Settings()
    if not isinstance(found, dict):
        return Settings()
    return Settings(
        **{item.name: found[item.name] for item in _items() if _fits(item, found.get(item.name))}
    )


def save(settings: Settings, path: Path) -> None:
    """Write the settings, whole or not at all, readable by the owner only. Raises StoreError."""
    kept = replace(settings, proxy_url=_without_login(settings.proxy_url))
    content = json.dumps(asdict(kept), ensure_ascii=False, indent=1).encode("utf-8", "replace")
    try:
        write_whole(path, content)
    except OSError as error:
        raise not_written(error, "设置没有保存") from None


def data_folder(override: Path | None, default: Path) -> Path:
    """Where everything of this user is kept: `override`, else what was chosen, else `default`.

    The folder is made if it is not there (only the owner may look inside), except a chosen one:
    a drive that is not connected must not look like an empty list of records.
    Raises StoreError when there is no such folder.
    """
    if override is not None:
        return make_private(override.expanduser().absolute())
    chosen = _chosen(default)
    if chosen is None:
        return make_private(default)
    if not chosen.is_dir():
        raise StoreError(
            f"数据保存在「{chosen}」，现在打不开这个文件夹。请接好磁盘或网络后重新打开，数据没有改动。",
            title="找不到数据文件夹",
            actions=(),
        )
    return chosen


def choose_data_folder(folder: Path, default: Path) -> None:
    """From the next start on everything is kept in `folder`. Nothing is moved there.

    Raises StoreError when the folder cannot be written to; then the choice stays as it was.
    """
    import tempfile

    folder = make_private(folder.expanduser().absolute())
    try:
        with tempfile.TemporaryFile(dir=folder):
            pass
        pointer = make_private(default) / POINTER
        if folder == default.absolute():
            pointer.unlink(missing_ok=True)
        else:
            write_whole(pointer, os.fsencode(folder))
    except OSError as error:
        raise not_written(error, "数据文件夹没有更改") from None


def _items() -> tuple[Field[Any], ...]:
    return fields(Settings)


def _fits(item: Field[Any], value: Any) -> bool:
    if type(value) is not type(item.default) or (isinstance(value, str) and len(value) > _LONGEST):
        return False
    row: Row | None = item.metadata.get("row")
    return row is None or row.kind != "choice" or value in dict(row.choices)


def _without_login(url: str) -> str:
    """A password that somebody typed into the address must not reach the disk."""
    return re.sub(r"^(\w+://)?.*@", r"\1", url, flags=re.DOTALL)


def _chosen(default: Path) -> Path | None:
    try:
        content = (default / POINTER).read_bytes().rstrip(b"\r\n")
    except FileNotFoundError:
        return None
    except OSError:
        raise StoreError(
            f"「{default / POINTER}」读不出来，里面写着数据的位置。请检查权限后重新打开。",
            title="找不到数据文件夹",
            actions=(),
        ) from None
    return Path(os.fsdecode(content)) if content else None
