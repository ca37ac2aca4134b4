"""Where a hand-in is locked in while its answers are called: limits everywhere, and on Linux bubblewrap around it.

In bubblewrap there is no network, no other process, nothing to write into but an empty folder that is gone afterwards, and
nothing to read but Python itself, the child's program and the course's core.
"""

import json
import os
import platform
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
import threading
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ... import data
from ...teach.judge import calling
from ..books import HERE

TIME = 12  # seconds of the processor for all cases of one exercise, the start included
WAIT = 30  # seconds by the clock, for what sleeps, and for a machine that has more to do
MEMORY = 1 << 30  # bytes
WRITTEN = 1 << 20  # bytes of a file
ROOM = 16 << 20  # bytes of the folder that may be written into
OUTPUT = 4 << 20  # bytes of what is sent back
SPENT = getattr(signal, "SIGXCPU", 0)  # the signal that says so where the processor's time is over
CORE = [
    "__init__",
    "data",
    "bigram",
    "nn",
    "mlp",
    "order",
    "autograd",
    "attention",
    "gpt",
    "optim",
    "train",
    "sample",
    "outside",
]
THERE, WORK = "/microgpt-course", "/microgpt-work"


@cache
def why_open():
    """Why hand-ins cannot be locked in on this machine, in a few words; "" where they can."""
    if not sys.platform.startswith("linux"):
        return "bubblewrap, which locks hand-ins in, is for Linux alone"
    if shutil.which("bwrap") is None:
        return "bubblewrap is not installed (Debian, Ubuntu: sudo apt install bubblewrap)"
    tried = subprocess.run([*locked_in("/", ()), sys.executable, "-c", ""], capture_output=True, text=True, check=False)
    said = (tried.stderr.strip().splitlines() or ["it does not start"])[-1]
    return f"bubblewrap does not work here: {said}" if tried.returncode else ""


@contextmanager
def program():
    """A folder with what runs in the cage: the child, `calling`, the core and its lists; nothing that knows what is right."""
    with tempfile.TemporaryDirectory(prefix="microgpt-marks-") as folder:
        there = Path(folder)
        for name in ("child.py", "picked.py"):
            shutil.copyfile(Path(__file__).with_name(name), there / name)
        shutil.copyfile(calling.__file__, there / "calling.py")
        (there / "microgpt").mkdir()
        for name in CORE:
            shutil.copyfile(HERE / "microgpt" / f"{name}.py", there / "microgpt" / f"{name}.py")
        shutil.copytree(data.FOLDER, there / "data", ignore=shutil.ignore_patterns("names_makemore*"))
        yield there


@dataclass
class Sent:
    """The lines that a child sent, and how it ended: "whole", or for want of "time", by too much "output", or by its "death"."""

    lines: list
    ended: str = "whole"


def call(job, there, locked, hidden=()):
    """What a child Sent for a job, as far as it came; locked: in bubblewrap; hidden: folders not to be seen."""
    command = [sys.executable, "-I", "-c", BEGIN, THERE if locked else str(there)]
    with tempfile.TemporaryDirectory(prefix="microgpt-work-") as work, tempfile.TemporaryFile() as asked:
        asked.write(json.dumps(job).encode())
        asked.seek(0)
        with denying() as denied:
            around = [*locked_in(there, hidden), *(["--seccomp", str(denied)] if denied is not None else [])]
            process = subprocess.Popen(
                [*around, *command] if locked else command,
                stdin=asked,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                cwd=None if locked else work,
                env=surroundings(work),
                pass_fds=[denied] if locked and denied is not None else [],
                start_new_session=os.name != "nt",
            )
        sent, ended = heard(process)
        return Sent(lines(sent), ended)


# The limits are set by the process itself, before it reads a word of a hand-in, and cannot be raised again.
BEGIN = f"""
import runpy, sys
try:
    import resource as r
    r.setrlimit(r.RLIMIT_CPU, ({TIME}, {TIME + 1}))
    for what, most in (
        ("AS", {MEMORY}), ("FSIZE", {WRITTEN}), ("CORE", 0), ("NPROC", 0), ("NOFILE", 64), ("STACK", 8 << 20)
    ):
        if hasattr(r, "RLIMIT_" + what):
            r.setrlimit(getattr(r, "RLIMIT_" + what), (most, most))
except ImportError:
    pass
sys.path.insert(0, sys.argv[1])
runpy.run_path(sys.argv[1] + "/child.py", run_name="__main__")
"""


