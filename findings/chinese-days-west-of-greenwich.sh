#!/usr/bin/env bash
# Package: chinese-days 1.5.7 (npm)
#
# Expected: isWorkday('2024-10-08') depends on the date alone. The docs take a date as a
# text of that form and speak of no time zone; the calendar of holidays is that of China.
#
# Seen: the text is parsed as midnight UTC and the day is then taken in the local zone. West
# of Greenwich that is the day before: each Monday is a day off, each Saturday a working
# day, and a term counted in working days ends on another date. A CI in UTC never shows it.
set -euo pipefail

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm --silent --no-audit --no-fund install --prefix "$dir" chinese-days@1.5.7

cat > check.cjs <<'JS'
const days = require('chinese-days')
const seen = {
  monday: days.isWorkday('2024-03-04'),
  saturday: days.isWorkday('2024-03-09'),
  nationalDay: days.isHoliday('2024-10-01'),
  afterHoliday: days.isWorkday('2024-10-08'),
  next: days.findWorkday(5, '2024-03-25'),
}
process.stdout.write(JSON.stringify(seen))
JS
shanghai=$(TZ=Asia/Shanghai node check.cjs)
utc=$(TZ=UTC node check.cjs)
west=$(TZ=America/New_York node check.cjs)
test "$shanghai" = "$utc"
test "$shanghai" = '{"monday":true,"saturday":false,"nationalDay":true,"afterHoliday":true,"next":"2024-04-01"}'
test "$west" = '{"monday":false,"saturday":true,"nationalDay":true,"afterHoliday":true,"next":"2024-03-29"}'
echo "chinese-days in New York: a Monday is a day off, a Saturday a working day, a term ends 2024-03-29, not 2024-04-01"
