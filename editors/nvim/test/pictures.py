"""Makes one moving SVG of screens with escape sequences: pictures.py FOLDER OUT.svg

A file's name is its place in the order, the seconds that it stays, and the keys that led to it: `02 4.5 K`.
"""

import re
import sys
from html import escape
from pathlib import Path

WIDTH, HEIGHT, MARGIN, TITLE = 8.4, 18, 12, 34
BACKGROUND, FOREGROUND = "#14161b", "#e0e2ea"
# The first sixteen colours of a terminal, as Neovim's own scheme has them.
BASIC = ["#07080d", "#ffc0b9", "#b3f6c0", "#fce094", "#a6dbff", "#ffcaff", "#8cf8f7", "#eef1f8"]
BASIC += ["#4f5258", "#ffc0b9", "#b3f6c0", "#fce094", "#a6dbff", "#ffcaff", "#8cf8f7", "#ffffff"]


def indexed(number):
    if number < 16:
        return BASIC[number]
    if number < 232:
        number -= 16
        levels = [0, 95, 135, 175, 215, 255]
        return "#%02x%02x%02x" % (levels[number // 36], levels[number // 6 % 6], levels[number % 6])
    grey = 8 + 10 * (number - 232)
    return "#%02x%02x%02x" % (grey, grey, grey)


class Style:
    def __init__(self):
        self.front = self.back = None
        self.bold = self.italic = self.underline = self.reverse = False

    def take(self, codes):
        codes = [int(code) if code else 0 for code in re.split("[;:]", codes)] if codes else [0]
        while codes:
            code = codes.pop(0)
            if code == 0:
                self.__init__()
            elif code in (1, 3, 7):
                setattr(self, {1: "bold", 3: "italic", 7: "reverse"}[code], True)
            elif code == 4:
                self.underline = True
                if codes and codes[0] == 3:
                    codes.pop(0)
            elif code in (22, 23, 24, 27):
                setattr(self, {22: "bold", 23: "italic", 24: "underline", 27: "reverse"}[code], False)
            elif code in (38, 48, 58):
                kind = codes.pop(0)
                color = indexed(codes.pop(0)) if kind == 5 else "#%02x%02x%02x" % tuple(codes.pop(0) for _ in range(3))
                if code == 38:
                    self.front = color
                elif code == 48:
                    self.back = color
            elif code == 39:
                self.front = None
            elif code == 49:
                self.back = None
            elif 30 <= code <= 37 or 90 <= code <= 97:
                self.front = indexed(code - 30 if code < 90 else code - 82)
            elif 40 <= code <= 47 or 100 <= code <= 107:
                self.back = indexed(code - 40 if code < 100 else code - 92)

    def colors(self):
        front, back = self.front or FOREGROUND, self.back
        return (back or BACKGROUND, front) if self.reverse else (front, back)


def rows(text):
    """The runs of each line: column, text, style."""
    style = Style()
    for line in text.split("\n"):
        column, runs = 0, []
        for part in re.split(r"(\x1b\[[0-9;:]*m)", line):
            if part.startswith("\x1b["):
                style.take(part[2:-1])
            elif part:
                runs.append((column, part, style.colors(), style.bold, style.italic, style.underline))
                column += len(part)
        yield runs


def picture(text):
    out = []
    for row, runs in enumerate(rows(text.rstrip("\n"))):
        top = TITLE + row * HEIGHT
        for column, part, (front, back), bold, italic, underline in runs:
            left, width = MARGIN + column * WIDTH, len(part) * WIDTH
            if back and back != BACKGROUND:
                out.append(f'<rect x="{left:.1f}" y="{top}" width="{width:.1f}" height="{HEIGHT}" fill="{back}"/>')
            if not part.strip() and not underline:
                continue
            look = (' font-weight="bold"' if bold else "") + (' font-style="italic"' if italic else "")
            look += ' text-decoration="underline"' if underline else ""
            # The width is said, so that every font gives the same picture.
            out.append(
                f'<text x="{left:.1f}" y="{top + 13}" fill="{front}" textLength="{width:.1f}" xml:space="preserve"{look}>'
                f"{escape(part)}</text>"
            )
    return "".join(out)


def main():
    folder, target = Path(sys.argv[1]), Path(sys.argv[2])
    files = sorted(folder.iterdir())
    frames = [(float(file.name.split(" ", 2)[1]), file.name.split(" ", 2)[2], file.read_text()) for file in files]
    total = sum(seconds for seconds, _, _ in frames)
    columns = max(sum(len(part) for _, part, *_ in runs) for _, _, text in frames for runs in rows(text))
    lines = max(text.rstrip("\n").count("\n") + 1 for _, _, text in frames)
    width, height = round(2 * MARGIN + columns * WIDTH), TITLE + lines * HEIGHT + MARGIN
    styles, groups, begin = [], [], 0.0
    for i, (seconds, keys, text) in enumerate(frames):
        start, end = 100 * begin / total, 100 * (begin + seconds) / total
        # Without animation the last picture stays: the fixed source.
        steps = "0%{opacity:1}" if i == 0 else f"0%{{opacity:0}}{start:.2f}%{{opacity:1}}"
        styles.append(f"@keyframes f{i}{{{steps}{end:.2f}%{{opacity:0}}100%{{opacity:{1 if i == len(frames) - 1 else 0}}}}}"
                      f"#f{i}{{opacity:{1 if i == len(frames) - 1 else 0};animation:f{i} {total}s step-end infinite}}")
        title = f'<text x="{MARGIN + 60}" y="21" fill="#9b9ea4">{escape(keys)}</text>'
        groups.append(f'<g id="f{i}">{title}{picture(text)}</g>')
        begin += seconds
    buttons = "".join(f'<circle cx="{MARGIN + 6 + 16 * i}" cy="16" r="5" fill="#4f5258"/>' for i in range(3))
    target.write_text(
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}" '
        f'font-family="ui-monospace,SFMono-Regular,Menlo,Consolas,DejaVu Sans Mono,monospace" font-size="13.5">'
        f"<style>{''.join(styles)}</style>"
        f'<rect width="{width}" height="{height}" rx="8" fill="{BACKGROUND}"/>{buttons}{"".join(groups)}</svg>\n'
    )
    print(f"{target}: {len(frames)} pictures, {target.stat().st_size / 1e3:.0f} kB")


if __name__ == "__main__":
    main()
