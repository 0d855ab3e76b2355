#!/usr/bin/env bash
# Packages: pygls 2.1.1, lsprotocol 2025.0.0 (PyPI);
# vscode-languageserver-textdocument 1.0.16 (npm) as the neighbour
#
# Expected: LSP 3.17 ("Text Documents") knows three ends of line: LF, CR LF and CR. A form
# feed, which text taken from a PDF holds at each page, or U+2028 from a web page is a
# character inside its line.
#
# Seen: pygls splits its documents with Python's str.splitlines, which ends lines at VT,
# FF, FS, GS, RS, NEL, U+2028 and U+2029 too. Behind the first of these every line number is
# off, and an incremental change from the client is put in the wrong place without an
# error: client and server hold different texts from then on.
set -euo pipefail

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" -q --disable-pip-version-check install pygls==2.1.1 lsprotocol==2025.0.0
cd "$dir"
npm --silent --no-audit --no-fund install --prefix "$dir" vscode-languageserver-textdocument@1.0.16

cat > check.cjs <<'JS'
const { TextDocument } = require('vscode-languageserver-textdocument')
const document = TextDocument.create('file:///draft.txt', 'plaintext', 1, process.argv[2])
const range = { start: { line: 1, character: 0 }, end: { line: 1, character: 1 } }
TextDocument.update(document, [{ range, text: '丁' }], 2)
process.stdout.write(document.getText())
JS
cat > check.py <<'PY'
import subprocess

from lsprotocol import types
from pygls.workspace import PositionCodec, TextDocument

seen = {}
for mark in "\f", "\v", "\x85", "\u2028":
    draft = f"甲{mark}乙\n丙"
    document = TextDocument(
        "file:///draft.txt",
        draft,
        sync_kind=types.TextDocumentSyncKind.Incremental,
        position_codec=PositionCodec(),
    )
    assert len(document.lines) == 3, document.lines
    place = types.Range(types.Position(1, 0), types.Position(1, 1))
    document.apply_change(types.TextDocumentContentChangePartial(range=place, text="丁"))
    client = subprocess.run(["node", "check.cjs", draft], capture_output=True, check=True)
    assert client.stdout.decode() == f"甲{mark}乙\n丁", client.stdout
    assert document.source == f"甲{mark}丁\n丙", document.source
    seen[f"U+{ord(mark):04X}"] = document.source
print("change of line 1 as pygls applied it:", seen)
PY
"$dir/venv/bin/python" check.py
