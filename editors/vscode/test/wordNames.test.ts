import assert from 'node:assert/strict';
import test from 'node:test';
import { annotatedName, draftName } from '../src/pure/wordNames';

test('what is made of a Word file lies beside it under another name', () => {
  assert.equal(annotatedName('/甲/年报.docx', 'zh-cn'), '/甲/年报（审阅）.docx');
  assert.equal(annotatedName('C:\\甲\\年报.DOCX', 'en'), 'C:\\甲\\年报 (reviewed).docx');
  assert.equal(draftName('/甲/年报.docx'), '/甲/年报.md');
});
