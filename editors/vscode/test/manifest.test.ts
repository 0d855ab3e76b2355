// What package.json, the tables of texts and the sources say must agree.
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import test from 'node:test';

const root = process.cwd();
const read = (name: string) => readFileSync(path.join(root, name), 'utf8');
const json = (name: string) => JSON.parse(read(name));
const sources = (dir: string): string[] =>
  readdirSync(path.join(root, dir), { withFileTypes: true }).flatMap((e) =>
    e.isDirectory() ? sources(`${dir}/${e.name}`) : [`${dir}/${e.name}`]);
const code = sources('src').map(read).join('\n');
const manifest = json('package.json');

test('every %key% of the manifest has an English and a Chinese text, and none is left over', () => {
  const used = new Set([...read('package.json').matchAll(/"%([^%"]+)%"/g)].map((m) => m[1]));
  assert.ok(used.size > 40);
  for (const file of ['package.nls.json', 'package.nls.zh-cn.json']) {
    assert.deepEqual(new Set(Object.keys(json(file))), used, file);
  }
});

test('every text shown at run time has a Chinese one with the same holes, and none is left over', () => {
  const used = new Set([...code.matchAll(/\bt\(\s*'((?:[^'\\]|\\.)*)'/g)].map((m) => m[1]!.replaceAll("\\'", "'")));
  assert.ok(used.size > 30);
  const zh: Record<string, string> = json('l10n/bundle.l10n.zh-cn.json');
  assert.deepEqual(new Set(Object.keys(zh)), used);
  const holes = (s: string) => (s.match(/\{\d\}/g) ?? []).sort().join();
  for (const [en, cn] of Object.entries(zh)) assert.equal(holes(cn), holes(en), en);
});

test('every command of the manifest is registered, and none under the server’s prefix', () => {
  const declared = manifest.contributes.commands.map((c: { command: string }) => c.command);
  const registered = [...code.matchAll(/registerCommand\('([^']+)'/g)].map((m) => m[1]);
  assert.deepEqual([...registered].sort(), [...declared].sort());
  assert.ok(!registered.some((c) => c!.startsWith('nianbao.server.')));
});

test('a .md draft keeps the language Markdown: no pattern takes it', () => {
  for (const language of manifest.contributes.languages) {
    for (const p of [...(language.filenamePatterns ?? []), ...(language.extensions ?? [])]) assert.ok(!p.endsWith('.md'), p);
  }
});

test('an untrusted folder cannot name the server', () => {
  assert.equal(manifest.capabilities.untrustedWorkspaces.supported, 'limited');
  assert.deepEqual(manifest.capabilities.untrustedWorkspaces.restrictedConfigurations, ['nianbao.server.path']);
});

test('every file the manifest names is there', () => {
  const named = [...read('package.json').matchAll(/"\.?\/?((?:images|syntaxes|walkthrough)\/[^"]+|language-configuration\.json)"/g)].map((m) => m[1]!);
  assert.ok(named.length >= 8);
  for (const file of named) assert.ok(existsSync(path.join(root, file)), file);
});
