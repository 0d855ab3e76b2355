#!/usr/bin/env bash
# Package: cn2an 0.5.24 (PyPI)
#
# Expected: transform(text, "an2cn") writes the numbers of a sentence in Chinese and keeps
# what they say. Its docs show ranges (1-2个月) as a case that the plain mode treats.
#
# Seen: a range is known only before a few measure words (月 with 个, 条, 工作日). Before all
# others the hyphen is read as a sign: 5-10件 becomes 五负十件 (five minus-ten), 100-200万元
# 一百负二百万元, and years 2021-2025年 get two readings. A comma for thousands parts the
# number: 1,234件 becomes 一,二百三十四件. Nothing is raised.
set -euo pipefail

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" -q --disable-pip-version-check install cn2an==0.5.24

cat > "$dir/check.py" <<'PY'
import cn2an

expected = {
    "1-2个月": "一到二个月",
    "第1-3条": "第一到三条",
    "5-10件": "五负十件",
    "100-200万元": "一百负二百万元",
    "2021-2025年": "二千零二十一-二零二五年",
    "1,234件": "一,二百三十四件",
}
seen = {text: cn2an.transform(text, "an2cn") for text in expected}
assert seen == expected, seen
print("cn2an:", seen)
PY
"$dir/venv/bin/python" "$dir/check.py"
