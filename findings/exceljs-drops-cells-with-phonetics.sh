#!/usr/bin/env bash
# Packages: exceljs 4.4.0 (npm), openpyxl 3.1.5 (PyPI)
#
# Expected: an inline string with a phonetic hint (pinyin above a name) is read as its
# text. ECMA-376 part 1, 18.4.8 allows `rPh` beside `t` in a string item; the hint is no
# part of the value. In a shared string exceljs reads just that.
#
# Seen: in an inline string (`is`) the hint makes exceljs lose the whole cell: its value is
# undefined, as if the cell were empty. There is no error. openpyxl reads the text.
set -euo pipefail

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" -q --disable-pip-version-check install openpyxl==3.1.5
cd "$dir"
npm --silent --no-audit --no-fund install --prefix "$dir" exceljs@4.4.0 2> "$dir/npm.log"

cat > check.py <<'PY'
import re
import zipfile

import openpyxl

openpyxl.Workbook().save("plain.xlsx")
row = (
    '<sheetData><row r="1">'
    '<c r="A1" t="inlineStr"><is><t>甲县</t></is></c>'
    '<c r="B1" t="inlineStr"><is><t>乙县</t>'
    '<rPh sb="0" eb="2"><t>yǐ xiàn</t></rPh></is></c>'
    "</row></sheetData>"
)
with zipfile.ZipFile("plain.xlsx") as old, zipfile.ZipFile("names.xlsx", "w") as new:
    for name in old.namelist():
        text = old.read(name).decode("utf-8")
        if name == "xl/worksheets/sheet1.xml":
            text = re.sub(r"<sheetData\s*/>|<sheetData>.*?</sheetData>", row, text, flags=re.S)
        new.writestr(name, text)
values = [cell.value for cell in openpyxl.load_workbook("names.xlsx").active[1]]
assert values == ["甲县", "乙县"], values
PY
"$dir/venv/bin/python" check.py

cat > check.cjs <<'JS'
const assert = require('node:assert/strict')
const ExcelJS = require('exceljs')
const workbook = new ExcelJS.Workbook()
workbook.xlsx.readFile('names.xlsx').then(() => {
  const sheet = workbook.worksheets[0]
  assert.equal(sheet.getCell('A1').value, '甲县')
  assert.equal(sheet.getCell('B1').value, undefined)
  console.log('exceljs: A1', sheet.getCell('A1').value, '| B1 with pinyin', sheet.getCell('B1').value)
})
JS
node check.cjs
