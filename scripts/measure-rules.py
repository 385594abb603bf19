#!/usr/bin/env python3
"""Measure what ten times the phrase rules cost.

    cargo build --release && scripts/measure-rules.py FOLDER [PROGRAM]

FOLDER holds the documents. The embedded phrase rules and their vocabulary are written nine times more, under other ids
and with other words: each content word gives way to an invented one of its shape. Prints the processor time of runs over
FOLDER and over one short document (what loading them costs), and ends with 1 where the ratio over FOLDER is above its
limit. Runs take turns; the best of several counts.
"""

import json
import re
import resource
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

RULES = Path(__file__).parent.parent / "rules"
TIMES = 10
RUNS = 7
LIMIT = 1.3
# Words that are more frequent carry no meaning, and stay. Per million.
SMALL = 1500
CONSONANTS = "bcdfghjklmnpqrstvwxz"
WORD = re.compile(r"\{[^}]*\}|~\d+|[^\W\d_][\w’']*")


def rules():
    """Phrase rules and words of every rule file."""
    phrases, words = [], {}
    for file in sorted(RULES.rglob("*.toml")):
        data = tomllib.loads(file.read_text())
        phrases += data.get("phrase", [])
        for name, entries in data.get("words", {}).items():
            words.setdefault(name, []).extend(entries)
    frequency = tomllib.loads((RULES / "frequency.toml").read_text())["frequency"]
    return phrases, words, frequency


def shift(pattern, copy, other):
    """`pattern` with other words and the vocabulary of `copy`."""

    def one(found):
        word = found[0]
        if word[0] == "{":
            name = word[1:-1]
            ending = "?" if name.endswith("?") else ""
            return "{" + name.removesuffix("?") + f"-{copy}{ending}" + "}"
        if word[0] == "~" or pattern[found.start() - 1 : found.start()] == "/":
            return word
        return other(word, copy)

    return WORD.sub(one, pattern)


def write(folder):
    """Nine more copies of every phrase rule, in `folder`; how many."""
    phrases, words, frequency = rules()

    def other(word, copy):
        # Short words are mostly small words.
        if len(word) < 4 or frequency.get(word.lower(), 0) > SMALL:
            return word
        shifted = (CONSONANTS.find(letter) for letter in word)
        turned = lambda at: CONSONANTS[(at + copy) % len(CONSONANTS)]
        return "".join(old if at < 0 else turned(at) for old, at in zip(word, shifted))

    count = 0
    for copy in range(2, TIMES + 1):
        out = ["[words]"]
        for name, entries in words.items():
            entries = [shift(entry, copy, other) for entry in entries]
            out.append(f"{json.dumps(f'{name}-{copy}')} = {json.dumps(entries, ensure_ascii=False)}")
        for rule in phrases:
            out.append("[[phrase]]")
            kept = {"id": f"{rule['id']}-{copy}", "message": rule["message"], "why": "Why."}
            for key in ("severity", "within"):
                if key in rule:
                    kept[key] = rule[key]
            if "find" in rule:
                kept["find"] = [shift(p, copy, other) for p in rule["find"]]
            if "together" in rule:
                kept["together"] = [
                    [shift(p, copy, other) if "{" in p else p for p in group]
                    for group in rule["together"]
                ]
            count += 1
            out += [f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in kept.items()]
        (folder / f"copy-{copy}.toml").write_text("\n".join(out) + "\n")
    return len(phrases), count


def cost(*args):
    """Processor seconds of one run."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(args, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode not in (0, 1):
        sys.exit(done.stderr.decode())
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main():
    documents = sys.argv[1]
    program = str(Path(sys.argv[2] if len(sys.argv) > 2 else "target/release/equilint").resolve())
    with tempfile.TemporaryDirectory() as folder:
        own, more = write(Path(folder))
        short = Path(folder) / "short.md"
        short.write_text("Rooms open at nine.\n")
        check = [program, "--jobs", "1", "--format", "short", "--exit-zero", "--no-config"]
        few, many, start, start_many = [], [], [], []
        for _ in range(RUNS):
            few.append(cost(*check, documents))
            many.append(cost(*check, documents, "--rules", folder))
            start.append(cost(*check, str(short)))
            start_many.append(cost(*check, str(short), "--rules", folder))
    ratio = min(many) / min(few)
    print(f"{own} phrase rules: {min(few):.2f} s, {min(start) * 1000:.0f} ms to start")
    print(f"{more} more:          {min(many):.2f} s, {min(start_many) * 1000:.0f} ms to start")
    print(f"{ratio:.2f} times the processor time; the limit is {LIMIT}")
    sys.exit(ratio > LIMIT)


if __name__ == "__main__":
    main()
