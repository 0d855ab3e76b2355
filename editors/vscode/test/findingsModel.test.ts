import assert from 'node:assert/strict';
import test from 'node:test';
import { sections, type Finding } from '../src/pure/findingsModel';
import { places } from '../src/pure/groupPlaces';

const at = (severity: Finding['severity'], line: number, character = 0): Finding => ({
  severity, message: `${severity}`, code: 'NB703', line, character,
});

test('the gravest come first, each severity in the order of the text', () => {
  const list = sections([at(3, 1), at(1, 9), at(1, 2, 5), at(1, 2, 1), at(0, 7)]);
  assert.deepEqual(list.map((s) => s.severity), [0, 1, 3]);
  assert.deepEqual(list[1]?.findings.map((f) => [f.line, f.character]), [[2, 1], [2, 5], [9, 0]]);
  assert.deepEqual(sections([]), []);
});

test('the other places of a finding come with its data', () => {
  const range = { start: { line: 3, character: 0 }, end: { line: 3, character: 1 } };
  assert.deepEqual(places({ data: { rule: 'stray-space', places: [range] } }), [range]);
  for (const none of [{}, { data: 'stray-space' }, { data: null }, { data: { rule: 'x', places: 3 } }]) {
    assert.deepEqual(places(none), []);
  }
});
