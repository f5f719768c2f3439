#!/usr/bin/env python3
"""What is built into the program: an SBOM (CycloneDX 1.5, JSON) and the licence texts of all crates in it.

    packaging/dependencies.py --target x86_64-unknown-linux-gnu --sbom loglore.cdx.json --notices THIRD-PARTY.txt

Only crates that end in the binary count: no build scripts, no tests, nothing of other platforms.
"""

import argparse
import json
import re
import uuid
from pathlib import Path

import project

LICENCE_FILE = re.compile(r"(?i)^(licen[cs]e|copying|notice|unlicense)")


def shipped(metadata):
    """The packages in the binary, by id, and what each depends on."""
    packages = {package["id"]: package for package in metadata["packages"]}
    nodes = {node["id"]: node for node in metadata["resolve"]["nodes"]}
    found, waiting = {}, [metadata["resolve"]["root"]]
    while waiting:
        id_ = waiting.pop()
        if id_ in found:
            continue
        needs = [dep["pkg"] for dep in nodes[id_]["deps"] if any(kind["kind"] is None for kind in dep["dep_kinds"])]
        # A macro runs in the compiler; nothing of it is in the binary.
        needs = [need for need in needs if "proc-macro" not in packages[need]["targets"][0]["kind"]]
        found[id_] = needs
        waiting += needs
    return packages, found


def reference(package):
    return f"pkg:cargo/{package['name']}@{package['version']}"


def licences(package):
    if package["license"]:
        return [{"expression": package["license"].replace("/", " OR ")}]
    return [{"license": {"name": "see the package"}}]


def checksums():
    """The digests of Cargo.lock, by name and version."""
    text = (project.ROOT / "Cargo.lock").read_text()
    pattern = r'name = "(.+)"\nversion = "(.+)"\nsource = ".+"\nchecksum = "(.+)"'
    return {(name, version): digest for name, version, digest in re.findall(pattern, text)}


def component(package, digests, kind="library"):
    made = {
        "type": kind,
        "bom-ref": reference(package),
        "name": package["name"],
        "version": package["version"],
        "purl": reference(package),
        "licenses": licences(package),
    }
    if package["description"]:
        made["description"] = " ".join(package["description"].split())
    if package["repository"]:
        made["externalReferences"] = [{"type": "vcs", "url": package["repository"]}]
    digest = digests.get((package["name"], package["version"]))
    if digest:
        made["hashes"] = [{"alg": "SHA-256", "content": digest}]
    return made


def sbom(metadata, target):
    packages, found = shipped(metadata)
    root = packages[metadata["resolve"]["root"]]
    digests = checksums()
    others = sorted((packages[id_] for id_ in found if id_ != root["id"]), key=lambda p: (p["name"], p["version"]))
    # The same program gives the same document, so a rebuild can be compared.
    serial = uuid.uuid5(uuid.NAMESPACE_URL, f"loglore {root['version']} {target} {json.dumps(sorted(found))}")
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "serialNumber": f"urn:uuid:{serial}",
        "version": 1,
        "metadata": {
            "component": component(root, digests, "application"),
            "properties": [{"name": "loglore:target", "value": target}],
        },
        "components": [component(package, digests) for package in others],
        "dependencies": [
            {"ref": reference(packages[id_]), "dependsOn": sorted({reference(packages[need]) for need in needs})}
            for id_, needs in sorted(found.items(), key=lambda item: reference(packages[item[0]]))
        ],
    }


def notices(metadata):
    packages, found = shipped(metadata)
    root = metadata["resolve"]["root"]
    by_text, bare = {}, []
    for package in sorted((packages[id_] for id_ in found if id_ != root), key=lambda p: (p["name"], p["version"])):
        name = f"{package['name']} {package['version']} ({package['license']})"
        files = sorted(f for f in Path(package["manifest_path"]).parent.iterdir() if LICENCE_FILE.match(f.name) and f.is_file())
        if not files:
            bare.append(name)
        for file in files:
            text = file.read_text(encoding="utf-8", errors="replace").strip().replace("\r\n", "\n")
            by_text.setdefault(text, []).append(name)
    parts = ["This program contains the packages below, each under its own licence.\n"]
    if bare:
        parts.append("Packages that carry no licence text of their own:\n\n" + "\n".join(f"  {name}" for name in bare) + "\n")
    for text, names in by_text.items():
        parts.append("\n".join(f"  {name}" for name in names) + f"\n\n{text}\n")
    return f"\n{'-' * 80}\n\n".join(parts)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--target", default=None, help="the platform; by default this machine's")
    parser.add_argument("--sbom", type=Path, required=True)
    parser.add_argument("--notices", type=Path, required=True)
    args = parser.parse_args()
    target = args.target or project.host()
    metadata = project.metadata(target)
    args.sbom.write_text(json.dumps(sbom(metadata, target), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    args.notices.write_text(notices(metadata), encoding="utf-8")


if __name__ == "__main__":
    main()
