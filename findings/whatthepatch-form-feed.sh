#!/usr/bin/env bash
# Packages: whatthepatch 1.0.7, unidiff 1.0.1 (PyPI)
#
# Expected: whatthepatch.apply_diff applies a patch or raises. A form feed inside a line
# (text from a PDF has one per page) is no end of line to diff, patch and git.
#
# Seen: whatthepatch cuts the patch with str.splitlines, so the rest of the line behind
# the form feed has no sign (` `, `-`, `+`) and is thrown away; the file is cut the same
# way. The change is not made, the line is broken in two, and no error is raised. unidiff
# keeps the line whole.
set -euo pipefail

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" -q --disable-pip-version-check install whatthepatch==1.0.7 unidiff==1.0.1

cat > "$dir/check.py" <<'PY'
import unidiff
import whatthepatch

draft = "一、总体情况\n第1页\f办结15件\n"
patch = (
    "--- draft.txt\n+++ draft.txt\n@@ -1,2 +1,2 @@\n 一、总体情况\n"
    "-第1页\f办结15件\n+第1页\f办结16件\n"
)
diff = next(whatthepatch.parse_patch(patch))
assert [change.line for change in diff.changes] == ["一、总体情况", "第1页", "第1页"], diff.changes
patched = whatthepatch.apply_diff(diff, draft)
assert patched == ["一、总体情况", "第1页", "办结15件"], patched
hunk = unidiff.PatchSet(patch)[0][0]
assert [line.value for line in hunk.target_lines()] == ["一、总体情况\n", "第1页\f办结16件\n"]
print("whatthepatch returned", patched)
PY
"$dir/venv/bin/python" "$dir/check.py"
