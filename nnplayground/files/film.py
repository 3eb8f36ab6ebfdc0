"""Pictures one after the other as a film: a folder of PNG files, an animated GIF, or an MP4."""

import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from nnplayground.files.atomic import check_target, replace_file
from nnplayground.files.errors import FileError, write_error

# Told the share done; answers whether to go on.
Progress = Callable[[float], bool]
# Seconds that ffmpeg may take: a picture takes milliseconds.
_PATIENCE = 1800.0


@dataclass(frozen=True)
class FilmFormat:
    """A way to write a film.

    Attributes:
        key: its name in the program.
        label: what a person reads.
        suffix: of its file, '' for a folder.
        write: writes the pictures in these files to a path.
        available: whether this machine can.
    """

    key: str
    label: str
    suffix: str
    write: Callable[[Sequence[Path], Path, float, Progress], None]
    available: Callable[[], bool]


def picture_name(number: int) -> str:
    """The file name of picture `number` (from 0)."""
    return f"{number:05d}.png"


def write_pictures(pictures: Sequence[Path], path: Path, rate: float, progress: Progress) -> None:
    """Copy the pictures into the folder `path`, which is made if need be.

    Raises:
        FileError: where that cannot be done.
    """
    try:
        path.mkdir(parents=True, exist_ok=True)
        for number, picture in enumerate(pictures):
            shutil.copyfile(picture, path / picture_name(number))
            if not progress((number + 1) / len(pictures)):
                return
    except OSError as error:
        raise write_error(path, error) from None


def write_gif(pictures: Sequence[Path], path: Path, rate: float, progress: Progress) -> None:
    """Write an animated GIF that begins again at its end.

    Args:
        pictures: PNG files of one size.
        path: the file.
        rate: pictures a second; a GIF counts in hundredths of a second.
        progress: told the share done; False leaves it.

    Raises:
        FileError: where it was not saved.
    """
    check_target(path)
    going = True

    def frames() -> Iterator[Image.Image]:
        nonlocal going
        for number, picture in enumerate(pictures):
            going = going and progress(number / len(pictures))
            if not going:
                return
            with Image.open(picture) as image:
                yield image.convert("RGB").quantize(256, dither=Image.Dither.NONE)

    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / "film.gif"
        rest = frames()
        first = next(rest, None)
        if first is None:
            return
        first.save(
            made,
            save_all=True,
            append_images=rest,
            duration=round(100.0 / rate) * 10,
            loop=0,
        )
        if going:
            _keep(path, made)


def write_mp4(pictures: Sequence[Path], path: Path, rate: float, progress: Progress) -> None:
    """Write an MP4 with the program ffmpeg.

    Raises:
        FileError: where ffmpeg fails or it was not saved.
    """
    check_target(path)
    with tempfile.TemporaryDirectory() as folder:
        for number, picture in enumerate(pictures):
            (Path(folder) / picture_name(number)).symlink_to(picture.resolve())
        made = Path(folder) / "film.mp4"
        progress(0.1)
        command = ["ffmpeg", "-y", "-loglevel", "error", "-framerate", f"{rate:g}", "-i"]
        command += [str(Path(folder) / "%05d.png"), "-pix_fmt", "yuv420p"]
        command += ["-vf", "pad=ceil(iw/2)*2:ceil(ih/2)*2", str(made)]
        try:
            subprocess.run(command, check=True, capture_output=True, timeout=_PATIENCE)
        except (OSError, subprocess.SubprocessError) as error:
            said = getattr(error, "stderr", b"") or str(error).encode()
            reason = said.decode(errors="replace").strip().splitlines()[-1:]
            raise FileError(
                f"{path.name} was not saved: ffmpeg failed ({''.join(reason)}); export a GIF."
            ) from None
        if progress(1.0):
            _keep(path, made)


def _keep(path: Path, made: Path) -> None:
    data = made.read_bytes()

    def check(temporary: Path) -> None:
        if temporary.stat().st_size != len(data):
            raise FileError(f"{path.name} was not saved: it was cut short; try again.")

    replace_file(path, data, check)


def _always() -> bool:
    return True


def _has_ffmpeg() -> bool:
    return shutil.which("ffmpeg") is not None


FORMATS = {
    one.key: one
    for one in (
        FilmFormat("gif", "Animated GIF", ".gif", write_gif, _always),
        FilmFormat("png", "PNG pictures in a folder", "", write_pictures, _always),
        FilmFormat("mp4", "MP4 (with ffmpeg)", ".mp4", write_mp4, _has_ffmpeg),
    )
}
