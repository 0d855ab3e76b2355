#!/usr/bin/env bash
# Packages: docx2python 3.7.1, docx2txt 0.9, mammoth 1.13.0 (PyPI)
#
# Expected: a sentence that the drafter moved under tracked changes is read once. ECMA-376
# part 1, 17.13.5.22 (moveFrom) is the old place of moved content, 17.13.5.25 (moveTo) the
# new one; both readers leave deleted text (w:del) out, as the text after the changes.
#
# Seen: docx2python and docx2txt give moved text at both places. Deleted text escapes them
# only because it stands in w:delText; moved text stands in w:t. Sums and repeated
# sentences counted on such a text are wrong. mammoth gives it once.
set -euo pipefail

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" -q --disable-pip-version-check install \
  docx2python==3.7.1 docx2txt==0.9 mammoth==1.13.0 python-docx==1.2.0
cd "$dir"

cat > check.py <<'PY'
import docx
import docx2txt
import mammoth
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx2python import docx2python

document = docx.Document()


def add(inner):
    document.element.body.insert(-1, parse_xml(f"<w:p {nsdecls('w')}>{inner}</w:p>"))


def change(kind, number, run):
    return f'<w:{kind} w:id="{number}" w:author="A" w:date="2024-12-31T00:00:00Z">{run}</w:{kind}>'


case = "<w:r><w:t>办结案件15件。</w:t></w:r>"
add(change("moveFrom", 1, case))
add("<w:r><w:t>其他情况。</w:t></w:r>" + change("del", 2, "<w:r><w:delText>废文。</w:delText></w:r>"))
add(change("moveTo", 3, case))
document.save("draft.docx")

with docx2python("draft.docx") as reader:
    first = reader.text
second = docx2txt.process("draft.docx")
with open("draft.docx", "rb") as file:
    third = mammoth.extract_raw_text(file).value
assert "废文" not in first + second + third
counts = [text.count("办结案件15件。") for text in (first, second, third)]
assert counts == [2, 2, 1], counts
print("moved sentence: docx2python %d times, docx2txt %d times, mammoth once" % tuple(counts[:2]))
PY
"$dir/venv/bin/python" check.py
