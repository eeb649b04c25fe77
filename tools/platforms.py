"""What Windows and macOS are told about the program: its version, and the files that it opens.

Written after the documentation named below and not run where it was written.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

SHOWN_NAME = "重审助手"
SUFFIX = "reauth"
DRAFT = "cn.reauth-desk.draft"
DRAFT_WORDS = "重审助手草稿"

# https://pyinstaller.org/en/stable/usage.html#capturing-windows-version-data
# 0x0804 and 1200: simplified Chinese in Unicode.
VERSION_FILE = """\
VSVersionInfo(
    ffi=FixedFileInfo(
        filevers={numbers}, prodvers={numbers}, mask=0x3F, flags=0x0, OS=0x40004, fileType=0x1,
        subtype=0x0, date=(0, 0),
    ),
    kids=[
        StringFileInfo([StringTable("080404B0", [
            StringStruct("CompanyName", "Reauth Desk contributors"),
            StringStruct("FileDescription", "{name}"),
            StringStruct("FileVersion", "{version}"),
            StringStruct("InternalName", "reauth-desk"),
            StringStruct("LegalCopyright", "Reauth Desk contributors, MIT"),
            StringStruct("OriginalFilename", "reauth-desk.exe"),
            StringStruct("ProductName", "{name}"),
            StringStruct("ProductVersion", "{version}"),
        ])]),
        VarFileInfo([VarStruct("Translation", [0x0804, 1200])]),
    ],
)
"""


def windows_version(version: str, folder: Path) -> str:
    """Write the version resource of the .exe into `folder`; returns its path."""
    numbers = tuple([*map(int, version.split(".")), 0, 0, 0, 0][:4])
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "windows-version.txt"
    text = VERSION_FILE.format(numbers=numbers, version=version, name=SHOWN_NAME)
    file.write_text(text, encoding="utf-8")
    return str(file)


def mac_properties(version: str) -> dict[str, Any]:
    """The Info.plist of the bundle.

    https://developer.apple.com/documentation/bundleresources/information-property-list
    """
    return {
        "CFBundleName": SHOWN_NAME,
        "CFBundleDisplayName": SHOWN_NAME,
        "CFBundleShortVersionString": version,
        "CFBundleVersion": version,
        "CFBundleDevelopmentRegion": "zh_CN",
        "CFBundleLocalizations": ["zh_CN"],
        "LSMinimumSystemVersion": "12.0",  # of Qt 6.9
        "LSApplicationCategoryType": "public.app-category.business",
        "NSHighResolutionCapable": True,
        "NSHumanReadableCopyright": "Reauth Desk contributors, MIT",
        "CFBundleDocumentTypes": [
            {
                "CFBundleTypeName": DRAFT_WORDS,
                "CFBundleTypeRole": "Editor",
                "LSHandlerRank": "Owner",
                "LSItemContentTypes": [DRAFT],
            }
        ],
        "UTExportedTypeDeclarations": [
            {
                "UTTypeIdentifier": DRAFT,
                "UTTypeDescription": DRAFT_WORDS,
                "UTTypeConformsTo": ["public.data"],
                "UTTypeTagSpecification": {"public.filename-extension": [SUFFIX]},
            }
        ],
    }
