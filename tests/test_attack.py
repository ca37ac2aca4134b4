"""Whatever is typed or read: one line and exit code 2, or it works; nothing else, and nothing half-written left behind."""

import os
import subprocess
import sys
from pathlib import Path

ATTACK = Path(__file__).with_name("attack.py")
COUNT = 1500


def test_some_thousand_odd_inputs_meet_no_traceback_in_one_process(tmp_path):
    env = {**os.environ, "PYTHONPATH": str(ATTACK.parent.parent)}
    command = [sys.executable, str(ATTACK), str(tmp_path), str(COUNT), "1"]
    done = subprocess.run(command, env=env, capture_output=True, text=True, errors="replace", check=False, timeout=600)
    assert done.returncode == 0, done.stderr[-2000:]
    worked = int(done.stdout.split("of which ")[1].split()[0])
    assert COUNT / 5 < worked < COUNT * 4 / 5  # both kinds are tried
