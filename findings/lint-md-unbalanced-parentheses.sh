#!/usr/bin/env bash
# Package: @lint-md/core 2.4.0 (npm)
#
# Expected: its fix for half-width marks beside Chinese treats a pair of parentheses as a
# pair. The rule is there to make the marks agree.
#
# Seen: each parenthesis is judged alone by the character beside it. Where one side is Han
# and the other a digit, a letter or a title mark, one of the two becomes full-width: the
# usual note behind a regulation's title, `(2021年修订)`, ends with a pair `(` ... `）`.
# Run again, the text stays so: no later fix mends it.
set -euo pipefail

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm --silent --no-audit --no-fund install --prefix "$dir" @lint-md/core@2.4.0

cat > check.cjs <<'JS'
const assert = require('node:assert/strict')
const lintMd = require('@lint-md/core')

const fix = text => lintMd.lintMarkdown(text, {}, true).fixedResult.result
const once = fix('《某办法》(2021年修订)')
assert.equal(once, '《某办法》(2021 年修订）')
assert.equal(fix(once), once)
assert.equal(fix('(含A)'), '（含 A)')
assert.equal(fix('共15件(其中3件)。'), '共 15 件（其中 3 件）。')
console.log('lint-md:', once, '|', fix('(含A)'))
JS
node check.cjs
