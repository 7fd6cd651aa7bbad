"""`python tools/material_sheet.py [--numbered]`: every bundled material on one picture.

With numbers in place of names it is a test for eyes that haven't been told; the key is printed.
"""

import argparse
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from worldgen.textures.generate import generate
from worldgen.textures.library import bundled
from worldgen.textures.lighting import lit
from worldgen.textures.spec import read_spec

SHEET = Path(__file__).parents[1] / "docs" / "pictures" / "materials.jpg"
COLUMNS, SIDE, GAP, CAPTION = 8, 144, 8, 20
SEED = 3
BACKGROUND, INK = "#1d1d21", "#e6e6e6"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--numbered", action="store_true")
    parser.add_argument("--out", type=Path, default=SHEET)
    asked = parser.parse_args()
    names = list(bundled().materials)
    captions = [str(at) for at in range(1, len(names) + 1)] if asked.numbered else names
    asked.out.parent.mkdir(parents=True, exist_ok=True)
    sheet(names, captions).save(asked.out, quality=88)
    if asked.numbered:
        print("\n".join(f"{number} {name}" for number, name in zip(captions, names, strict=True)))


def sheet(names: list[str], captions: list[str]) -> Image.Image:
    rows = -(-len(names) // COLUMNS)
    size = (GAP + COLUMNS * (SIDE + GAP), GAP + rows * (SIDE + GAP + CAPTION))
    whole = Image.new("RGB", size, BACKGROUND)
    draw, font = ImageDraw.Draw(whole), ImageFont.load_default(13)
    for at, (name, caption) in enumerate(zip(names, captions, strict=True)):
        row, column = divmod(at, COLUMNS)
        left, top = GAP + column * (SIDE + GAP), GAP + row * (SIDE + GAP + CAPTION)
        maps = generate(read_spec({"material": name, "size": 2 * SIDE, "seed": SEED})).maps
        shown = Image.fromarray(lit(maps)).resize((SIDE, SIDE), Image.Resampling.LANCZOS)
        whole.paste(shown, (left, top))
        draw.text((left + 2, top + SIDE + 3), caption.replace("_", " "), INK, font)
    return whole


if __name__ == "__main__":
    main()
