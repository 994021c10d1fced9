"""One zip with everything that is needed to run a result again and to read it: for an archive such as OSF or Zenodo."""

from __future__ import annotations

import hashlib
import os
import re
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import suppress
from importlib.metadata import PackageNotFoundError, metadata, requires, version
from pathlib import Path
from typing import Any

import yaml

from experiments.audit.outputs import COMMANDS, NUMBERS, PACKED, Output
from experiments.audit.reproduction import CHECKSUMS, parts_of
from experiments.audit.tables import read_digest
from experiments.audit.written import resolved_files, safe, written_files
from experiments.provenance import digest
from sim import ScenarioError
from sim.scenario_files import SHIPPED

EARLIEST = (1980, 1, 1, 0, 0, 0)    # of a zip's clock: the same bytes whenever it is packed
LEFT_OUT = {"store"}    # of a batch: single runs, kept to resume it
ROOT = SHIPPED.parent
CITED = "CITATION.cff"
READ_ME = """\
# {title}

Results of `goodwill {command}`, goodwill {version}, with everything that is needed to run them again.

## To run them again

1. Get goodwill {version} (`{cited}` names it) and install it under Python {python}:
   `pip install -c constraints.txt FOLDER_OF_GOODWILL`.
2. Unpack this file and go into the folder that holds this README.
3. `goodwill reproduce .` runs it all again from `{packed}/manifest.json` and says of every table whether it is equal.

Nothing but this folder is read: the manifest keeps every value that the results depend on. Equal bytes are promised
for the versions in `constraints.txt` on the same kind of machine ({machine}); elsewhere differences are named.

## What is in it

{contents}
- `{sums}`: the SHA-256 of every file; `sha256sum -c {sums}` checks them.

## Licence and citation

goodwill is under the {licence} licence. Cite it as `{cited}` says. The results are their authors' own: {advice}
"""
ADVICE = "say in your archive under which licence they stand."


def pack(folder: str | Path, out: str | Path | None = None) -> Path:
    """Pack a folder of results into one zip; the same folder gives the same bytes.

    Args:
        folder: results of any command that keeps some.
        out: the zip; default: beside the folder, by its name. What is there is never replaced.

    Raises:
        ScenarioError: if they could not be run again, a table is missing or edited, or the zip cannot be written.
    """
    place = Path(folder)
    parts = parts_of(place)
    target = Path(out) if out is not None else place.resolve().with_name(f"{place.resolve().name}.zip")
    _refuse(target, place)
    problems = [text for one in parts.values() for text in spoiled(one)]
    if problems:
        raise ScenarioError(problems)
    root = next(iter(parts.values())).place if len(parts) == 1 else place
    contents = dict(_contents(root, parts, safe(target.stem)))
    listed = "".join(f"{hashlib.sha256(contents[name]).hexdigest()}  {name}\n" for name in sorted(contents))
    _write(target, {**contents, CHECKSUMS: listed.encode()}, safe(target.stem))
    return target


def _refuse(target: Path, folder: Path) -> None:
    """Look whether the zip may be written.

    Raises:
        ScenarioError: if something is there, or would come to lie inside what is packed.
    """
    if target.exists():
        raise ScenarioError([f"{target} is there already; name another --out, or remove it first"])
    if target.suffix.lower() != ".zip":
        raise ScenarioError([f"{target}: a package is one .zip; let its name end so"])
    if target.resolve().is_relative_to(folder.resolve()):
        raise ScenarioError([f"{target} lies inside the folder that is packed; name another place"])
    if not target.resolve().parent.is_dir():
        raise ScenarioError([f"{target}: there is no folder '{target.parent}'"])


def spoiled(one: Output) -> Iterator[str]:
    """Yield what is not as the manifest recorded it: such results would not come out again."""
    for name, recorded in one.recorded.items():
        path = one.tables.get(name)
        if path is None:
            yield f"{one.place / name}.parquet: is missing; the manifest lists it"
        elif read_digest(path) != recorded:
            yield f"{path}: is not what the manifest recorded; it was edited after it was written"
    document = NUMBERS.get(one.kind)
    if document is not None and one.numbers is None:
        yield f"{one.place / document}: is missing"
    elif document is not None and digest(one.numbers) != one.manifest.get("numbers"):
        yield f"{one.place / document}: its numbers are not what the manifest recorded"


def _contents(root: Path, parts: Mapping[str, Output], name: str) -> Iterator[tuple[str, bytes]]:
    """Yield path and bytes of every file of the package but its list of digests."""
    results = {f"{PACKED}/{path}": (root / path).read_bytes() for path in _files(root)}
    inputs = {path: text.encode() for path, text in _inputs(parts)}
    one = next(iter(parts.values()))
    said = _read_me(name, one, {**results, **inputs})
    texts = {"README.md": said, "constraints.txt": _constraints(one), CITED: _cited()}
    yield from {**{path: text.encode() for path, text in texts.items()}, **inputs, **results}.items()


