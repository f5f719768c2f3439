"""What the scripts of this folder share: the project's version, its targets, how a command is run."""

import json
import subprocess
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
DIST = ROOT / "target" / "dist"
TARGETS = json.loads((HERE / "targets.json").read_text())


def run(*command, cwd=ROOT):
    """Runs a command and gives back what it prints; its errors go to ours."""
    command = [str(word) for word in command]
    return subprocess.run(command, cwd=cwd, check=True, stdout=subprocess.PIPE, text=True, encoding="utf-8").stdout


def metadata(target=None):
    """What cargo knows of the packages that are needed, on one target or on all."""
    filter_ = ["--filter-platform", target] if target else []
    return json.loads(run("cargo", "metadata", "--locked", "--format-version", "1", *filter_))


def package():
    """The package of loglore itself."""
    return next(p for p in json.loads(run("cargo", "metadata", "--locked", "--no-deps", "--format-version", "1"))["packages"]
                if p["name"] == "loglore")


def host():
    """The target of this machine."""
    lines = run("rustc", "-vV").splitlines()
    return next(line.removeprefix("host: ") for line in lines if line.startswith("host: "))


def known(target):
    """The row of a target in targets.json."""
    for row in TARGETS:
        if row["target"] == target:
            return row
    raise SystemExit(f"{target} is not in {HERE / 'targets.json'}")


def archive_name(version, target):
    """The archive of a target, as it is called in a release."""
    return f"loglore-{version}-{target}.{'zip' if 'windows' in target else 'tar.gz'}"


def program(target):
    """The program's file name."""
    return "loglore.exe" if "windows" in target else "loglore"
