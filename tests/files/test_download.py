"""Files come from a mirror whole and with the right checksum, or a sentence says why not."""

import socket
from collections.abc import Iterator

import pytest

from nnplayground.files import FileError
from nnplayground.files.download import DownloadError, DownloadStopped, fetch
from nnplayground.files.mnist import FILES, MIRRORS, fetch_mnist, size
from tests.files.mirror import Mirror, serving, wanted

DATA = bytes(range(256)) * 2000
FILE = wanted("pictures.gz", DATA)


@pytest.fixture
def mirror(monkeypatch) -> Iterator[Mirror]:
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    with serving() as running:
        running.files["pictures.gz"] = DATA
        yield running


@pytest.fixture
def nobody() -> str:
    """An address that refuses every connection."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{free.getsockname()[1]}"


def watched(share: float) -> bool:
    return 0.0 <= share <= 1.0


def refused(mirrors, folder, **settings) -> str:
    """The sentence that a download ends with."""
    with pytest.raises(DownloadError) as error:
        fetch(FILE, mirrors, folder, watched, **settings)
    assert list(folder.iterdir()) == []
    return str(error.value)


def test_a_file_is_fetched_and_not_fetched_again(mirror, tmp_path):
    folder = tmp_path / "new" / "folder"
    assert fetch(FILE, [mirror.url], folder, watched) == folder / "pictures.gz"
    assert (folder / "pictures.gz").read_bytes() == DATA
    fetch(FILE, [mirror.url], folder, watched)
    assert mirror.asked == ["pictures.gz"]


def test_a_damaged_file_on_the_disk_is_fetched_anew(mirror, tmp_path):
    (tmp_path / "pictures.gz").write_bytes(DATA[:-1] + b"?")
    fetch(FILE, [mirror.url], tmp_path, watched)
    assert (tmp_path / "pictures.gz").read_bytes() == DATA


def test_another_mirror_serves_where_the_first_cannot(mirror, nobody, tmp_path):
    fetch(FILE, [nobody, mirror.url], tmp_path, watched)
    assert (tmp_path / "pictures.gz").read_bytes() == DATA


def test_cancel_leaves_a_silent_connection_at_once(mirror, tmp_path):
    mirror.sends = 1000
    shares: list[float] = []

    def watch(share: float) -> bool:
        shares.append(share)
        return share == 0.0  # until something came

    with pytest.raises(DownloadStopped):
        fetch(FILE, [mirror.url], tmp_path, watch)
    assert shares[-1] == pytest.approx(1000 / len(DATA))
    assert list(tmp_path.iterdir()) == []


def test_every_way_to_fail_gets_a_sentence_and_leaves_nothing(mirror, nobody, tmp_path):
    way_out = "Connect to the network and try again, or open files that you have."
    sentence = refused([nobody], tmp_path)
    assert sentence == (
        f"pictures.gz could not be fetched: 127.0.0.1 refuses the connection. {way_out}"
    )
    mirror.files["pictures.gz"] = DATA[: len(DATA) // 2]
    assert "127.0.0.1 broke off after 256,000 of 512,000 bytes" in refused([mirror.url], tmp_path)
    mirror.files["pictures.gz"] = DATA[::-1]
    assert "its checksum is not the right one" in refused([mirror.url], tmp_path)
    mirror.files["pictures.gz"] = DATA + DATA
    assert "its checksum is not the right one" in refused([mirror.url], tmp_path)
    mirror.files.clear()
    assert "127.0.0.1 answers 404 (Not Found)" in refused([mirror.url], tmp_path)


def test_a_mirror_that_goes_silent_is_left_after_the_timeout(mirror, tmp_path):
    mirror.sends = 10
    assert "127.0.0.1 did not answer for 0.2 seconds" in refused(
        [mirror.url], tmp_path, timeout=0.2
    )


def test_without_a_network_that_is_said_once_for_all_mirrors(monkeypatch, tmp_path):
    def unknown(*args, **settings):
        raise socket.gaierror(-3, "Temporary failure in name resolution")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    for name in (
        "http_proxy",
        "https_proxy",
        "all_proxy",
        "HTTP_PROXY",
        "HTTPS_PROXY",
        "ALL_PROXY",
    ):
        monkeypatch.delenv(name, raising=False)
    sentence = refused(["https://mirror.invalid", "https://mirror.invalid/again"], tmp_path)
    assert sentence.count("there is no network, or none that knows the address") == 1


def test_a_folder_that_cannot_be_written_gets_a_sentence(mirror, tmp_path):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(FileError, match="pictures"):
        fetch(FILE, [mirror.url], tmp_path / "file" / "folder", watched)


def test_mnist_is_four_files_that_are_fetched_in_turn_once(mirror, tmp_path):
    names = [one.name for one in FILES]
    files = tuple(wanted(name, DATA[: 1000 * (1 + n)]) for n, name in enumerate(names))
    mirror.files = {one.name: DATA[: one.size] for one in files}
    shares: list[float] = []

    def watch(share: float) -> bool:
        shares.append(share)
        return True

    path = fetch_mnist(tmp_path, watch, [mirror.url], files)
    assert path == tmp_path / "train-images-idx3-ubyte.gz"
    assert mirror.asked == names
    assert shares == sorted(shares)
    assert shares[-1] == 1.0
    fetch_mnist(tmp_path, watch, [mirror.url], files)
    assert mirror.asked == names


def test_mnist_is_the_one_that_everybody_means():
    assert size() == 11_594_722
    assert {one.md5 for one in FILES} == {
        "f68b3c2dcbeaaa9fbdd348bbdeb94873",
        "d53e105ee54ea40749a09fcbcd1e9432",
        "9fb629c4189551a2d022fa330f9573f3",
        "ec29112dd5afa0611ce80d1b7f02629c",
    }
    assert all(mirror.startswith("https://") for mirror in MIRRORS)
