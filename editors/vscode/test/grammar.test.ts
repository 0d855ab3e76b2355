// The grammar run by VS Code's own engine.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import test from 'node:test';
import type { IGrammar } from 'vscode-textmate';

const root = process.cwd();
const load = createRequire(path.join(root, 'package.json'));
const textmate: typeof import('vscode-textmate') = load('vscode-textmate');
const oniguruma: typeof import('vscode-oniguruma') = load('vscode-oniguruma');

async function grammar(): Promise<IGrammar> {
  const wasm = readFileSync(load.resolve('vscode-oniguruma/release/onig.wasm'));
  await oniguruma.loadWASM(wasm);
  const registry = new textmate.Registry({
    onigLib: Promise.resolve({
      createOnigScanner: (patterns) => new oniguruma.OnigScanner(patterns),
      createOnigString: (s) => new oniguruma.OnigString(s),
    }),
    loadGrammar: async () =>
      textmate.parseRawGrammar(readFileSync(path.join(root, 'syntaxes/annual-report.tmLanguage.json'), 'utf8'), 'g.json'),
  });
  const loaded = await registry.loadGrammar('text.annual-report');
  assert.ok(loaded);
  return loaded;
}
const ready = grammar();

/** The scopes on the first occurrence of `part` in `line`. */
async function scopes(line: string, part: string): Promise<string> {
  const at = line.indexOf(part);
  assert.notEqual(at, -1);
  const { tokens } = (await ready).tokenizeLine(line, textmate.INITIAL);
  const token = tokens.find((t) => t.startIndex <= at && at < t.endIndex);
  return token?.scopes.join(' ') ?? '';
}

test('headings of every level, in either width', async () => {
  const cases: [string, string, number][] = [
    ['一、主要举措和成效', '主要', 1],
    ['　　十二、存在的问题', '存在', 1],
    ['第一部分　工作成效', '工作', 1],
    ['**二、存在的问题**', '存在', 1],
    ['（一）健全机制。全县建立……', '健全', 2],
    ['(二)健全机制。全县建立……', '健全', 2],
    ['1.加强培训', '加强', 3],
    ['２．加强培训', '加强', 3],
    ['（1）加强培训', '加强', 4],
    ['①加强培训', '加强', 4],
  ];
  for (const [line, part, level] of cases) assert.match(await scopes(line, part), new RegExp(`markup\\.heading\\.${level}\\b`), line);
  assert.match(await scopes('## 二、存在的问题', '存在'), /markup\.heading/);
});

test('text behind a run-in heading is no heading, and a decimal figure opens none', async () => {
  assert.doesNotMatch(await scopes('（一）健全机制。全县建立制度', '全县'), /heading/);
  assert.doesNotMatch(await scopes('3.5万件案件', '万件'), /heading/);
  assert.doesNotMatch(await scopes('全县办理（一）类案件', '类'), /heading/);
});

test('the title', async () => {
  assert.match(await scopes('云岭县2025年法治政府建设年度报告', '云岭'), /heading\.title/);
  assert.match(await scopes('　云岭县2025年法治政府建设情况报  告', '云岭'), /heading\.title/);
  assert.doesNotMatch(await scopes('现将法治政府建设情况报告如下。', '现将'), /heading/);
});

test('items inside and at the start of a paragraph', async () => {
  assert.match(await scopes('问题：一是力量不足；二是培训不够。', '一是'), /item/);
  assert.match(await scopes('问题：一是力量不足；二是培训不够。', '二是'), /item/);
  assert.match(await scopes('　　第一，力量不足。', '第一'), /item/);
  assert.match(await scopes('首先，力量不足。', '首先'), /item/);
  assert.doesNotMatch(await scopes('全国第一，全省领先', '第一'), /item/);
  assert.doesNotMatch(await scopes('这一是非问题', '一是'), /item/);
});

test('figures with units, years, titles of documents, document numbers', async () => {
  assert.match(await scopes('办结2,233件', '2,233'), /constant\.numeric/);
  assert.match(await scopes('办结2,233件', '件'), /unit/);
  assert.match(await scopes('应诉率91.89%', '%'), /unit/);
  assert.match(await scopes('到2025年12月31日', '2025'), /numeric\.date/);
  assert.match(await scopes('落实《法治政府建设实施纲要（2021—2025年）》', '法治'), /string/);
  assert.match(await scopes('云政发〔2025〕3号', '〔'), /document-number/);
});

test('suppression comments', async () => {
  assert.match(await scopes('<!-- nianbao-ignore missing-theme 由市局办理 -->', 'missing'), /comment.*rule/);
  assert.match(await scopes('// nianbao-ignore NB101 另文报告', 'nianbao'), /comment.*suppression/);
  assert.doesNotMatch(await scopes('网址 https://example.org', 'example'), /comment/);
});