def surroundings(work):
    """The environment of the child: what Python needs to start, and one thread for NumPy."""
    names = ("LD_LIBRARY_PATH",) if os.name != "nt" else ("PATH", "SYSTEMROOT")
    kept = {name: os.environ[name] for name in names if name in os.environ}
    return kept | {"HOME": work, "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "PYTHONDONTWRITEBYTECODE": "1"}


def heard(process):
    """(what a process wrote, how it ended, as of Sent), once it ends, or its time is over, or it is too much."""
    found = bytearray()

    def listen():
        while len(found) < OUTPUT and (piece := os.read(process.stdout.fileno(), 1 << 16)):
            found.extend(piece)

    listener, late = threading.Thread(target=listen, daemon=True), True
    try:
        listener.start()
        listener.join(WAIT)
        late = listener.is_alive()
        if not late and len(found) < OUTPUT:
            with suppress(subprocess.TimeoutExpired):
                process.wait(2)
    finally:
        end(process)
        listener.join(1)
        process.stdout.close() if not listener.is_alive() else None
    return bytes(found[:OUTPUT]), how(late, len(found), process.returncode)


def how(late, many, code):
    """How a process ended that was late, wrote so many bytes, and left this code; bubblewrap makes 128 + n of a signal n."""
    if late or code in (-SPENT, 128 + SPENT):
        return "time"
    return "output" if many >= OUTPUT else "death" if code else "whole"


def end(process):
    """End a process and its children."""
    with suppress(OSError):
        os.killpg(process.pid, signal.SIGKILL) if os.name != "nt" else process.kill()
    process.wait()


def lines(sent):
    """JSON lines, up to the first that is none or not whole."""
    found = []
    for line in sent.split(b"\n")[:-1]:
        try:
            found.append(json.loads(line))
        except (ValueError, RecursionError):
            break
    return found


# ---- bubblewrap ----


def locked_in(there, hidden):
    """The words of bubblewrap: what can be seen, and nothing else."""
    seen = {
        str(Path(path)) for path in ("/usr", "/lib", "/lib64", "/bin", sys.prefix, sys.base_prefix, sys.exec_prefix)
    }
    seen |= {str(Path(sys.executable).resolve().parent.parent), str(Path(sys.prefix).resolve())}
    shown = {path: ["--ro-bind-try", path, path] for path in seen if path != "/"}
    covered = [Path(path).resolve() for path in (HERE, *hidden, *copies(tuple(sorted(seen))))]
    shown |= {
        str(path): ["--tmpfs", str(path)]
        for path in covered
        if any(path.is_relative_to(other) for other in seen) and str(path) not in seen
    }
    words = [word for path in sorted(shown, key=lambda path: path.count("/")) for word in shown[path]]
    return [
        shutil.which("bwrap"), "--unshare-all", *no_more_users(), "--die-with-parent", "--new-session", "--cap-drop", "ALL", *words,
        "--ro-bind-try", "/etc/ld.so.cache", "/etc/ld.so.cache", "--dev-bind", "/dev/null", "/dev/null",
        "--dev-bind", "/dev/urandom", "/dev/urandom", "--ro-bind", str(there), THERE,
        "--size", str(ROOM), "--tmpfs", WORK, "--chdir", WORK, "--setenv", "HOME", WORK, "--remount-ro", "/",
    ]  # fmt: skip


@cache
def copies(seen):
    """Other copies of the course among the packages of a Python that can be seen."""
    places = ("lib*/python*/*-packages/microgpt", "local/lib*/python*/*-packages/microgpt")
    return [found for path in seen for place in places for found in Path(path).glob(place)]


@cache
def no_more_users():
    """The words by which no user namespace can be made inside, where this bubblewrap and this system know them."""
    words = ["--unshare-user", "--disable-userns"]
    tried = [shutil.which("bwrap"), *words, "--ro-bind", "/", "/", sys.executable, "-c", ""]
    return words if subprocess.run(tried, capture_output=True, check=False).returncode == 0 else []


# machine -> (the system calls' dialect, calls that are not permitted): clone fork vfork clone3; add_key request_key keyctl; io_uring_setup, _enter, _register; unshare setns mount umount2 pivot_root
# chroot; open_tree move_mount fsopen fsconfig fsmount fspick mount_setattr; memfd_create userfaultfd perf_event_open ptrace bpf
# process_vm_readv, _writev pidfd_open pidfd_getfd
NEWER = (*range(425, 434), 434, 435, 438, 442)  # the same number on every machine
SYSTEMS = {
    "x86_64": (0xC000003E, (56, 57, 58, 248, 249, 250, 272, 308, 165, 166, 155, 161, 319, 323, 298, 101, 321, 310, 311, *NEWER)),
    "aarch64": (0xC00000B7, (220, 217, 218, 219, 97, 268, 40, 39, 41, 51, 279, 282, 241, 117, 280, 270, 271, *NEWER)),
}  # fmt: skip


@contextmanager
def denying():
    """A file descriptor with a filter of system calls: nothing is started, mounted, or left in the kernel; None without one."""
    if not sys.platform.startswith("linux") or platform.machine() not in SYSTEMS:
        yield None
        return
    with tempfile.TemporaryFile() as file:
        file.write(filter_of(*SYSTEMS[platform.machine()]))
        file.seek(0)
        yield file.fileno()


def filter_of(dialect, numbers):
    """A program of the kernel's packet filter: another dialect ends the process, these calls are not permitted."""
    load, equal, at_least, answer = 0x20, 0x15, 0x35, 0x06
    code = [(load, 0, 0, 4), (equal, 1, 0, dialect), (answer, 0, 0, 0x80000000), (load, 0, 0, 0)]
    code += [(at_least, len(numbers) + 1, 0, 0x40000000)]
    code += [(equal, len(numbers) - i, 0, number) for i, number in enumerate(numbers)]
    code += [(answer, 0, 0, 0x7FFF0000), (answer, 0, 0, 0x00050001)]
    return b"".join(struct.pack("HBBI", *line) for line in code)
