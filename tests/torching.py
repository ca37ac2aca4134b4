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
    return [sys.executable, "-m", "torch.distributed.run", "--standalone", "--nproc_per_node", str(processes)]


def trained(command, *words, **environment):
    """A finished train_torch.py: command is ALONE or together(2)."""
    words = [*command, str(BEYOND / "train_torch.py"), *map(str, words)]
    environment = {**os.environ, "OMP_NUM_THREADS": "1", **environment}
    return subprocess.run(words, capture_output=True, text=True, env=environment, timeout=120, check=False)
