import assert from 'node:assert/strict';
import test from 'node:test';
import zh from '../l10n/bundle.l10n.zh-cn.json';
import type { Status } from '../src/protocol';
import { countsText, statusText, type Translate } from '../src/pure/statusText';

const fill = (m: string, args: (string | number)[]) => m.replace(/\{(\d+)\}/g, (_, n) => String(args[Number(n)]));
const en: Translate = (m, ...args) => fill(m, args);
const cn: Translate = (m, ...args) => fill((zh as Record<string, string>)[m] ?? `?? ${m}`, args);

const report: Status = {
  uri: 'file:///a.txt', version: 1, recognised: true, schema: 'fazhi-zhengfu', schemaName: '法治政府建设年度报告', profile: '2021',
  title: '云岭县2024年法治政府建设年度报告', reportYear: 2024, planYear: 2025, issuer: '云岭县人民政府',
  badEncoding: false, forced: false, counts: { error: 0, warning: 2, info: 1, hint: 0 }, missing: 2,
  certainty: 'certain', unwritten: 0, inBaseline: 0,
};

test('a report says its year and how much is missing', () => {
  assert.equal(statusText({ status: report }, cn).text, '$(checklist) 年报 2024 · 缺2');
  assert.equal(statusText({ status: report }, en).text, '$(checklist) Report 2024 · 2 missing');
});

test('nothing missing and no findings is a check mark, findings are not', () => {
  const none = { error: 0, warning: 0, info: 0, hint: 0 };
  assert.equal(statusText({ status: { ...report, missing: 0, counts: none } }, cn).text, '$(check) 年报 2024');
  assert.equal(statusText({ status: { ...report, missing: 0 } }, cn).text, '$(checklist) 年报 2024');
});

test('the tooltip names schema, profile, years, issuer and the note', () => {
  const { tooltip } = statusText({ status: { ...report, note: '2026年起暂用2021版。', forced: true } }, cn);
  const all = tooltip.join('\n');
  for (const part of ['法治政府建设年度报告（2021 版要求）', '云岭县人民政府', '报告年度：2024年，安排年度：2025年', '2026年起暂用2021版。', '警告 2', '缺少 2 项', '按您的要求']) {
    assert.ok(all.includes(part), `${part} in ${all}`);
  }
});

test('a report whose year is unknown still says that it is one', () => {
  const { reportYear: _r, planYear: _p, ...rest } = report;
  const shown = statusText({ status: rest }, cn);
  assert.equal(shown.text, '$(checklist) 年报 · 缺2');
  assert.ok(!shown.tooltip.join().includes('undefined'));
});

test('what is no report says so and why', () => {
  const shown = statusText({ status: { ...report, recognised: false, reason: '标题是通知，不是年度报告。' } }, cn);
  assert.equal(shown.text, '$(circle-slash) 未识别为年度报告');
  assert.deepEqual(shown.tooltip, ['标题是通知，不是年度报告。', '点击可按年度报告检查。']);
});

test('a wrong encoding outranks the rest', () => {
  const shown = statusText({ status: { ...report, badEncoding: true } }, cn);
  assert.equal(shown.tone, 'warning');
  assert.ok(shown.text.includes('编码有误'));
});

test('a server that does not run is no silence', () => {
  assert.equal(statusText({ server: 'failed' }, en).tone, 'error');
  assert.match(statusText({ server: 'starting' }, en).text, /spin/);
  assert.match(statusText({ status: undefined }, en).text, /spin/);
});

test('findings are counted by severity under one name everywhere', () => {
  assert.equal(countsText({ error: 1, warning: 2, info: 3, hint: 4 }, cn), '错误 1，警告 2，提示 3，建议 4');
  assert.equal(countsText({ error: 0, warning: 0, info: 0, hint: 0 }, cn), '没有发现问题。');
});

test('what is only likely says what it goes by, and can be refused with one click', () => {
  const likely: Status = { ...report, certainty: 'likely', grounds: ['标题写明年度（“2024”）', '开头写明报告如下', '有讲问题的标题', '多出的一条'] };
  const shown = statusText({ status: likely }, cn);
  assert.equal(shown.text, '$(question) 疑似年报 2024 · 缺2');
  assert.equal(shown.tooltip[0], '按法治政府建设年度报告检查：依据标题写明年度（“2024”）；开头写明报告如下；有讲问题的标题');
  assert.deepEqual(shown.actions, [{ command: 'nianbao.notAReport', label: '不是年度报告' }]);
  assert.equal(statusText({ status: report }, cn).actions, undefined);
});

test('what is no report can be checked with one click; a tie is asked', () => {
  const none: Status = { ...report, recognised: false, reason: '依据不足' };
  assert.deepEqual(statusText({ status: none }, cn).actions, [{ command: 'nianbao.checkAsReport', label: '按年度报告检查' }]);
  const tie = statusText({ status: { ...none, candidates: [{ id: 'a', name: '甲' }, { id: 'b', name: '乙' }] } }, cn);
  assert.equal(tie.tooltip[1], '点击可选择是哪一种。');
});

test('a skeleton is no check mark, and a baseline says that it hides', () => {
  const none = { error: 0, warning: 0, info: 3, hint: 0 };
  const skeleton = statusText({ status: { ...report, missing: 0, counts: none, unwritten: 3 } }, cn);
  assert.equal(skeleton.text, '$(checklist) 年报 2024 · 待写3');
  const hidden = statusText({ status: { ...report, missing: 0, counts: none, inBaseline: 31 } }, cn);
  assert.ok(hidden.tooltip.includes('另有 31 处记在 nianbao-baseline.json 中，没有列出。'), hidden.tooltip.join());
});
