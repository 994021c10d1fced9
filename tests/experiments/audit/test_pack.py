"""A package: all there, the same bytes, runs again elsewhere; nothing is replaced, nothing leads out of it."""

from __future__ import annotations

import hashlib
import json
import os
import zipfile

import pandas as pd
import pytest

from experiments.audit import pack, reproduce
from experiments.audit.written import resolved_files, safe, written_files
from sim import ScenarioError, load
from sim.manifests import described


@pytest.fixture
def unpacked(made, tmp_path):
    """Return a maker: a packed and unpacked folder of results."""

    def unpack(name):
        with zipfile.ZipFile(pack(getattr(made, name), tmp_path / "für Zenodo.zip")) as package:
            package.extractall(tmp_path / "anderswo")
        return tmp_path / "anderswo"

    return unpack


@pytest.mark.parametrize("name", ["batch", "twice"])
def test_an_unpacked_package_runs_again(unpacked, here, name):
    found = reproduce(unpacked(name), executor=here)
    assert (found.is_equal, found.notes) == (True, [])


def test_everything_is_in_it_with_its_digest(unpacked, made):
    place = unpacked("run") / "für Zenodo"
    names = {path.relative_to(place).as_posix() for path in place.rglob("*") if path.is_file()}
    assert {"README.md", "CITATION.cff", "constraints.txt", "SHA256SUMS", "results/manifest.json",
            "results/weekly.parquet", "inputs/as_written/small.yaml", "inputs/as_written/mein märkt.yaml",
            "inputs/resolved/mein märkt.yaml", "inputs/resolved/strategies/careful.yaml"} <= names
    listed = dict(reversed(line.split("  ", 1)) for line in (place / "SHA256SUMS").read_text().splitlines())
    assert listed.keys() == names - {"SHA256SUMS"}
    assert all(hashlib.sha256((place / name).read_bytes()).hexdigest() == digest for name, digest in listed.items())
    assert (place / "inputs/as_written/mein märkt.yaml").read_bytes() == made.mine.read_bytes()
    assert "goodwill reproduce ." in (place / "README.md").read_text(encoding="utf-8")
    assert "numpy==" in (place / "constraints.txt").read_text()


def test_the_same_results_give_the_same_bytes(made, copied, tmp_path):
    one, two = pack(made.run, tmp_path / "a.zip"), tmp_path / "sub" / "a.zip"
    two.parent.mkdir()
    pack(copied("run"), two)
    assert one.read_bytes() == two.read_bytes()


@pytest.mark.parametrize("name", ["mobile_telecom", "newcomer_in_mobile", "quotas_or_customers"])
def test_a_resolved_file_gives_the_same_digest(tmp_path, name):
    scenario = load(name)
    for path, text in resolved_files(described(scenario)):
        target = tmp_path / path
        target.parent.mkdir(exist_ok=True)
        target.write_text(text, encoding="utf-8")
    assert load(tmp_path / f"{name}.yaml").digest() == scenario.digest()


def test_what_a_batch_resumes_from_stays_behind(unpacked):
    place = unpacked("batch") / "für Zenodo"
    assert not (place / "results" / "store").exists()
    assert not list(place.rglob(".*"))
    assert (place / "inputs/as_written/fees.yaml").exists()


def test_a_file_that_was_changed_in_an_unpacked_package_is_told(unpacked):
    place = unpacked("run") / "für Zenodo"
    (place / "inputs/as_written/small.yaml").write_text("other")
    (place / "CITATION.cff").unlink()
    with (place / "SHA256SUMS").open("a") as sums:
        sums.write("00  ../../secret\n")
    notes = reproduce(place).notes
    assert any(note.startswith("inputs/as_written/small.yaml: is not as it was packed") for note in notes)
    assert any("CITATION.cff: is missing from the package" in note for note in notes)
    assert any("'../../secret' lies outside the package" in note for note in notes)


def test_what_is_there_is_never_replaced(made, tmp_path):
    target = tmp_path / "there.zip"
    target.write_bytes(b"mine")
    with pytest.raises(ScenarioError, match="is there already; name another --out"):
        pack(made.run, target)
    assert target.read_bytes() == b"mine"


@pytest.mark.parametrize(
    ("out", "message"),
    [("x.tar", "let its name end so"), ("none/x.zip", "there is no folder"), ("run Kopie/x.zip", "lies inside")],
)
def test_a_place_that_will_not_do_is_told(copied, tmp_path, out, message):
    with pytest.raises(ScenarioError, match=message):
        pack(copied("run"), tmp_path / out)


def test_spoiled_results_are_not_packed(copied, tmp_path):
    folder = copied("compared")
    table = pd.read_parquet(folder / "worlds.parquet")
    table.loc[0, "value"] += 1.0
    table.to_parquet(folder / "worlds.parquet", index=False)
    (folder / "draws.parquet").unlink()
    file = folder / "comparison.json"
    file.write_text(file.read_text(encoding="utf-8").replace('"weeks": 8', '"weeks": 9'), encoding="utf-8")
    with pytest.raises(ScenarioError) as told:
        pack(folder, tmp_path / "x.zip")
    assert [text.rpartition(": ")[2][:24] for text in told.value.problems] == [
        "is not what the manifest", "is missing; the manifest", "its numbers are not what",
    ]
    assert not (tmp_path / "x.zip").exists()


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_a_link_out_of_the_folder_is_refused(copied, tmp_path):
    (tmp_path / "secret").write_text("secret")
    folder = copied("run")
    (folder / "notes.txt").symlink_to(tmp_path / "secret")
    with pytest.raises(ScenarioError, match="leads out of the folder"):
        pack(folder, tmp_path / "x.zip")


def test_names_from_a_manifest_lead_nowhere(copied, tmp_path):
    folder = copied("run")
    kept = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    one = {"sha256": "", "text": "hostile"}
    folder = tmp_path / "hostile"
    (tmp_path / "run Kopie").rename(folder)
    from sim.manifests import sealed

    hostile = sealed(kept | {"files": {"../../x.yaml": one, "/etc/x.yaml": one, "C:\\x.yaml": one, "..": one}})
    (folder / "manifest.json").write_text(json.dumps(hostile), encoding="utf-8")
    with zipfile.ZipFile(pack(folder, tmp_path / "x.zip")) as package:
        names = package.namelist()
    written = [name for name in names if "/as_written/" in name]
    assert written == [f"x/inputs/as_written/{name}" for name in ("unnamed", "x-2.yaml", "x-3.yaml", "x.yaml")]
    assert not [name for name in names if ".." in name or name.startswith("/") or "\\" in name]


def test_a_name_becomes_one_part_of_a_path():
    assert safe("../a/b") == "_a_b"
    assert safe("Größe 1.yaml") == "Größe 1.yaml"
    assert safe("..") == "unnamed"
    assert dict(written_files({"a/x": {"text": "1"}, "b/x": {"text": "2"}})) == {"x": "1", "x-2": "2"}
