"""Writes the bill of materials of a build: CycloneDX 1.6, the same for the same parts.

https://cyclonedx.org/docs/1.6/json/
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from tools.parts import Part
from tools.trim import Entry

NAME = "reauth-desk.cdx.json"


def document(version: str, parts: Iterable[Part]) -> dict[str, Any]:
    """The bill of materials of this program in `version`."""
    program = {
        "type": "application",
        "bom-ref": "reauth-desk",
        "name": "reauth-desk",
        "version": version,
        "licenses": [{"expression": "MIT"}],
    }
    components = [_component(part) for part in parts]
    needs = [component["bom-ref"] for component in components]
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": program},
        "components": components,
        "dependencies": [{"ref": "reauth-desk", "dependsOn": needs}],
    }


def write(version: str, parts: Iterable[Part], folder: Path) -> list[Entry]:
    """Write it into `folder`; returns the entry for PyInstaller's table of data files."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / NAME
    text = json.dumps(document(version, parts), ensure_ascii=False, indent=2)
    file.write_text(text + "\n", encoding="utf-8")
    return [(NAME, str(file), "DATA")]


def _component(part: Part) -> dict[str, Any]:
    licence: dict[str, Any] = {"license": {"name": part.licence}}
    if part.is_expression:
        licence = {"expression": part.licence}
    return {
        "type": "library",
        "bom-ref": part.purl,
        "name": part.name,
        "version": part.version,
        "purl": part.purl,
        "licenses": [licence],
    }
