#!/usr/bin/env python3
"""Builds the archive of one platform, into target/dist: the program at the root, completions, manual page, licences, SBOM.

    packaging/archive.py                                   for this machine
    packaging/archive.py --target aarch64-apple-darwin     for another one, if its toolchain is there
    packaging/archive.py --binary target/release/loglore   with a program that is built already
"""

import argparse
import gzip
import hashlib
import io
import shutil
import subprocess
import tarfile
import zipfile
from pathlib import Path

import dependencies
import json
import project

SHELLS = {
    "bash": "completions/loglore.bash",
    "zsh": "completions/_loglore",
    "fish": "completions/loglore.fish",
    "powershell": "completions/_loglore.ps1",
    "elvish": "completions/loglore.elv",
}
# Every archive of a version is the same, byte for byte, whenever it is made.
EPOCH = (2025, 1, 1, 0, 0, 0)


def build(target):
    subprocess.run(["cargo", "build", "--release", "--locked", "--target", target], cwd=project.ROOT, check=True)
    return project.ROOT / "target" / target / "release" / project.program(target)


def speaker(binary, target):
    """A program that runs here, for the texts that it prints about itself."""
    if target == project.host() or target == project.host().replace("-gnu", "-musl"):
        return binary
    subprocess.run(["cargo", "build", "--locked"], cwd=project.ROOT, check=True)
    return project.ROOT / "target" / "debug" / project.program(project.host())


def contents(binary, target):
    """What is in the archive, by name."""
    files = {project.program(target): binary.read_bytes()}
    for name in ["LICENSE-MIT", "LICENSE-APACHE", "README.md", "CHANGELOG.md"]:
        files[name] = (project.ROOT / name).read_bytes()
    speaks = speaker(binary, target)
    for shell, name in SHELLS.items():
        files[name] = project.run(speaks, "completions", shell).encode()
    files["man/loglore.1"] = project.run(speaks, "man").encode()
    metadata = project.metadata(target)
    files["loglore.cdx.json"] = (json.dumps(dependencies.sbom(metadata, target), indent=1, ensure_ascii=False) + "\n").encode()
    files["THIRD-PARTY-LICENSES.txt"] = dependencies.notices(metadata).encode()
    return files


def pack_tar(path, files, executable):
    raw = io.BytesIO()
    with tarfile.open(fileobj=raw, mode="w") as archive:
        for name, data in sorted(files.items()):
            info = tarfile.TarInfo(name)
            info.size = len(data)
            info.mode = 0o755 if name == executable else 0o644
            info.mtime = 1735689600
            archive.addfile(info, io.BytesIO(data))
    path.write_bytes(gzip.compress(raw.getvalue(), 9, mtime=0))


def pack_zip(path, files):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in sorted(files.items()):
            archive.writestr(zipfile.ZipInfo(name, EPOCH), data, zipfile.ZIP_DEFLATED, 9)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--target", default=None, help="the platform; by default this machine's")
    parser.add_argument("--binary", type=Path, default=None, help="take this program instead of building one")
    args = parser.parse_args()
    target = args.target or project.host()
    project.known(target)
    binary = args.binary or build(target)
    path = project.DIST / project.archive_name(project.package()["version"], target)
    path.parent.mkdir(parents=True, exist_ok=True)
    files = contents(binary, target)
    if path.suffix == ".zip":
        pack_zip(path, files)
    else:
        pack_tar(path, files, project.program(target))
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    path.with_name(path.name + ".sha256").write_text(f"{digest}  {path.name}\n")
    # What other packages are made of.
    kept = project.DIST / "programs" / target / project.program(target)
    kept.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy2(binary, kept)
    kept.with_name("THIRD-PARTY-LICENSES.txt").write_bytes(files["THIRD-PARTY-LICENSES.txt"])
    print(f"{path.relative_to(project.ROOT)}: {path.stat().st_size / 1e6:.1f} MB, {len(files)} files, sha256 {digest[:12]}…")


if __name__ == "__main__":
    main()