def _files(root: Path) -> Iterator[str]:
    """Yield the files of a folder, sorted, by their paths in it; hidden ones and those that runs resume from left out.

    Raises:
        ScenarioError: if one leads out of the folder.
    """
    inside = root.resolve()
    for path in sorted(root.rglob("*")):
        parts = path.relative_to(root).parts
        if any(part.startswith(".") for part in parts) or parts[0] in LEFT_OUT or not path.is_file():
            continue
        if not path.resolve().is_relative_to(inside):
            raise ScenarioError([f"{path} leads out of the folder; put the file itself there"])
        yield "/".join(parts)


def _inputs(parts: Mapping[str, Output]) -> Iterator[tuple[str, str]]:
    """Yield the inputs: scenarios as resolved, and all files as they were written; each once."""
    found: dict[str, str] = {}
    files: dict[str, Mapping[str, str]] = {}
    for one in parts.values():
        for entry in one.entries.values():
            found |= {f"inputs/resolved/{path}": text for path, text in resolved_files(entry)}
            files |= entry.get("files") or {}
        experiment = one.manifest.get("written") or {}
        if "text" in experiment:
            files[str(experiment["file"])] = experiment
    found |= {f"inputs/as_written/{path}": text for path, text in written_files(files)}
    yield from found.items()


def _read_me(name: str, one: Output, files: Mapping[str, bytes]) -> str:
    told = {
        f"{PACKED}/": "the results: `manifest.json` says how they were made, the tables are Parquet",
        "inputs/resolved/": "scenarios and strategies with every value in force, and the origin of each value",
        "inputs/as_written/": "the files as their authors wrote them",
    }
    listed = [f"- `{path}`: {words} ({sum(file.startswith(path) for file in files)} files)."
              for path, words in told.items() if any(file.startswith(path) for file in files)]
    listed += ["- `constraints.txt`: the versions that made the results."]
    versions = one.versions
    return READ_ME.format(
        title=name, command=COMMANDS[one.kind], version=versions.get("goodwill", "?"),
        python=versions.get("python", "?"), machine=versions.get("machine", "?"), packed=PACKED,
        contents="\n".join(listed), cited=CITED, sums=CHECKSUMS, licence=_said("License-Expression", "MIT"),
        advice=ADVICE,
    )


def _said(key: str, other: str) -> str:
    """Return what the installed package says of itself."""
    try:
        return str(metadata("goodwill")[key] or other)
    except (PackageNotFoundError, KeyError):
        return other


def _constraints(one: Output) -> str:
    """Return the versions of what goodwill needs: those that made the results, and of the rest those installed here."""
    made = {name: text for name, text in one.versions.items() if name not in {"goodwill", "python", "machine"}}
    try:
        wanted = [line for line in requires("goodwill") or () if "extra ==" not in line]
        needed = [re.split(r"[^A-Za-z0-9._-]", line)[0] for line in wanted]
    except PackageNotFoundError:
        needed = []
    found = {}
    for name in needed:
        with suppress(PackageNotFoundError):
            found[name.lower()] = version(name)
    pins = {**found, **made}
    lines = [f"{name}=={pins[name]}" for name in sorted(pins) if pins[name] != "not installed"]
    return "".join(f"{line}\n" for line in [f"# goodwill {one.versions.get('goodwill', '?')}", *lines])


def _cited() -> str:
    """Return how goodwill is cited: its file, or where it is installed without one, the same from what it says."""
    file = ROOT / CITED
    if file.is_file():
        return file.read_text(encoding="utf-8")
    said: dict[str, Any] = {
        "cff-version": "1.2.0", "message": "If you publish results of this software, please cite it with its version.",
        "title": f"goodwill: {_said('Summary', '')}", "type": "software", "version": _said("Version", "unknown"),
        "authors": [{"name": _said("Author", "the goodwill authors")}], "license": _said("License-Expression", "MIT"),
    }
    return yaml.safe_dump(said, sort_keys=False, allow_unicode=True, width=100)


def _write(target: Path, contents: Mapping[str, bytes], name: str) -> None:
    """Write the zip beside its place and put it there whole, unless something has come to be there meanwhile.

    Raises:
        ScenarioError: if it cannot be written.
    """
    beside = target.with_name(f".{target.name}.{os.getpid()}.tmp")
    try:
        with zipfile.ZipFile(beside, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as package:
            for path in sorted(contents):
                entry = zipfile.ZipInfo(f"{name}/{path}", EARLIEST)
                entry.compress_type, entry.external_attr, entry.create_system = zipfile.ZIP_DEFLATED, 0o644 << 16, 3
                package.writestr(entry, contents[path])
        _put(beside, target)
    except OSError as error:
        raise ScenarioError([f"{target} cannot be written: {error.strerror}"]) from error
    finally:
        with suppress(OSError):
            beside.unlink(missing_ok=True)


def _put(beside: Path, target: Path) -> None:
    """Give a finished file its name; unlike a rename, a link never replaces what is there."""
    try:
        os.link(beside, target)
    except FileExistsError:
        raise
    except OSError:     # a file system without links
        if target.exists():
            raise
        beside.replace(target)
