#!/usr/bin/env bash
# Packages: mdformat 1.0.0, mdformat-gfm 1.0.0, markdown-it-py 4.3.0 (PyPI)
#
# Expected: without a plug-in for footnotes the line `[^1]: ...` is a plain paragraph and
# its words stay as they are; so it is with an English note.
#
# Seen: a Chinese note is written without spaces, so the whole sentence is a valid
# destination of a link reference definition (CommonMark 0.31, 4.7: a label, a colon, a
# run of characters without space). mdformat takes the note for a URL and writes it in
# percent codes: nobody can read the file any more. Its check of the rendered HTML passes,
# as the HTML has had no note at all, only a link whose address is the note's text.
set -euo pipefail

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" -q --disable-pip-version-check install \
  mdformat==1.0.0 mdformat-gfm==1.0.0 markdown-it-py==4.3.0
cd "$dir"

cat > check.py <<'PY'
import pathlib
import subprocess
import sys
from urllib.parse import quote

from markdown_it import MarkdownIt


def format_file(text):
    path = pathlib.Path("draft.md")
    path.write_text(text, encoding="utf-8")
    status = subprocess.run([sys.executable, "-m", "mdformat", "draft.md"]).returncode
    assert status == 0, status
    return path.read_text(encoding="utf-8")


english = "Cases closed[^1].\n\n[^1]: Figures of the bureau of justice.\n"
note = "数据来源于市司法局，截至十二月底。"
chinese = f"全年办结15件[^1]。\n\n[^1]: {note}\n"

kept = format_file(english)
assert "Figures of the bureau of justice." in kept, kept
changed = format_file(chinese)
assert note not in changed, changed
assert changed == f"全年办结15件[^1]。\n\n[^1]: {quote(note)}\n", changed
html = MarkdownIt("gfm-like", {"linkify": False}).render(chinese)
assert html == f'<p>全年办结15件<a href="{quote(note)}">^1</a>。</p>\n', html
print(f"English note kept; Chinese note became {changed.splitlines()[-1][:28]}...")
PY
"$dir/venv/bin/python" check.py
