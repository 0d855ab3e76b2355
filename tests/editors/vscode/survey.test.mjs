// The page of `nianbao survey`, in a real browser. Run by `cargo xtask test --only survey`.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import test, { after, before } from 'node:test';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';

const { NIANBAO_SERVER: SERVER, NIANBAO_REPORTS: REPORTS, NIANBAO_CHROMIUM: CHROMIUM, NIANBAO_SCREENSHOTS: SHOTS } = process.env;
assert.ok(SERVER && REPORTS && CHROMIUM && SHOTS, 'run this through `cargo xtask test --only survey`');

let root;
let browser;
before(async () => {
  root = mkdtempSync(path.join(tmpdir(), 'nianbao-survey-'));
  const args = ['--headless', '--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking', '--disable-sync'];
  browser = await chromium.launch({ executablePath: CHROMIUM, args });
});
after(async () => {
  await browser?.close();
  rmSync(root, { recursive: true, force: true });
});

/** The page of a survey of `folder`, opened. `wide(data)` may change its data first. */
async function open(folder, { lang = 'zh', scheme = 'light', wide, name = 'survey' } = {}) {
  const file = path.join(root, `${name}.html`);
  execFileSync(SERVER, ['survey', folder, '--format', 'html', '--lang', lang, '-o', file], { stdio: 'ignore' });
  if (wide) {
    const html = readFileSync(file, 'utf8');
    const start = html.indexOf('>', html.indexOf('id="data"')) + 1;
    const end = html.indexOf('</script>', start);
    const data = wide(JSON.parse(html.slice(start, end)));
    writeFileSync(file, html.slice(0, start) + JSON.stringify(data).replaceAll('<', '\\u003c') + html.slice(end));
  }
  const page = await browser.newPage({ viewport: { width: 1400, height: 900 }, colorScheme: scheme });
  const trouble = [];
  page.on('pageerror', (error) => trouble.push(error.message));
  page.on('console', (message) => message.type() === 'error' && trouble.push(message.text()));
  page.on('request', (request) => request.url().startsWith('file:') || trouble.push(`asked for ${request.url()}`));
  await page.goto(pathToFileURL(file).href);
  await page.locator('#reports table').waitFor();
  return { page, trouble };
}

const shot = (page, name) => {
  mkdirSync(SHOTS, { recursive: true });
  return page.screenshot({ path: path.join(SHOTS, `survey-${name}.png`) });
};
/** The first cells of the rows of the table of reports. */
const names = (page) => page.locator('#reports tbody th button').allTextContents();
const column = (page, at) => page.locator(`#reports tbody tr td:nth-child(${at})`).allTextContents();

test('the page shows every report, asks for nothing and breaks no rule of its own', async () => {
  const { page, trouble } = await open(REPORTS);
  const reports = readdirSync(REPORTS).filter((name) => /\.(md|txt)$/.test(name)).length;
  assert.equal((await names(page)).length, reports);
  assert.equal(await page.locator('#tiles dd').first().textContent(), String(reports));
  assert.equal(await page.locator('html').getAttribute('lang'), 'zh-CN');
  for (const id of ['reports', 'themes', 'copies', 'series']) assert.ok(await page.locator(`#${id} h2`).textContent(), id);
  assert.doesNotMatch(await page.locator('body').innerText(), /null|undefined|NaN/);
  assert.deepEqual(trouble, []);
  await shot(page, 'light');
  await page.close();
});

test('columns sort, by mouse and by keyboard, and say so', async () => {
  const { page, trouble } = await open(REPORTS);
  const numbers = async () => (await column(page, 7)).map(Number);
  await page.locator('#reports th button[data-key=figures]').click();
  const down = await numbers();
  assert.deepEqual(down, [...down].sort((a, b) => b - a));
  assert.ok(new Set(down).size > 3, 'the column has different numbers');
  assert.equal(await page.locator('#reports th[aria-sort=descending]').count(), 1);
  // The button keeps the focus, so that Enter turns the order round.
  await page.keyboard.press('Enter');
  const up = await numbers();
  assert.deepEqual(up, [...up].sort((a, b) => a - b));
  assert.match(await page.locator('#status').textContent(), /升序/);
  assert.deepEqual(trouble, []);
  await page.close();
});

