#!/usr/bin/env python3
"""Fills in what package managers want to know of a release: Homebrew, Mason, nvim-lspconfig. Into target/dist/registries.

    packaging/render.py --repository OWNER/NAME              of the archives in target/dist, which must all be there
    packaging/render.py --repository OWNER/NAME --partial    those that are missing get an empty digest; for trying
"""

import argparse
import re

import project


def digest(version, target, partial):
    path = project.DIST / (project.archive_name(version, target) + ".sha256")
    if path.exists():
        return path.read_text().split()[0]
    if partial:
        return "0" * 64
    raise SystemExit(f"{path} is missing: build the archive of {target} first")


def mason_assets():
    # Mason puts in the version that the purl names.
    version = '{{ version | strip_prefix "v" }}'
    lines = []
    for row in project.TARGETS:
        lines.append(f"    - target: {row['mason']}")
        lines.append(f"      file: {project.archive_name(version, row['target'])}")
        lines.append(f"      bin: {project.program(row['target'])}")
    return "\n".join(lines)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--repository", required=True, metavar="OWNER/NAME")
    parser.add_argument("--partial", action="store_true")
    args = parser.parse_args()
    if not re.fullmatch(r"[\w.-]+/[\w.-]+", args.repository):
        raise SystemExit(f"--repository {args.repository}: OWNER/NAME is expected")
    version = project.package()["version"]
    base = f"https://github.com/{args.repository}/releases/download/v{version}"
    words = {"VERSION": version, "REPOSITORY": args.repository, "MASON_ASSETS": mason_assets()}

    def word(match):
        name, _, target = match[1].partition(":")
        if target:
            project.known(target)
            return f"{base}/{project.archive_name(version, target)}" if name == "URL" else digest(version, target, args.partial)
        return words[name]

    for template, name in [("loglore.rb", "homebrew/loglore.rb"), ("mason.yaml", "mason/package.yaml"), ("lspconfig.lua", "nvim-lspconfig/loglore.lua")]:
        text = (project.HERE / "templates" / template).read_text()
        path = project.DIST / "registries" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(re.sub(r"@([A-Z0-9_]+(?::[\w-]+)?)@", word, text))
        print(path.relative_to(project.ROOT))


if __name__ == "__main__":
    main()
