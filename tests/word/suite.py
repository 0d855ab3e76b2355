"""Word files as other programs write them: read, checked, annotated, opened again.

Run by `cargo xtask test --only word`, which names the program in NIANBAO and
installs LibreOffice, poppler and python-docx. Each case prints one line; the
last lines count them.
"""

import collections
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import zipfile

import docx

ROOT = pathlib.Path(__file__).resolve().parents[2]
NIANBAO = os.environ["NIANBAO"]
# Its lines were broken by a PDF: as paragraphs of Word each stands alone.
BROKEN_BY_A_PDF = "11-pdf-hard-wrapped.txt"
# LibreOffice 7.4 writes a number sign for a vertical tab of a text: another text than it was given.
HAS_A_VERTICAL_TAB = "12-word-leftovers.txt"

passed = failed = 0


def case(name, work):
    """Runs one case and says how it went."""
    global passed, failed
    try:
        work()
    except Exception as error:  # every failure is told, the others still run
        failed += 1
        print(f"not ok - {name}: {error!r}"[:2000])
    else:
        passed += 1
        print(f"ok - {name}")


def nianbao(*arguments):
    done = subprocess.run([NIANBAO, *map(str, arguments)], capture_output=True, text=True, encoding="utf-8")
    assert done.returncode in (0, 1), (arguments, done.returncode, done.stderr)
    return done.stdout


def outline(path):
    """The outline as it is read, without lines."""
    read = json.loads(nianbao("outline", path, "--format", "json", "--allow-unrecognised"))

    def strip(node):
        return [node["kind"], node["role"], node["number"], node["title"], [strip(c) for c in node["children"]]]

    report = read["report"] and [read["report"][key] for key in ("schema", "title", "issuer", "report_year", "plan_year")]
    texts = [[item["text"] for item in read[key]] for key in ("problems", "plans")]
    return [report, [strip(node) for node in read["outline"]], texts]


def findings(path):
    read = json.loads(nianbao("check", path, "--format", "json", "--allow-unrecognised"))
    return sorted((f["rule"], f["severity"], f["quote"]) for file in read["files"] for f in file["diagnostics"])


def without_blanks(text):
    return re.sub(r"\s", "", text)


def same_draft(word, text):
    """A Word file says what the text says that it was made from."""
    assert outline(word) == outline(text)
    assert findings(word) == findings(text)
    imported = nianbao("import", word)
    plain = re.sub(r"\\([\\`*_\[<~|&#>=+-])", r"\1", imported)
    assert without_blanks(plain) == without_blanks(text.read_text(encoding="utf-8")), "the text has changed"


def by_python_docx(text, path):
    document = docx.Document()
    for line in text.read_text(encoding="utf-8").splitlines():
        document.add_paragraph(line)
    document.save(path)


def by_libreoffice(texts, folder):
    done = subprocess.run(
        ["soffice", "--headless", "--infilter=Text (encoded):UTF8,LF,,,", "--convert-to", "docx:MS Word 2007 XML", "--outdir", folder, *texts],
        capture_output=True, text=True, timeout=600)
    assert done.returncode == 0, done.stderr


def comments(path):
    """How many comments a file has, and the words that each stands at."""
    with zipfile.ZipFile(path) as archive:
        if "word/comments.xml" not in archive.namelist():
            return 0, []
        count = archive.read("word/comments.xml").decode().count("<w:comment ")
        body = archive.read("word/document.xml").decode()
    words = []
    for start in re.finditer(r'<w:commentRangeStart w:id="(\d+)"/>', body):
        end = body.index(f'<w:commentRangeEnd w:id="{start[1]}"/>', start.end())
        inside = re.sub(r"<w:ins [^>]*Nianbao.*?</w:ins>", "", body[start.end():end])
        words.append("".join(re.findall(r"<w:(?:t|delText)(?: [^>]*)?>([^<]*)<", inside)))
    return count, words


def annotated(word, out):
    """Every finding is a comment at its words; parts that are not touched stay byte for byte."""
    nianbao("check", word, "--annotate", "--fix", "-o", out, "--allow-unrecognised")
    read = json.loads(nianbao("check", word, "--format", "json", "--allow-unrecognised"))
    groups = {}
    for file in read["files"]:
        for number, finding in enumerate(file["diagnostics"]):
            groups.setdefault(finding.get("group", f"alone {number}"), finding["quote"])
    count, words = comments(out)
    assert count == len(groups), (count, len(groups))
    wanted = collections.Counter(without_blanks(quote)[:12] for quote in groups.values())
    found = collections.Counter(without_blanks(word)[:12] for word in words)
    missing = {quote: n for quote, n in (wanted - found).items() if quote}
    assert not missing, missing
    with zipfile.ZipFile(word) as before, zipfile.ZipFile(out) as after:
        for name in before.namelist():
            if name in ("word/document.xml", "word/_rels/document.xml.rels", "[Content_Types].xml", "word/comments.xml"):
                continue
            assert before.read(name) == after.read(name), name
    assert without_blanks(nianbao("import", "--original", out)) == without_blanks(nianbao("import", word)), "the text has changed"


def opens_in_libreoffice(files, folder):
    done = subprocess.run(["soffice", "--headless", "--convert-to", "pdf", "--outdir", folder, *files], capture_output=True, text=True, timeout=600)
    assert done.returncode == 0, done.stderr
    for file in files:
        page = subprocess.run(["pdftotext", folder / f"{file.stem}.pdf", "-"], capture_output=True, text=True, check=True).stdout
        first = next(p.text.strip() for p in docx.Document(file).paragraphs if p.text.strip())
        assert first[:6] in without_blanks(page), file.name


def main():
    texts = sorted((ROOT / "tests/fixtures/reports").glob("*.txt")) + sorted((ROOT / "samples").glob("*.txt"))
    published = sorted((ROOT.parent / "shared/reports").glob("*.txt"))
    if not published:
        print("# ../shared/reports is not there: the published reports were not converted")

    def readable(path):
        try:
            return path.name != BROKEN_BY_A_PDF and bool(path.read_text(encoding="utf-8"))
        except UnicodeDecodeError:
            return False

    texts = [path for path in texts + published if readable(path)]
    with tempfile.TemporaryDirectory() as temporary:
        folder = pathlib.Path(temporary)
        for name in ("python", "libreoffice", "annotated", "pages"):
            (folder / name).mkdir()
        by_libreoffice(texts, folder / "libreoffice")
        copies = []
        for text in texts:
            made = folder / "python" / f"{text.stem}.docx"
            by_python_docx(text, made)
            case(f"python-docx, {text.name}", lambda: same_draft(made, text))
            converted = folder / "libreoffice" / f"{text.stem}.docx"
            if text.name != HAS_A_VERTICAL_TAB:
                case(f"LibreOffice, {text.name}", lambda: same_draft(converted, text))
            copy = folder / "annotated" / f"{text.stem}.docx"
            case(f"annotated, {text.name}", lambda: annotated(converted, copy))
            copies.append(copy)
        case("annotated files open in LibreOffice", lambda: opens_in_libreoffice([c for c in copies if c.exists()], folder / "pages"))
    print(f"pass {passed}\nfail {failed}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
