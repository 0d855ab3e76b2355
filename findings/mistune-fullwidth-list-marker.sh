#!/usr/bin/env bash
# Packages: mistune 3.4.0, markdown-it-py 4.3.0 (PyPI)
#
# Expected: `１. ` with a full-width digit is text. CommonMark 0.31 (5.2) makes a list
# marker of one to nine arabic digits (0-9) and `.` or `)`.
#
# Seen: mistune looks for the marker with Python's `\d`, which takes every decimal digit
# of Unicode. A paragraph typed with full-width digits becomes an ordered list, its
# numbers leave the text, and every marker behind the first one is counted anew:
# ３ and ５ show as 3 and 4.
set -euo pipefail

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" -q --disable-pip-version-check install mistune==3.4.0 markdown-it-py==4.3.0

cat > "$dir/check.py" <<'PY'
import mistune
from markdown_it import MarkdownIt

draft = "３. 推进依法决策。\n５. 加强复议工作。\n"
strict = MarkdownIt("commonmark").render(draft)
seen = mistune.html(draft)

assert strict == "<p>３. 推进依法决策。\n５. 加强复议工作。</p>\n", strict
assert seen == '<ol start="3">\n<li>推进依法决策。</li>\n<li>加强复议工作。</li>\n</ol>\n', seen
print("mistune: full-width ３. and ５. are an ordered list that counts 3, 4; CommonMark: a paragraph")
PY
"$dir/venv/bin/python" "$dir/check.py"
