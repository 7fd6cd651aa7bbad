"""A user's picture, and the other maps that belong to it, read with little trust."""

import io
import warnings
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import cast

import numpy as np
from PIL import Image, UnidentifiedImageError

from worldgen.errors import InvalidSpec
from worldgen.textures.maps import Bytes, Heights

SMALLEST, LARGEST = 32, 4096
"""Pixels a side."""
_FORMATS = ("PNG", "JPEG", "WEBP", "BMP", "TGA", "TIFF")
_MODES = {"albedo": "RGB", "normal": "RGB", "orm": "RGB", "emission": "RGB", "opacity": "L"}
_SIXTEEN_BITS = ("I;16", "I;16B", "I;16L", "I")


@dataclass(frozen=True, slots=True, eq=False)
class Exemplar:
    """All of one size; a map that isn't there can be derived from the albedo."""

    albedo: Bytes
    """(height, width, 3), sRGB"""
    others: Mapping[str, Bytes | Heights] = field(default_factory=lambda: MappingProxyType({}))
    """By the names of MapSet's fields."""


def read_exemplar(albedo: bytes, others: Mapping[str, bytes] | None = None) -> Exemplar:
    """Pictures from the bytes of their files.

    `others` may hold normal, orm, height, emission and opacity. Raises InvalidSpec, naming the map,
    for what is no picture, is damaged, too small or too large, or has another size than the albedo.
    """
    colours = cast(Bytes, _read("albedo", albedo))
    known = (*_MODES, "height")
    read: dict[str, Bytes | Heights] = {}
    for name, data in (others or {}).items():
        if name == "albedo" or name not in known:
            named = ", ".join(known[1:])
            raise InvalidSpec.at(name, f"there is no such map to bring along; there are: {named}")
        read[name] = _read(name, data)
        if read[name].shape[:2] != colours.shape[:2]:
            raise InvalidSpec.at(
                name,
                f"{_size(read[name])} pixels, but the albedo has {_size(colours)}; "
                "export them at one size",
            )
    return Exemplar(colours, MappingProxyType(read))


def _read(name: str, data: bytes) -> Bytes | Heights:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data), formats=_FORMATS) as image:
                # NOTE: before the pixels are decoded: the header says how many there would be.
                _check_size(name, image.width, image.height)
                image.load()
                return _pixels(name, image)
    except Image.DecompressionBombError as error:
        said = f"far too many pixels; use {SMALLEST} to {LARGEST} a side"
        raise InvalidSpec.at(name, said) from error
    except UnidentifiedImageError as error:
        raise InvalidSpec.at(
            name, f"no picture in a known format; give one of {', '.join(_FORMATS)}"
        ) from error
    except (OSError, SyntaxError, ValueError, EOFError) as error:
        raise InvalidSpec.at(name, f"the picture is damaged ({error}); export it anew") from error


def _check_size(name: str, width: int, height: int) -> None:
    if not (SMALLEST <= width <= LARGEST and SMALLEST <= height <= LARGEST):
        raise InvalidSpec.at(name, f"{width}x{height} pixels; use {SMALLEST} to {LARGEST} a side")


def _pixels(name: str, image: Image.Image) -> Bytes | Heights:
    if name != "height":
        return np.asarray(image.convert(_MODES[name]), np.uint8)
    if image.mode in _SIXTEEN_BITS:
        return np.asarray(image).astype(np.uint16)
    return np.asarray(image.convert("L")).astype(np.uint16) * np.uint16(257)


def _size(pixels: Bytes | Heights) -> str:
    return f"{pixels.shape[1]}x{pixels.shape[0]}"
