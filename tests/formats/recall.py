#!/usr/bin/env python3
"""How much of each Word document the reader reads, measured against LibreOffice.

Run by hand; needs LibreOffice (Debian: libreoffice-writer) and a built equilint:

    python3 tests/formats/recall.py target/release/equilint FOLDER

Every .docx under FOLDER is converted to text by LibreOffice and read by `equilint text`; the words of both are
compared as multisets. Left out on both sides, because they are no words of the text: web and mail addresses (equilint
puts a placeholder for them) and, of LibreOffice's text, the numbers and letters that it puts before list items.
LibreOffice writes deleted tracked text too, so a file with tracked deletions shows less recall than it has.
Fails when the recall over all files is below 0.985.
"""

import collections
import json
import pathlib
import re
import subprocess
import sys
import tempfile

ADDRESS = re.compile(r"\S*(?:://|www\.|@)\S*")
LABEL = re.compile(r"^\s*(?:[\[(]?(?:\d+|[A-Za-z]|[ivxlcdm]+)[\].)]|(?:\d+\.)+\d*|Article [IVXLC]+\.?)\s+", re.MULTILINE)
WORD = re.compile(r"[^\W_]+")


def words(text):
    text = text.replace("\u00ad", "").replace("\ufffc", " ")
    return collections.Counter(word.lower() for word in WORD.findall(ADDRESS.sub(" ", text)))


def main():
    program, folder = sys.argv[1], pathlib.Path(sys.argv[2])
    found = total = ours = 0
    with tempfile.TemporaryDirectory() as scratch:
        scratch = pathlib.Path(scratch)
        for number, path in enumerate(sorted(folder.rglob("*.docx"))):
            copy = scratch / f"{number}.docx"
            copy.write_bytes(path.read_bytes())
            subprocess.run(
                ["soffice", "--headless", f"-env:UserInstallation=file://{scratch}/profile",
                 "--convert-to", "txt:Text", "--outdir", scratch, copy],
                check=True, capture_output=True, timeout=300)
            theirs = words(LABEL.sub("", (scratch / f"{number}.txt").read_text("utf-8-sig")))
            read = subprocess.run([program, "text", "--format", "json", path], capture_output=True, text=True)
            if read.returncode:
                print(f"unread   {path.relative_to(folder)}: {read.stderr.strip()}")
                total += theirs.total()
                continue
            blocks = [json.loads(line)["text"] for line in read.stdout.splitlines()]
            mine = words("\n".join(blocks))
            shared = (theirs & mine).total()
            found, total, ours = found + shared, total + theirs.total(), ours + mine.total()
            print(f"{shared / max(1, theirs.total()):.4f}   {path.relative_to(folder)}"
                  f"   missing {(theirs - mine).most_common(4)}   more {(mine - theirs).most_common(4)}")
    recall = found / max(1, total)
    print(f"recall {recall:.4f}, precision {found / max(1, ours):.4f}, {total} words")
    sys.exit(recall < 0.985)


if __name__ == "__main__":
    main()
