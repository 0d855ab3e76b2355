import assert from 'node:assert/strict';
import test from 'node:test';
import { defaultReportYear, guessLevel, parseYear } from '../src/pure/place';

test('a report is about the year before', () => {
  assert.equal(defaultReportYear(new Date(2026, 0, 5)), 2025);
});

test('years in either width, with or without 年; anything else is refused', () => {
  assert.equal(parseYear('2025'), 2025);
  assert.equal(parseYear(' ２０２５年 '), 2025);
  for (const bad of ['', '25', '1899', '20255', '去年', '2025-2026']) assert.equal(parseYear(bad), undefined, bad);
});

test('the level is guessed from the end of the name', () => {
  const levels = [{ id: 'province', label: '省级' }, { id: 'city', label: '市级' }, { id: 'county', label: '县级' }, { id: 'township', label: '乡镇' }];
  assert.equal(guessLevel('云岭县', levels), 'county');
  assert.equal(guessLevel('临江市', levels), 'city');
  assert.equal(guessLevel('青禾镇', levels), 'township');
  assert.equal(guessLevel('南屏省', levels), 'province');
  assert.equal(guessLevel('县司法局', levels), undefined);
});
