#!/usr/bin/env bash
# Packages: mdformat 1.0.0 with markdown-it-py 4.3.0 (PyPI); markdown-it 15.0.3 (npm)
# as the neighbour.
#
# Expected: the indent of a Chinese paragraph, two ideographic spaces (U+3000), stays.
# CommonMark 0.31 (2.1, 4.8) takes only U+0020 and tab off the ends of a paragraph's
# lines; U+3000 is text. mdformat says that it refuses to write when the rendered HTML
# would change, and markdown-it-py says that it is a port of markdown-it.
#
# Seen: mdformat deletes the indent of every line, at the start of a paragraph, behind a
# soft line break and in a block quote. It ends with 0: its check renders both texts with
# a parser that strips U+3000 too. markdown-it 15 keeps the indent.
set -euo pipefail

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" -q --disable-pip-version-check install mdformat==1.0.0 markdown-it-py==4.3.0
cd "$dir"
npm --silent --no-audit --no-fund install --prefix "$dir" markdown-it@15.0.3

cat > check.py <<'PY'
import pathlib
import subprocess
import sys

from markdown_it import MarkdownIt

SPACE = "\u3000"
draft = f"{SPACE * 2}甲县办结案件15件。\n{SPACE * 2}其中诉讼3件。\n\n> {SPACE}引文。\n"
path = pathlib.Path("draft.md")
path.write_text(draft, encoding="utf-8")
status = subprocess.run([sys.executable, "-m", "mdformat", "draft.md"]).returncode
after = path.read_text(encoding="utf-8")
port = MarkdownIt("commonmark").render(f"{SPACE * 2}甲县")
script = (
    "import('markdown-it').then(m => process.stdout.write("
    "new m.default('commonmark').render('\\u3000\\u3000甲县')))"
)
original = subprocess.run(["node", "-e", script], capture_output=True, check=True).stdout

assert status == 0, status
assert after == "甲县办结案件15件。\n其中诉讼3件。\n\n> 引文。\n", after
assert port == "<p>甲县</p>\n", port
assert original.decode() == f"<p>{SPACE * 2}甲县</p>\n", original
print(f"mdformat took {draft.count(SPACE)} ideographic spaces out and left {after.count(SPACE)}, status {status}; markdown-it (npm) keeps them")
PY
"$dir/venv/bin/python" check.py
