"""Documents from a text file, and a tokenizer that turns their characters into numbers and back."""

import os
import random
import stat
import unicodedata
from pathlib import Path

HERE = Path(__file__).resolve().parent
FOLDER = HERE / "lists" if (HERE / "lists").exists() else HERE.parent / "data"  # in a wheel; in a checkout


LARGEST = 50_000_000  # bytes of a list that is read without being asked twice


class BadInput(ValueError):
    """Something a person handed over cannot be used; the message is one line that says what and why."""

    def _render_traceback_(self):  # what a notebook shows of it: the line alone
        return [f"{type(self).__name__}: {self}"]


def load(path, largest=LARGEST):
    """The documents of a UTF-8 text file: its lines, stripped, without the empty ones, in order.

    Raises BadInput where there is no such file, or it is not text, holds nothing, or is larger than so many bytes
    (None: however many).
    """
    return parse(content(path, largest), path)


def content(path, largest):
    """The bytes of a regular file; of nothing else, since a pipe may never begin, and a device never end."""
    try:
        if not stat.S_ISREG(os.stat(path).st_mode):
            raise BadInput(f"cannot read {path}: it is a folder, a pipe or a device, and no file")
        with open(path, "rb") as file:
            found = file.read(-1 if largest is None else largest + 1)
    except (OSError, ValueError) as error:
        if isinstance(error, BadInput):
            raise
        raise BadInput(f"cannot read {path or repr(path)}: {getattr(error, 'strerror', None) or error}") from None
    if largest is not None and len(found) > largest:
        raise BadInput(f"{path} is larger than {largest // 1_000_000} MB")
    return found


def parse(content, name):
    """The documents of these bytes, as `load` reads them from a file; name: what to call them in a complaint.

    A letter with an accent is one letter, whether it was typed as one sign or as two (Unicode's NFC).
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadInput(f"{name} is not UTF-8 text: byte {error.start} cannot be decoded; save it as UTF-8") from None
    if "\0" in text:
        raise BadInput(f"{name} looks like a binary file: it holds a zero byte")
    lines = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    documents = [line.strip() for line in lines if line.strip()]
    if not documents:
        raise BadInput(f"{name} holds no documents: one item per line is expected")
    return documents


def bundled(name="names"):
    """One of the lists that come with the course: "names", "dinosaurs" or "places"."""
    return load(FOLDER / f"{name}.txt")


def split(documents, share=0.1):
    """(training, held-out): duplicates removed, shuffled by a fixed seed, the first tenth (or another share) held out.

    The same in every lesson, so that every model is judged on names that none of them has seen.
    """
    distinct = list(dict.fromkeys(documents))
    random.Random(42).shuffle(distinct)
    count = int(len(distinct) * share)
    return distinct[count:], distinct[:count]


class Tokenizer:
    """Characters to ids and back: the sorted distinct characters, then one more token, BOS.

    BOS stands at both ends of every document, so that starting and stopping can be learned like any letter.

    >>> tokenizer = Tokenizer(["emma", "ava"])
    >>> tokenizer.characters, tokenizer.bos
    ('aemv', 4)
    >>> tokenizer.encode("ava")
    [4, 0, 3, 0, 4]
    >>> tokenizer.decode([4, 0, 3, 0, 4])
    'ava'
    """

    def __init__(self, documents):
        self.characters = "".join(sorted(set("".join(documents))))
        self.bos = len(self.characters)
        self.vocab_size = len(self.characters) + 1
        self.ids = {character: i for i, character in enumerate(self.characters)}

    def spelled(self, text):
        """The text as the documents spell it: as it is, with accents composed or taken apart, or in lower case."""
        composed = [unicodedata.normalize(form, text) for form in ("NFC", "NFD")]
        for spelling in (text, *composed, *(each.lower() for each in composed)):
            if self.ids.keys() >= set(spelling):
                return spelling
        return text

    def letters(self, text):
        """The ids of the characters alone, as `spelled`; BadInput names those that the tokenizer has never seen."""
        text = self.spelled(text)
        unseen = sorted(set(text) - set(self.ids))
        if unseen:
            more = f" and {len(unseen) - 8:,} more" if len(unseen) > 8 else ""
            raise BadInput(f"never seen in the documents: {', '.join(map(repr, unseen[:8]))}{more}")
        return [self.ids[character] for character in text]

    def encode(self, document):
        """BOS, the ids of the characters, BOS."""
        return [self.bos, *self.letters(document), self.bos]

    def decode(self, tokens):
        """The text of these tokens; BOS has none."""
        return "".join(self.characters[token] for token in tokens if token != self.bos)

    def symbol(self, token):
        """How a token is shown in tables and pictures: its character, or a dot for BOS."""
        return "·" if token == self.bos else self.characters[token]
