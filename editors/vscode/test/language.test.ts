import assert from 'node:assert/strict';
import test from 'node:test';
import { decideSwitch, isUserChoice, wireLanguage, type SwitchQuestion } from '../src/pure/language';

const recognised: SwitchQuestion = {
  detect: 'auto', languageId: 'plaintext', recognised: true, badEncoding: false, remembered: undefined, associated: false,
};

test('plain text is switched silently under auto, asked about under ask, left under off', () => {
  assert.equal(decideSwitch(recognised), 'switch');
  assert.equal(decideSwitch({ ...recognised, detect: 'ask' }), 'ask');
  assert.equal(decideSwitch({ ...recognised, detect: 'off' }), 'leave');
});

test('Markdown is never switched without a question', () => {
  assert.equal(decideSwitch({ ...recognised, languageId: 'markdown' }), 'ask');
  assert.equal(decideSwitch({ ...recognised, languageId: 'markdown', detect: 'ask' }), 'ask');
  assert.equal(decideSwitch({ ...recognised, languageId: 'markdown', detect: 'off' }), 'leave');
});

test('what is no report, or cannot be read, is left alone', () => {
  assert.equal(decideSwitch({ ...recognised, recognised: false }), 'leave');
  assert.equal(decideSwitch({ ...recognised, badEncoding: true }), 'leave');
});

test('other languages are left alone, ours included', () => {
  for (const languageId of ['annual-report', 'json', 'latex']) {
    assert.equal(decideSwitch({ ...recognised, languageId }), 'leave', languageId);
  }
});

test('an answer is not asked for again and a chosen language never changed', () => {
  for (const languageId of ['plaintext', 'markdown']) {
    for (const detect of ['auto', 'ask'] as const) {
      assert.equal(decideSwitch({ ...recognised, languageId, detect, remembered: 'declined' }), 'leave');
      assert.equal(decideSwitch({ ...recognised, languageId, detect, remembered: 'chosen' }), 'leave');
      assert.equal(decideSwitch({ ...recognised, languageId, detect, associated: true }), 'leave');
    }
  }
});

test('a language change is the user’s unless this extension asked for it', () => {
  assert.equal(isUserChoice('annual-report', 'plaintext', undefined), true);
  assert.equal(isUserChoice('plaintext', 'annual-report', 'annual-report'), false);
  assert.equal(isUserChoice('plaintext', 'markdown', 'annual-report'), true);
  assert.equal(isUserChoice('plaintext', 'plaintext', undefined), false, 'a file closed and opened again');
});

test('the server hears annual-report only where the user says that it is one', () => {
  assert.equal(wireLanguage('annual-report', '/a/法治政府建设年度报告的通知.txt', false), 'plaintext');
  assert.equal(wireLanguage('annual-report', '/a/通知.txt', true), 'annual-report');
  assert.equal(wireLanguage('annual-report', '/a/稿.nianbao', false), 'annual-report');
  assert.equal(wireLanguage('markdown', '/a/稿.md', false), 'markdown');
  assert.equal(wireLanguage('plaintext', '/a/稿.txt', true), 'plaintext');
});
