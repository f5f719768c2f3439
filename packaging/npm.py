#!/usr/bin/env python3
"""Makes the npm packages, into target/dist/npm: `loglore`, which starts the program, and one package a platform with it.

    packaging/npm.py           of the programs that packaging/archive.py has left in target/dist/programs
    packaging/npm.py --all     fails if one of the platforms is missing
"""

import argparse
import json
import shutil

import project


def platform(row):
    """The name that the launcher asks for."""
    return "-".join(row["npm"][key] for key in ["os", "cpu", "libc"] if key in row["npm"])


def write(folder, manifest, files):
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    (folder / "package.json").write_text(json.dumps(manifest, indent=2) + "\n")
    for source, name in files:
        shutil.copy2(source, folder / name)
    for name in ["LICENSE-MIT", "LICENSE-APACHE"]:
        shutil.copy2(project.ROOT / name, folder / name)
    project.run("npm", "pack", "--silent", "--pack-destination", project.DIST / "npm", cwd=folder)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--all", action="store_true", help="fail if a platform is missing")
    args = parser.parse_args()
    package = project.package()
    common = {"version": package["version"], "license": package["license"]}
    if package["repository"]:
        common["repository"] = {"type": "git", "url": package["repository"]}
    programs = {row["target"]: project.DIST / "programs" / row["target"] / project.program(row["target"]) for row in project.TARGETS}
    missing = [target for target, path in programs.items() if not path.exists()]
    if missing and (args.all or len(missing) == len(programs)):
        raise SystemExit(f"no program in {project.DIST / 'programs'} for: {' '.join(missing)}")

    for row in project.TARGETS:
        path = programs[row["target"]]
        if not path.exists():
            continue
        limits = {key: [value] for key, value in row["npm"].items()}
        manifest = {
            "name": f"@loglore/{platform(row)}",
            "description": f"The program of loglore for {row['target']}",
            **common,
            **limits,
            "files": [path.name, "THIRD-PARTY-LICENSES.txt"],
            "preferUnplugged": True,
        }
        write(project.DIST / "npm" / platform(row), manifest, [(path, path.name), (path.with_name("THIRD-PARTY-LICENSES.txt"), "THIRD-PARTY-LICENSES.txt")])

    manifest = {
        "name": "loglore",
        "description": package["description"],
        "keywords": package["keywords"],
        **common,
        "bin": {"loglore": "loglore.js"},
        "files": ["loglore.js"],
        "engines": {"node": ">=18"},
        "optionalDependencies": {f"@loglore/{platform(row)}": package["version"] for row in project.TARGETS},
    }
    write(project.DIST / "npm" / "loglore", manifest, [(project.HERE / "npm" / "loglore.js", "loglore.js"), (project.ROOT / "README.md", "README.md")])
    print("\n".join(str(path.relative_to(project.ROOT)) for path in sorted((project.DIST / "npm").glob("*.tgz"))))


if __name__ == "__main__":
    main()
