#!/usr/bin/env python3
"""Measure the PDF reader against pdftotext. Run by hand: it needs poppler-utils and a folder of PDFs.

    cargo build --release
    python3 scripts/measure-pdf.py target/release/equilint FOLDER

For every PDF below FOLDER: the share of pdftotext's words that `equilint text` has too, and the share of equilint's
words that pdftotext has. Words broken at line ends are joined on both sides, ligatures folded, capitals folded.

- raw: a word is any run of letters and digits, counted as often as it occurs. The numbers of list items, page numbers
  and running heads, which equilint leaves out on purpose, count as missing.
- prose: a word has two letters or more, and a line that pdftotext shows among the first or last four of at least three
  pages and a third of all pages (numbers apart) counts once.

Then the processor time of both programs over all files, starting them included, and the memory of the largest process
of either.

Exits with 1 where a goal is missed: prose recall of 0.96 over all words of files with text, no crash, no time-out.
"""

import argparse
import collections
import json
import pathlib
import re
import resource
import subprocess
import sys
import unicodedata

WORD = re.compile(r"\w+", re.UNICODE)
LETTERS = re.compile(r"[^\W\d_]{2,}", re.UNICODE)


def words(text, pattern=WORD):
    text = unicodedata.normalize("NFKC", text).replace("\u00ad\n", "").replace("\u00ad", "")
    joined = re.sub(r"(?<=\w)[-\u2010]\n\s*(?=[a-z])", "", text)
    return collections.Counter(word.lower() for word in pattern.findall(joined))


def without_furniture(text):
    """pdftotext's text with every running head and foot once."""
    pages = [page.splitlines() for page in text.rstrip("\f").split("\f")]
    key = lambda line: re.sub(r"[\W\d]+", "", line.lower())
    ends = []
    for page in pages:
        full = [index for index, line in enumerate(page) if key(line)]
        ends.append(set(full[:4] + full[-4:]))
    seen = collections.Counter(name for page, end in zip(pages, ends) for name in {key(page[index]) for index in end})
    shown, out = set(), []
    for page, end in zip(pages, ends):
        for index, line in enumerate(page):
            name = key(line)
            if index in end and seen[name] >= 3 and seen[name] * 3 >= len(pages):
                if name in shown:
                    continue
                shown.add(name)
            out.append(line)
    return "\n".join(out)


def run(command):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    try:
        done = subprocess.run(command, capture_output=True, timeout=120)
        out, code = done.stdout, done.returncode
        err = done.stderr.decode("utf-8", "replace")
    except subprocess.TimeoutExpired:
        out, code, err = b"", 124, "time-out"
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return out.decode("utf-8", "replace"), err, code, cpu


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("equilint")
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--plain", action="store_true", help="EQUILINT prints text alone for `EQUILINT text FILE`")
    parser.add_argument("-v", action="store_true", help="every file, worst first, with the words that are missing")
    args = parser.parse_args()
    files = sorted(args.folder.rglob("*.pdf"))
    totals = {"raw": collections.Counter(), "prose": collections.Counter()}
    ours_cpu = theirs_cpu = 0.0
    rows, unread, failed = [], [], []
    for file in files:
        theirs, _, _, cpu = run(["pdftotext", str(file), "-"])
        theirs_cpu += cpu
        if args.plain:
            ours, err, code, cpu = run([args.equilint, "text", str(file)])
        else:
            ours, err, code, cpu = run([args.equilint, "text", "--format", "json", str(file)])
        ours_cpu += cpu
        if code not in (0, 1, 2) or "panicked" in err:
            failed.append((file, code, err[:200]))
        text = ours if args.plain else "\n".join(json.loads(line)["text"] for line in ours.splitlines())
        if args.plain and ours.startswith("ERR "):
            text, err = "", ours
        count = sum(words(theirs).values())
        if not words(text):
            unread.append((file, count, " ".join(err.split())))
            if count < 25:
                continue
        for kind, reference, mine in (
            ("raw", words(theirs), words(text)),
            ("prose", words(without_furniture(theirs), LETTERS), words(text, LETTERS)),
        ):
            hits = sum((mine & reference).values())
            totals[kind].update(hits=hits, wanted=sum(reference.values()), given=sum(mine.values()))
        shares = hits / max(sum(reference.values()), 1), hits / max(sum(mine.values()), 1)
        rows.append((*shares, count, file, reference - mine, mine - reference))
    rows.sort(key=lambda row: row[0])
    for recall, precision, count, file, missing, extra in rows if args.v else rows[:8]:
        print(f"{recall:.4f} {precision:.4f} {count:6} {file.relative_to(args.folder)}")
        if args.v and recall < 0.98:
            print("        missing:", " ".join(word for word, _ in missing.most_common(25)))
            print("        extra:  ", " ".join(word for word, _ in extra.most_common(25)))
    for file, count, why in unread:
        print(f"unread ({count} words in pdftotext) {file.relative_to(args.folder)}: {why}")
    for file, code, err in failed:
        print(f"FAILED {code} {file}: {err}")
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"{len(files)} files, {len(unread)} unread, {len(failed)} failed")
    for kind, total in totals.items():
        recall, precision = total["hits"] / max(total["wanted"], 1), total["hits"] / max(total["given"], 1)
        print(f"{kind:5}: word recall {recall:.4f}, precision {precision:.4f} over {total['wanted']} words")
    print(f"processor time {ours_cpu:.2f} s, pdftotext {theirs_cpu:.2f} s; largest process of either {peak:.0f} MB")
    return 0 if recall >= 0.96 and not failed else 1


if __name__ == "__main__":
    sys.exit(main())
