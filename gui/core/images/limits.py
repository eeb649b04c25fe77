"""How large a picture may be: for the upload, for the eye of the review, and for this computer."""

from __future__ import annotations

#: The upload takes 2 MB [D]. Whether they count 1000 or 1024 is not said, so the smaller, less a
#: reserve for the form around the picture.
MOST_BYTES = 2_000_000 - 10_000

#: A file that is larger is not read. A photo of 108 megapixels has 15 to 40 MB.
LARGEST_FILE = 60_000_000

#: Shrinking never goes below this long side (pixels), so that small print stays legible.
SHORTEST_LONG_SIDE = 1200

#: Larger pictures are brought down to so many pixels before anything else is tried. It is the
#: area that counts: the screenshot of a long chat is narrow, and must not get narrower.
SENSIBLE_PIXELS = 12_000_000
SENSIBLE_SIDE = 16_000

#: Below this long side (pixels) small print is hard to read: a warning, nothing more.
SMALL_SIDE = 800

#: A JPEG with more pixels is decoded at half, a quarter or an eighth of its size, which is fast,
#: as long as so many pixels and such a short side are left.
BIG_JPEG = 10_000_000
DRAFT_PIXELS = 2_700_000
DRAFT_SHORT_SIDE = 1000

#: More pixels take longer than two seconds to decode. JPEG is quick: phones make 200 megapixels.
MOST_PIXELS = 120_000_000
MOST_PIXELS_JPEG = 210_000_000
MOST_PIXELS_IN_SCANS = 1_000_000_000

#: What decoding one picture may take of memory, in bytes, besides the file.
MOST_MEMORY = 225_000_000

#: A document with more pages is refused: the form takes 10 pictures a field.
MOST_PAGES = 20

#: Both sides of a thumbnail (pixels): a tile of 104 on a screen with two pixels to the point.
THUMBNAIL_SIDE = 208


def smaller_sides(long_side: int) -> list[int]:
    """Long sides to try in turn: as it is, then in steps of 0.8, at last the shortest allowed."""
    sides = [long_side]
    while (smaller := round(sides[-1] * 0.8)) > SHORTEST_LONG_SIDE:
        sides.append(smaller)
    if sides[-1] > SHORTEST_LONG_SIDE:
        sides.append(SHORTEST_LONG_SIDE)
    return sides
