#!/usr/bin/env bash
# Packages: zhlint 0.8.2, @lint-md/core 2.4.0, autocorrect-node 2.14.0 (npm)
#
# Expected: the dot behind an item's number is left alone. It is no full stop, `1.` is how
# GB/T 9704-2012 (7.3.3) numbers the third level, and `1、`, `3.5` are left alone too.
#
# Seen: typed without a space (so that Markdown sees no list), `1.加强` is fixed by both
# zhlint and lint-md to `1。加强`: the dot stands beside Han, so it is taken for the end
# of a sentence. The heading is no numbered heading any more. Second levels (`1.2.加强`)
# and `附件1.名单` go the same way. AutoCorrect leaves all of them.
set -euo pipefail

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm --silent --no-audit --no-fund install --prefix "$dir" \
  zhlint@0.8.2 @lint-md/core@2.4.0 autocorrect-node@2.14.0

cat > check.cjs <<'JS'
const assert = require('node:assert/strict')
const zhlint = require('zhlint')
const lintMd = require('@lint-md/core')
const autocorrect = require('autocorrect-node')

const byZhlint = text => zhlint.run(text, { rules: { preset: 'default' } }).result
const byLintMd = text => lintMd.lintMarkdown(text, {}, true).fixedResult.result

for (const fix of [byZhlint, byLintMd]) {
  assert.equal(fix('1.加强组织领导'), '1。加强组织领导')
  assert.equal(fix('1.2.加强组织领导'), '1.2。加强组织领导')
  assert.equal(fix('附件1.名单'), '附件 1。名单')
  assert.equal(fix('1、加强组织领导'), '1、加强组织领导')
  assert.equal(fix('增长3.5个百分点'), '增长 3.5 个百分点')
}
assert.equal(autocorrect.formatFor('1.加强组织领导', 'md'), '1.加强组织领导')
console.log('zhlint and lint-md: 1.加强组织领导 ->', byZhlint('1.加强组织领导'))
JS
node check.cjs
