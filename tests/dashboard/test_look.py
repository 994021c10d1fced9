"""The command that opens the dashboard: says where it is, serves it, leaves when told to, refuses what is wrong."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from pathlib import Path
from urllib.request import Request, urlopen

ROOT = Path(__file__).resolve().parent.parent.parent
COMMAND = [sys.executable, "-m", "goodwill", "dashboard"]


def test_it_says_what_it_does_and_where_it_is_and_leaves_when_interrupted():
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    started = [*COMMAND, "--port", "0", "--workers", "1", "--worlds", "2", "--customers", "100", "--weeks", "2"]
    with subprocess.Popen(started, stderr=subprocess.PIPE, text=True, env=environment) as process:
        assert "opening the dashboard" in process.stderr.readline()
        address = re.search(r"http://127\.0\.0\.1:\d+/?", process.stderr.readline())[0]
        asked = Request(address, headers={"Accept-Language": "de"})     # noqa: S310  this computer's own address
        page = urlopen(asked).read().decode()   # noqa: S310  likewise
        assert '<html lang="de">' in page
        assert re.findall(r'(?:src|href)="(?!/)', page) == []
        process.send_signal(signal.SIGINT)
        assert process.wait(30) == 0


def test_a_scenario_that_is_wrong_is_refused_before_anything_is_opened():
    done = subprocess.run([*COMMAND, "mobile_telekom"], capture_output=True, text=True, cwd=ROOT, check=False)
    assert done.returncode == 2
    assert "did you mean 'mobile_telecom'" in done.stderr
