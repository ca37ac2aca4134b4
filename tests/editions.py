"""The students' edition and the assignment, made once for all tests that look at them; a key of one lesson."""

import pytest

from microgpt.publish import books, editions


@pytest.fixture(scope="session")
def edition(tmp_path_factory):
    """The folder that `class` writes, its key of lesson 1 alone."""
    folder = tmp_path_factory.mktemp("class") / "autumn"
    editions.make(folder, books.notebooks()[:1])
    return folder
