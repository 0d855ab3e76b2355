#!/usr/bin/env bash
# Packages: openpyxl 3.1.5 (PyPI), exceljs 4.4.0, xlsx 0.18.5 (npm)
#
# Expected: a cell with number format 31 is a date. ECMA-376 part 1, 18.8.30 keeps the ids
# 27-36 and 50-58 for dates and times of the East Asian locales (zh-cn: 31 is year, month,
# day with 年月日; 57 is year and month). They are built in: a workbook names the id only
# and carries no pattern for it.
#
# Seen: openpyxl takes the unknown ids for `General`, exceljs for no format: both return
# the serial number 45657 in place of 2024-12-31, silently, while format 14 is a date to
# both. SheetJS reads the same cells as dates.
set -euo pipefail

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" -q --disable-pip-version-check install openpyxl==3.1.5
cd "$dir"
npm --silent --no-audit --no-fund install --prefix "$dir" exceljs@4.4.0 xlsx@0.18.5 2> "$dir/npm.log"

cat > check.py <<'PY'
import datetime
import re
import zipfile

import openpyxl

# A workbook with format 14 in A1 and custom formats in the rest, whose patterns are then
# taken out and whose ids are set to the built-in ones.
ids = [14, 27, 31, 36, 57, 58]
book = openpyxl.Workbook()
for row, number in enumerate(ids, 1):
    cell = book.active.cell(row, 1, 45657)
    cell.number_format = "mm-dd-yy" if number == 14 else f'0"{number}"'
book.save("plain.xlsx")
with zipfile.ZipFile("plain.xlsx") as old, zipfile.ZipFile("dates.xlsx", "w") as new:
    for name in old.namelist():
        text = old.read(name).decode("utf-8")
        if name == "xl/styles.xml":
            for at, number in enumerate(ids[1:]):
                text = text.replace(f'numFmtId="{164 + at}"', f'numFmtId="{number}"')
            text = re.sub(r"<numFmts.*?</numFmts>", "", text, flags=re.S)
        new.writestr(name, text)
values = [row[0].value for row in openpyxl.load_workbook("dates.xlsx").active.rows]
assert values == [datetime.datetime(2024, 12, 31)] + [45657] * 5, values
PY
"$dir/venv/bin/python" check.py

cat > check.cjs <<'JS'
const assert = require('node:assert/strict')
const ExcelJS = require('exceljs')
const SheetJS = require('xlsx')
const workbook = new ExcelJS.Workbook()
workbook.xlsx.readFile('dates.xlsx').then(() => {
  const column = workbook.worksheets[0].getColumn(1).values.slice(1)
  assert.ok(column[0] instanceof Date)
  assert.deepEqual(column.slice(1), [45657, 45657, 45657, 45657, 45657])
  const book = SheetJS.readFile('dates.xlsx', { cellDates: true })
  const sheet = book.Sheets[book.SheetNames[0]]
  for (let row = 1; row <= 6; row += 1) assert.equal(sheet[`A${row}`].t, 'd')
  console.log('formats 27, 31, 36, 57, 58: openpyxl and exceljs say', column[1], 'where SheetJS says a date')
})
JS
node check.cjs
