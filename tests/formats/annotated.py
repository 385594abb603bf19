#!/usr/bin/env python3
"""What an annotated copy of each Word document keeps and holds, checked with pandoc and LibreOffice.

Run by hand; needs pandoc and LibreOffice (Debian: pandoc, libreoffice-writer) and a built equilint:

    python3 tests/formats/annotated.py target/release/equilint FOLDER

For every .docx under FOLDER: `pandoc --track-changes=reject` of the copy equals that of the original; every part but
those that comments need is the same; the copy holds one comment of equilint for each finding; LibreOffice opens it.
Fails when any of this does not hold.
"""

import json
import pathlib
import re
import subprocess
import sys
import tempfile
import zipfile

MAY_CHANGE = re.compile(r"^(word/(document\d*|comments\d*)\.xml|word/_rels/document\d*\.xml\.rels|\[Content_Types\]\.xml)$")
COMMENT = re.compile(r"<office:annotation [^>]*>(?:(?!</office:annotation>).)*?<dc:creator>equilint</dc:creator>", re.DOTALL)


def rejected(path):
    return subprocess.run(["pandoc", "--track-changes=reject", "-f", "docx", "-t", "plain", path],
                          check=True, capture_output=True, timeout=300).stdout


def main():
    program, folder = sys.argv[1], pathlib.Path(sys.argv[2])
    wrong = files = comments = changes = 0
    with tempfile.TemporaryDirectory() as scratch:
        scratch = pathlib.Path(scratch)
        for number, path in enumerate(sorted(folder.rglob("*.docx"))):
            copy = scratch / f"{number}.docx"
            run = subprocess.run([program, "annotate", path, "-o", copy], capture_output=True, text=True)
            if not copy.exists():
                print(f"WRONG  {path.relative_to(folder)}: {run.stderr.strip()}")
                wrong += 1
                continue
            findings = json.loads(subprocess.run(
                [program, "check", "--format", "json", path], capture_output=True, text=True).stdout)["findings"]
            before, after = zipfile.ZipFile(path), zipfile.ZipFile(copy)
            faults = []
            for name in before.namelist():
                if not MAY_CHANGE.match(name) and before.getinfo(name).CRC != after.getinfo(name).CRC:
                    faults.append(f"{name} changed")
            written = "".join(after.read(name).decode() for name in after.namelist() if re.match(r"word/comments\d*\.xml", name))
            count = len(re.findall(r'<\w+:comment [^>]*author="equilint"', written))
            if count != len(findings):
                faults.append(f"{count} comments for {len(findings)} findings")
            if rejected(path) != rejected(copy):
                faults.append("rejecting all does not give the original")
            subprocess.run(["soffice", "--headless", f"-env:UserInstallation=file://{scratch}/profile",
                            "--convert-to", "odt", "--outdir", scratch, copy],
                           capture_output=True, timeout=300)
            odt = copy.with_suffix(".odt")
            opened = zipfile.ZipFile(odt).read("content.xml").decode() if odt.exists() else ""
            shown = len(COMMENT.findall(opened))
            if shown != len(findings):
                faults.append(f"LibreOffice shows {shown} comments for {len(findings)} findings")
            inserted = after.read("word/document.xml").decode().count('<w:ins w:id="') if "word/document.xml" in after.namelist() else 0
            files, comments, changes = files + 1, comments + count, changes + inserted
            wrong += bool(faults)
            print(f"{'WRONG' if faults else 'ok   '}  {path.relative_to(folder)}: {count} comments, {inserted} insertions {'; '.join(faults)}")
    print(f"{files} files, {comments} comments, {changes} insertions, {wrong} wrong")
    sys.exit(wrong > 0)


if __name__ == "__main__":
    main()
