"""What the tests of beyond/ share: PyTorch, or a skip with the reason; where MICROGPT_TORCH is set, it must be there."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

BEYOND = Path(__file__).parent.parent / "beyond"
if "MICROGPT_TORCH" in os.environ:
    import torch
else:
    torch = pytest.importorskip("torch", reason="needs PyTorch: the extra `torch` of pyproject.toml says how to get it")
sys.path.append(str(BEYOND))
torch.set_num_threads(1)
ALONE = [sys.executable]


def together(processes):
    """torchrun on this machine, whether its name has an address or not."""
    words = ["--standalone", "--local_addr", "127.0.0.1", "--nproc_per_node", str(processes)]
    return [sys.executable, "-m", "torch.distributed.run", *words]


def started(command, *words, session=False, **environment):
    """train_torch.py as a process: command is ALONE or together(2); in a session of its own, if that is wanted."""
    words = [*command, str(BEYOND / "train_torch.py"), *map(str, words)]
    environment = {**os.environ, "OMP_NUM_THREADS": "1", **environment}
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    return subprocess.Popen(words, env=environment, start_new_session=session, **pipes)


def trained(command, *words, **environment):
    """The same, when it has ended: (exit code, what it said, what it complained of)."""
    with started(command, *words, **environment) as process:
        said, complained = process.communicate(timeout=120)
    return process.returncode, said, complained


def complaints(text):
    """The lines that are the script's own: torchrun adds a page, and gloo what it likes."""
    return [line for line in text.splitlines() if line.startswith("train_torch.py: ")]
