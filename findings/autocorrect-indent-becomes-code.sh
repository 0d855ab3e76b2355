#!/usr/bin/env bash
# Packages: autocorrect-node 2.14.0, micromark 4.0.3 (npm)
#
# Expected: AutoCorrect with the file type `md` changes spaces and marks inside the text
# and leaves Markdown's structure alone; that is what its Markdown grammar is for.
#
# Seen: it turns ideographic spaces (U+3000) and full-width digits into ASCII without
# asking where they stand. At the start of a line ASCII is markup: four ideographic spaces
# become four spaces, so a paragraph becomes a code block; `　　- ` becomes a bullet;
# `　# ` becomes a heading; `１. ` becomes a list. In a form the gap between two labels,
# left for filling in, goes away altogether.
set -euo pipefail

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm --silent --no-audit --no-fund install --prefix "$dir" autocorrect-node@2.14.0 micromark@4.0.3

cat > check.mjs <<'JS'
import assert from 'node:assert/strict'
import autocorrect from 'autocorrect-node'
import { micromark } from 'micromark'

const cases = [
  ['　　　　附件：甲县案件表', '<p>', '<pre><code>'],
  ['　　- 办结十五件', '<p>', '<ul>'],
  ['　# 总体情况', '<p>', '<h1>'],
  ['１. 推进依法决策', '<p>', '<ol>'],
]
for (const [text, before, after] of cases) {
  const fixed = autocorrect.formatFor(text, 'md')
  assert.ok(micromark(text).startsWith(before), micromark(text))
  assert.ok(micromark(fixed).startsWith(after), micromark(fixed))
}
assert.equal(autocorrect.formatFor('填报人：　　　　日期：', 'md'), '填报人：日期：')
console.log('AutoCorrect made of four paragraphs: code block, bullet, heading, numbered list; and closed the gap of a form')
JS
node check.mjs
