#!/usr/bin/env bash
# Packages: docx2python 3.7.1, docx2txt 0.9, mammoth 1.13.0 (PyPI), docx-preview 0.4.1 with
# jsdom 29.1.1 (npm)
#
# Expected: a sentence that the drafter moved under tracked changes is read once. ECMA-376
# part 1, 17.13.5 has w:moveFrom at the old place of moved content, w:moveTo at the new one.
# All readers here leave deleted text (w:del) out and give inserted text (w:ins): they show
# the text after the changes.
#
# Seen: docx2python and docx2txt give moved text at both places. Deleted text escapes them
# only because it stands in w:delText; moved text stands in w:t. Sums and repeated
# sentences counted on such a text are wrong. docx-preview shows it at neither place: the
# sentence is gone from the page. Only mammoth gives it once.
set -euo pipefail

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" -q --disable-pip-version-check install \
  docx2python==3.7.1 docx2txt==0.9 mammoth==1.13.0 python-docx==1.2.0
cd "$dir"
npm --silent --no-audit --no-fund install --prefix "$dir" docx-preview@0.4.1 jsdom@29.1.1

cat > check.cjs <<'JS'
const fs = require('node:fs')
const { JSDOM } = require('jsdom')
const { window } = new JSDOM('<!doctype html><body></body>')
Object.assign(global, { window, document: window.document })
for (const name of ['Node', 'Element', 'HTMLElement', 'DOMParser']) global[name] = window[name]
const page = window.document.body
require('docx-preview')
  .renderAsync(fs.readFileSync('draft.docx'), page, null, { useBase64URL: true })
  .then(() => process.stdout.write(page.querySelector('section').textContent))
JS
cat > check.py <<'PY'
import subprocess

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
new = "<w:r><w:t>增文。</w:t></w:r>"
add("<w:r><w:t>其他情况。</w:t></w:r>" + change("ins", 4, new) + change("del", 2, "<w:r><w:delText>废文。</w:delText></w:r>"))
add(change("moveTo", 3, case))
document.save("draft.docx")

with docx2python("draft.docx") as reader:
    first = reader.text
second = docx2txt.process("draft.docx")
with open("draft.docx", "rb") as file:
    third = mammoth.extract_raw_text(file).value
fourth = subprocess.run(["node", "check.cjs"], capture_output=True, check=True).stdout.decode()
for text in (first, second, third, fourth):
    assert "废文" not in text and "增文" in text and "其他情况" in text, text
counts = [text.count("办结案件15件。") for text in (first, second, third, fourth)]
assert counts == [2, 2, 1, 0], counts
print("moved sentence: docx2python %d, docx2txt %d, mammoth %d, docx-preview %d times" % tuple(counts))
PY
"$dir/venv/bin/python" check.py
