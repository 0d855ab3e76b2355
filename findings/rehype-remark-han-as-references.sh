#!/usr/bin/env bash
# Packages: rehype-remark 10.0.1, remark-stringify 11.0.0, unified 11.0.5,
# rehype-parse 9.0.1, micromark 4.0.3 (npm)
#
# Expected: Han in running text is written as it is. remark-stringify's docs speak of
# escapes for characters that would otherwise be markup; a Han character never is.
#
# Seen: bold text that ends in a mark (quotes, title marks, a full stop) and is followed
# by Han cannot be closed with `**` (the flanking rule of CommonMark 6.2). The writer
# helps itself by writing the neighbour as a reference: `**“重点”**&#x5DE5;作`. Rendered,
# it is right; in the source the word 工作 is gone, so that search, counting of
# characters and every checker of the text miss it. (mdast-util-to-markdown 65 and 70 report
# it for Latin letters, where a space mostly follows; upstream means it so. In Chinese no
# space follows: nearly each paragraph with a bold lead is hit.)
set -euo pipefail

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm --silent --no-audit --no-fund install --prefix "$dir" rehype-remark@10.0.1 \
  remark-stringify@11.0.0 unified@11.0.5 rehype-parse@9.0.1 micromark@4.0.3

cat > check.mjs <<'JS'
import assert from 'node:assert/strict'
import { micromark } from 'micromark'
import rehypeParse from 'rehype-parse'
import rehypeRemark from 'rehype-remark'
import remarkStringify from 'remark-stringify'
import { unified } from 'unified'

const toMarkdown = async html =>
  String(await unified().use(rehypeParse, { fragment: true }).use(rehypeRemark).use(remarkStringify).process(html))

const quoted = '<p>推进<strong>“重点”</strong>工作</p>'
const lead = '<p><strong>一、总体情况。</strong>全年办结十五件。</p>'
const markdown = await toMarkdown(quoted)
assert.equal(markdown, '推&#x8FDB;**“重点”**&#x5DE5;作\n')
assert.equal(await toMarkdown(lead), '**一、总体情况。**&#x5168;年办结十五件。\n')
assert.equal(micromark(markdown).trim(), quoted)
assert.ok(!markdown.includes('工作') && !markdown.includes('推进'))
console.log('HTML to Markdown:', markdown.trim())
JS
node check.mjs
