"""Fetch the 32,033 names that the original program trains on; the course itself never needs them."""

import hashlib
import urllib.error
import urllib.request

from .data import FOLDER, BadInput
from .outside import writing

# karpathy/makemore (MIT licence), at a fixed commit, from where that project publishes it.
URL = "https://raw.githubusercontent.com/karpathy/makemore/988aa59/names.txt"
SHA256 = "0a30b5557f192f32ab962680889aac5f6fda0f4cecf40a6d0b5694f58ea8cc4d"
PATH = FOLDER / "names_makemore.txt"
LARGEST = 1_000_000  # bytes: the list has 228,145


def download(url=URL, path=PATH, sha256=SHA256):
    """Put the file at `url` in place at `path`, if it is the one with this checksum; else BadInput, and nothing kept."""
    try:
        with urllib.request.urlopen(url, timeout=30) as answer:
            content = answer.read(LARGEST)
    except (OSError, urllib.error.URLError) as error:
        raise BadInput(f"cannot fetch {url}: {getattr(error, 'reason', error)}") from None
    if hashlib.sha256(content).hexdigest() != sha256:
        raise BadInput(f"{url} is not the expected file: its checksum differs; nothing was kept")
    with writing(path, "wb") as file:
        file.write(content)
    return path
