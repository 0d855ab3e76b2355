import assert from 'node:assert/strict';
import test from 'node:test';
import type { ChecklistEntry } from '../src/protocol';
import { action, contextValue, find, icon } from '../src/pure/checklistModel';

const range = { start: { line: 3, character: 0 }, end: { line: 3, character: 5 } };
const problems: ChecklistEntry = { id: 'problems', kind: 'part', label: '存在的问题', state: 'missing', insert: { title: '插入“存在的问题”' } };
const theme: ChecklistEntry = { id: 'results/A1', kind: 'theme', label: '政府职能', state: 'thin', range };
const results: ChecklistEntry = { id: 'results', kind: 'part', label: '主要举措和成效', state: 'there', range, children: [theme] };

test('a click jumps where there is a place, inserts what is missing, and else does nothing', () => {
  assert.equal(action(results), 'open');
  assert.equal(action(theme), 'open');
  assert.equal(action(problems), 'insert');
  assert.equal(action({ ...problems, insert: undefined }), 'none');
  assert.equal(action({ ...problems, insert: undefined, finding: range }), 'finding');
  assert.equal(action({ ...problems, finding: range }), 'insert');
});

test('context values are what package.json matches', () => {
  assert.equal(contextValue(problems), 'part missing insertable');
  assert.equal(contextValue(theme), 'theme thin located');
  assert.equal(contextValue({ ...theme, insert: { title: 'x' } }), 'theme thin located insertable');
  assert.equal(contextValue({ ...problems, finding: range }), 'part missing found insertable');
  assert.equal(contextValue({ ...results, insert: { title: 'x' } }), 'part there located');
});

test('rows are found with their children', () => {
  assert.equal(find([results, problems], 'results/A1'), theme);
  assert.equal(find([results], 'nothing'), undefined);
});

test('what is silenced looks like none of the states', () => {
  const states = (['there', 'thin', 'missing'] as const).map((s) => icon(s).id);
  assert.ok(!states.includes(icon('missing', true).id));
});

test('the three states look different', () => {
  assert.equal(new Set((['there', 'thin', 'missing'] as const).map((s) => icon(s).id)).size, 3);
});
