"""Fetching the original's names, from a server on this machine."""

import hashlib
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from microgpt import download as room
from microgpt.data import BadInput, load
from microgpt.download import download

CONTENT = b"emma\nolivia\n"


@pytest.fixture
def server():
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            found = self.path == "/names.txt"
            self.send_response(200 if found else 404)
            self.end_headers()
            self.wfile.write(CONTENT if found else b"")

        def log_message(self, *arguments):
            pass

    with HTTPServer(("127.0.0.1", 0), Handler) as serving:
        threading.Thread(target=serving.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{serving.server_port}"
        serving.shutdown()


def test_the_right_file_is_put_in_place(server, tmp_path):
    path = download(f"{server}/names.txt", tmp_path / "names.txt", hashlib.sha256(CONTENT).hexdigest())
    assert load(path) == ["emma", "olivia"]
    assert [p.name for p in tmp_path.iterdir()] == ["names.txt"]


def test_of_a_wrong_file_nothing_is_kept(server, tmp_path):
    path = tmp_path / "names.txt"
    path.write_text("old")
    with pytest.raises(BadInput, match="checksum differs"):
        download(f"{server}/names.txt", path, room.SHA256)
    assert path.read_text() == "old"
    assert [p.name for p in tmp_path.iterdir()] == ["names.txt"]


@pytest.mark.parametrize("address", ["/missing.txt", None])
def test_a_server_that_does_not_answer_is_named(server, tmp_path, address):
    url = f"{server}{address}" if address else "http://127.0.0.1:9/names.txt"
    with pytest.raises(BadInput, match=f"cannot fetch {url}: ") as caught:
        download(url, tmp_path / "names.txt")
    assert "\n" not in str(caught.value)
    assert list(tmp_path.iterdir()) == []


def test_the_checksum_is_that_of_the_originals_list(original_names):
    assert hashlib.sha256(original_names.read_bytes()).hexdigest() == room.SHA256
