#!/usr/bin/env bash
# Package: pangu 7.2.1 (npm)
#
# Expected: pangu inserts spaces between Han and half-width letters, digits and symbols;
# that is all that its docs speak of. Taking the spaces out again gives the text back.
#
# Seen: it replaces the middle dot U+00B7 by the Japanese U+30FB. W3C's requirements for
# Chinese layout (clreq, interpuncts) name U+00B7 for the mark in dates with a name and in
# foreign names, and advise against U+30FB: “七·五”普法 and 卡尔·马克思 are not found any
# more. And it parts a sign from its number: 下降-5% becomes 下降 - 5%, a dash and five.
set -euo pipefail

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm --silent --no-audit --no-fund install --prefix "$dir" pangu@7.2.1

cat > check.mjs <<'JS'
import assert from 'node:assert/strict'
import pangu from 'pangu'
const seen = ['“七·五”普法', '卡尔·马克思', '同比下降-5%'].map(text => pangu.spacingText(text))
assert.deepEqual(seen, ['“七\u30FB五” 普法', '卡尔\u30FB马克思', '同比下降 - 5%'])
console.log('pangu:', seen.join(' | '))
JS
node check.mjs