test('filters narrow the table, the heat map follows', async () => {
  const { page } = await open(REPORTS);
  const all = (await names(page)).length;
  const heads = () => page.locator('#themes .heat tbody tr:not(.all)').count();
  const before = await heads();
  await page.locator('#filters input').fill('云岭县');
  await page.locator('#reports caption').filter({ hasNotText: `显示 ${all} 份` }).waitFor();
  const some = await names(page);
  assert.ok(some.length > 0 && some.length < all);
  assert.ok((await heads()) <= Math.min(before, some.length));
  await page.close();
});

test('a report opens with its problems and findings, and Escape closes it', async () => {
  const { page } = await open(REPORTS);
  await page.locator('#reports th button[data-key=info]').click();
  await page.locator('#reports tbody th button').first().click();
  const dialog = page.locator('dialog[open]');
  await dialog.waitFor();
  assert.ok((await dialog.locator('code').count()) > 0, 'findings name their rules');
  await shot(page, 'report');
  await page.keyboard.press('Escape');
  await page.waitForFunction(() => !document.querySelector('dialog[open]'));
  await page.close();
});

test('dark, in English', async () => {
  const { page, trouble } = await open(REPORTS, { lang: 'en', scheme: 'dark' });
  assert.equal(await page.locator('html').getAttribute('data-theme'), 'dark');
  assert.match(await page.locator('h1').textContent(), /Survey/);
  const ground = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  assert.match(ground, /^rgb\((\d|[1-4]\d), /, 'a dark ground');
  assert.deepEqual(trouble, []);
  await page.locator('#themes').scrollIntoViewIfNeeded();
  await shot(page, 'dark');
  await page.close();
});

test('3,000 reports are paged and stay quick to the hand', async () => {
  const many = (data) => {
    const rows = data.reports;
    data.reports = Array.from({ length: 3000 }, (_, i) => ({ ...rows[i % rows.length], path: `${i}/${rows[i % rows.length].path}` }));
    data.copies = Array.from({ length: 500 }, (_, i) => ({
      from: { path: data.reports[i].path, line: 3 }, to: { path: data.reports[i + 500].path, line: 9 }, characters: 40 + i, text: '加强执法监督',
    }));
    data.series = Array.from({ length: 200 }, (_, i) => ({
      issuer: `单位${i}`, indicator: '行政复议案件',
      points: [2022, 2023, 2024].map((year) => ({ year, value: i + year % 7, text: `${i + year % 7}件`, path: data.reports[i].path, line: 5 })),
    }));
    return data;
  };
  const { page, trouble } = await open(REPORTS, { wide: many, name: 'many' });
  assert.equal((await names(page)).length, 100);
  assert.match(await page.locator('#reports caption').textContent(), /3000/);
  const first = await names(page);
  await page.locator('#reports .pages button').last().click();
  assert.match(await page.locator('#status').textContent(), /第 2 页，共 30 页/);
  assert.notDeepEqual(await names(page), first);
  assert.ok((await page.locator('#copies .heat tbody tr').count()) <= 40, 'the map shows those that share most');
  assert.equal(await page.locator('#series figure').count(), 24);
  const label = await page.locator('#series svg').first().getAttribute('aria-label');
  assert.match(label, /2022: \d+件/, 'a chart says its numbers');
  await page.locator('#copies').scrollIntoViewIfNeeded();
  await shot(page, 'many');
  assert.deepEqual(trouble, []);
  await page.close();
});

test('what a draft says is never taken for markup', async () => {
  const folder = path.join(root, 'hostile');
  mkdirSync(folder);
  cpSync(REPORTS, folder, { recursive: true });
  const name = readdirSync(folder).find((n) => n.endsWith('.txt') && readFileSync(path.join(folder, n), 'utf8').includes('一、'));
  const text = readFileSync(path.join(folder, name), 'utf8');
  writeFileSync(path.join(folder, name), text.replace('一、', '一、<img src=x onerror=alert(1)></script><b>'));
  const { page, trouble } = await open(folder, { name: 'hostile' });
  assert.equal(await page.locator('#reports b, #reports img, body > b').count(), 0);
  assert.deepEqual(trouble, []);
  await page.close();
});
