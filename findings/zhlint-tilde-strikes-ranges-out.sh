#!/usr/bin/env bash
# Packages: zhlint 0.8.2, micromark 4.0.3, micromark-extension-gfm 3.0.0,
# remark 15.0.1, remark-gfm 4.0.1 (npm)
#
# Expected: a fix for marks leaves what the reader sees as it was. zhlint's docs do list
# the full-width tilde among the characters it unifies to `~`; zhlint parses Markdown.
#
# Seen: GFM 6.5 lets one tilde or two open a deletion, so the full-width tilde was all
# that kept two ranges in one sentence apart: after the fix the text between them is
# struck out (5, then 10件、15 crossed out, then 20件), and a pass of remark writes the
# deletion down as `~~`.
set -euo pipefail

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm --silent --no-audit --no-fund install --prefix "$dir" zhlint@0.8.2 micromark@4.0.3 \
  micromark-extension-gfm@3.0.0 remark@15.0.1 remark-gfm@4.0.1

cat > check.mjs <<'JS'
import assert from 'node:assert/strict'
import { createRequire } from 'node:module'
import { micromark } from 'micromark'
import { gfm, gfmHtml } from 'micromark-extension-gfm'
import { remark } from 'remark'
import remarkGfm from 'remark-gfm'

const zhlint = createRequire(import.meta.url)('zhlint')
const html = text => micromark(text, { extensions: [gfm()], htmlExtensions: [gfmHtml()] })

const draft = '每月5～10件、全年15～20件。'
const fixed = zhlint.run(draft, { rules: { preset: 'default' } }).result
assert.equal(fixed, '每月 5~10 件、全年 15~20 件。')
assert.ok(!html(draft).includes('<del>'))
assert.equal(html(fixed), '<p>每月 5<del>10 件、全年 15</del>20 件。</p>')
assert.equal(String(await remark().use(remarkGfm).process(fixed)), '每月 5~~10 件、全年 15~~20 件。\n')
console.log('zhlint, then GFM:', html(fixed))
JS
node check.mjs
