#!/usr/bin/env python3
"""Makes a Word document of 35,000 words and measures what reading it costs: processor time under 0.1 s, memory under 60 MB.

    tests/formats/long_docx.py target/release/equilint

Run by hand on an optimised build; needs Python only. The best of ten runs counts, since other work only adds time.
"""

import os
import subprocess
import sys
import tempfile
import zipfile

WORDS, SECONDS, MEGABYTES = 35_000, 0.1, 60

NS = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
PARTS = {
    "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{RELS}"><Relationship Id="a" Type="{OFFICE}" Target="word/document.xml"/></Relationships>',
}
SENTENCE = "The committee meets in the long room and keeps a record of what it was told by members there ."


def run(text, more=""):
    return f'<w:r><w:rPr><w:lang w:val="en-US"/>{more}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def document():
    """Headings, paragraphs in several runs as word processors save them, tables."""
    body, words, number = [], 0, 0
    while words < WORDS:
        number += 1
        body.append(f'<w:p><w:pPr><w:outlineLvl w:val="1"/></w:pPr>{run(f"Section {number}")}</w:p>')
        for _ in range(4):
            runs = "".join(run(word + " ", "<w:b/>" if at % 7 == 0 else "") for at, word in enumerate(SENTENCE.split()))
            body.append(f'<w:p w:rsidR="00A1{number:04}">{runs * 3}</w:p>')
            words += 3 * (len(SENTENCE.split()) - 1)
        cells = "".join(f"<w:tc><w:p>{run(cell)}</w:p></w:tc>" for cell in ("Owner", "Director", "Each January"))
        body.append(f"<w:tbl><w:tr>{cells}</w:tr></w:tbl>")
        words += 4
    return f"<w:document {NS}><w:body>{''.join(body)}</w:body></w:document>"


def measure(command):
    """Processor seconds, and memory at most in MB, of one run."""
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    assert child.returncode == 0, f"{command} ended with {child.returncode}"
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def main():
    program = os.path.abspath(sys.argv[1])
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "long.docx")
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
            for name, text in {**PARTS, "word/document.xml": document()}.items():
                package.writestr(name, text)
        blocks = subprocess.run([program, "text", path], capture_output=True, text=True, check=True)
        print(blocks.stderr.strip(), f"; {os.path.getsize(path) >> 10} kB", sep="")
        runs = [measure([program, "text", path]) for _ in range(10)]
    seconds, memory = min(run[0] for run in runs), max(run[1] for run in runs)
    print(f"{seconds:.3f} s of the processor, {memory:.0f} MB")
    sys.exit(seconds >= SECONDS or memory >= MEGABYTES)


main()
