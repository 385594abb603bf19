#!/usr/bin/env python3
"""Measure what living with findings costs: a baseline of 10,000 entries, and 10,000 findings as SARIF.

    cargo build --release && scripts/measure-ci.py [PROGRAM]

Prints each figure with its limit, and ends with 1 where one is missed. A busy machine is slower: figures are the best
of several runs, and ratios are of runs that take turns.
"""

import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

PROGRAM = str(Path(sys.argv[1] if len(sys.argv) > 1 else "target/release/equilint").resolve())
RUNS = 9
FAULT = "The library remains neutral on question {n}, and staff refer visitors to the desk."
PLAIN = "Rooms open at nine, and staff at the desk show visitors of house {n} how to reserve one of them. "


def run(folder, *args):
    """Seconds of processor and of clock, and the peak memory in MB, of one run."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    begun = time.monotonic()
    with open(os.devnull, "wb") as nowhere:
        # A process between, so that the peak is that of this run alone.
        script = (
            "import resource, subprocess, sys;"
            "code = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL).returncode;"
            "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss);"
            "sys.exit(code)"
        )
        child = [sys.executable, "-c", script, PROGRAM, *args]
        done = subprocess.run(child, cwd=folder, stdout=subprocess.PIPE, stderr=nowhere)
    wall = time.monotonic() - begun
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode not in (0, 1):
        sys.exit(f"{args} ended with {done.returncode}")
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return used, wall, int(done.stdout) / 1024


def best(runs):
    return tuple(min(column) for column in zip(*runs))


def write(folder, documents, sentences):
    for number in range(documents):
        path = folder / f"{number % 20:02}" / f"policy-{number}.md"
        path.parent.mkdir(exist_ok=True)
        text = "".join(
            f"## Part {part}\n\n{sentences(number * 100 + part)}\n\n{PLAIN.format(n=part) * 8}\n\n"
            for part in range(10)
        )
        path.write_text(f"# Policy {number}\n\n{text}")


def main():
    failed = False

    def figure(name, value, limit, unit):
        nonlocal failed
        failed |= value > limit
        print(f"{name}: {value:.2f} {unit} (at most {limit} {unit})")

    with tempfile.TemporaryDirectory() as top:
        faults = Path(top) / "faults"
        faults.mkdir()
        write(faults, 1000, lambda n: FAULT.format(n=n))
        subprocess.run([PROGRAM, "baseline", "create", "--quiet"], cwd=faults, check=True)
        entries = (faults / "equilint-baseline.json").read_text().count('"fingerprint"')
        print(f"a baseline of {entries} entries for 1,000 documents")

        # What a baseline knows is not drawn, so the run to hold it against has nothing to draw: another manual, without
        # faults, in which every entry is looked for and stale.
        clean = Path(top) / "clean"
        clean.mkdir()
        write(clean, 1000, lambda n: PLAIN.format(n=n))
        (clean / "equilint-baseline.json").write_bytes(
            (faults / "equilint-baseline.json").read_bytes()
        )
        for folder, name in ((faults, "all known"), (clean, "all stale")):
            short = ("--format", "short", "--jobs", "1")
            with_one, without = [], []
            for _ in range(RUNS):
                with_one.append(run(folder, *short))
                without.append(run(folder, *short, "--no-baseline"))
            (a, _, _), (b, _, _) = best(with_one), best(without)
            print(f"  {name}: {a:.3f} s of processor with it, {b:.3f} s without")
            figure(f"  {name}", a / b, 1.1, "times the run without")

        used, wall, peak = best(
            run(faults, "--format", "sarif", "--no-baseline") for _ in range(RUNS)
        )
        print(f"{entries} findings as SARIF: {used:.2f} s of processor")
        profiled = [PROGRAM, "--format", "sarif", "--no-baseline", "--profile"]
        said = subprocess.run(profiled, cwd=faults, capture_output=True, text=True).stderr
        for line in said.splitlines():
            if " ms  " in line:
                print(f"  {line}")
        figure("  clock", wall, 0.5, "s")
        figure("  peak memory", peak, 100, "MB")
    sys.exit(1 if failed else 0)


main()
