// A real VS Code with the extension installed from its VSIX: code-server, driven through headless Chromium.

import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { chromium } from 'playwright-core';

const need = (name) => {
  const value = process.env[name];
  assert.ok(value, `${name} is not set: run this through \`cargo xtask test\``);
  return value;
};
export const DRAFTS = need('NIANBAO_DRAFTS');
const VSIX = need('NIANBAO_VSIX');
const NODE24 = need('NIANBAO_NODE24');
const CODE_SERVER = need('NIANBAO_CODE_SERVER');
const CHROMIUM = need('NIANBAO_CHROMIUM');
const SHOTS = need('NIANBAO_SCREENSHOTS');

/** The longest wait for anything, in milliseconds; a cold start on two cores takes half of it. */
const LIMIT = Number(process.env.NIANBAO_WAIT ?? 60_000);

/** Where the pointer touches nothing that answers. */
const AWAY = [640, 2];

/** Asks again and again until the answer is true-ish, and returns it. */
export async function until(what, ask, limit = LIMIT) {
  const end = Date.now() + limit;
  for (let last; ; ) {
    try {
      const answer = await ask();
      if (answer) return answer;
    } catch (error) {
      last = error;
    }
    if (Date.now() > end) throw new Error(`not seen within ${limit} ms: ${what}${last ? ` (${last})` : ''}`);
    await new Promise((resume) => setTimeout(resume, 100));
  }
}

const SETTINGS = {
  'workbench.startupEditor': 'none',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.enableExperiments': false,
  'workbench.tips.enabled': false,
  'window.restoreWindows': 'none',
  'window.dialogStyle': 'custom',
  'window.menuBarVisibility': 'compact',
  'telemetry.telemetryLevel': 'off',
  'extensions.autoUpdate': false,
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'chat.disableAIFeatures': true,
  'update.mode': 'none',
  'git.enabled': false,
  'files.autoSave': 'off',
  'explorer.confirmDelete': false,
  'editor.fontFamily': "'Noto Sans Mono CJK SC', monospace",
  'security.workspace.trust.startupPrompt': 'never',
  'security.workspace.trust.banner': 'never',
  'nianbao.locale': 'zh',
};

export class VsCode {
  #log = '';
  root;
  page;

  /** Starts it on a folder that `fill` furnishes. `trusted: false` leaves the folder in Restricted Mode. */
  static async start(fill, { trusted = true, settings = {} } = {}) {
    const self = new VsCode();
    self.root = mkdtempSync(path.join(tmpdir(), 'nianbao-vscode-'));
    self.folder = path.join(self.root, '云上报告');
    mkdirSync(self.folder);
    fill(self.folder);
    const user = path.join(self.root, 'user', 'User');
    mkdirSync(user, { recursive: true });
    writeFileSync(path.join(user, 'settings.json'), JSON.stringify({ ...SETTINGS, ...settings }));
    writeFileSync(path.join(self.root, 'config.yaml'), '');
    const common = [
      path.join(CODE_SERVER, 'out/node/entry.js'),
      '--config', path.join(self.root, 'config.yaml'),
      '--user-data-dir', path.join(self.root, 'user'),
      '--extensions-dir', path.join(self.root, 'extensions'),
    ];
    const said = execFileSync(NODE24, [...common, '--install-extension', VSIX], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
    assert.match(said, /successfully installed/);
    const port = await freePort();
    self.base = `http://127.0.0.1:${port}`;
    self.server = spawn(NODE24, [
      ...common, '--auth', 'none', '--bind-addr', `127.0.0.1:${port}`, '--disable-telemetry', '--disable-update-check',
      '--disable-getting-started-override', ...(trusted ? ['--disable-workspace-trust'] : []),
    ], { stdio: ['ignore', 'pipe', 'pipe'] });
    for (const stream of [self.server.stdout, self.server.stderr]) stream.on('data', (text) => (self.#log += text));
    await until('code-server answers', async () => (await fetch(`${self.base}/healthz`)).ok);
    self.browser = await chromium.launch({
      executablePath: CHROMIUM,
      headless: true,
      args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
    });
    const context = await self.browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'zh-CN' });
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    self.page = await context.newPage();
    self.page.setDefaultTimeout(LIMIT);
    return self;
  }

  async stop() {
    await this.browser?.close().catch(() => {});
    if (this.server && this.server.exitCode === null) {
      this.server.kill('SIGTERM');
      await once(this.server, 'exit');
    }
    writeFileSync(path.join(SHOTS, 'code-server.log'), this.#log);
    rmSync(this.root, { recursive: true, force: true, maxRetries: 5 });
  }

  /** Loads the workbench, with a file open when one is named. */
  async load(name) {
    const query = new URLSearchParams({ folder: this.folder });
    if (name !== undefined) {
      const uri = `vscode-remote://${new URL(this.base).host}${encodeURI(path.join(this.folder, name))}`;
      query.set('payload', JSON.stringify([['openFile', uri]]));
    }
    await this.page.goto(`${this.base}/?${query}`);
    await this.page.locator('.monaco-workbench').waitFor();
    if (name !== undefined) await this.shown(name);
  }

  /** Waits until a file's text is in the active editor. */
  async shown(name) {
    await this.page.locator('.tabs-container .tab.active').filter({ hasText: name }).waitFor();
    await this.page.locator('.editor-group-container.active .monaco-editor .view-line').first().waitFor();
  }

  /** Runs a command by its English title. */
  command(title) {
    return this.#quick('F1', `>${title}`, title);
  }

  /**
   * Opens the quick input with a key, writes into it, and takes the row it leads to. Begins
   * again when something else takes the focus meanwhile, which closes the input. Nothing is
   * typed or pressed on trust: it would go into whatever has the focus by then, a draft for one.
   */
  async #quick(key, text, row) {
    const box = this.page.locator('.quick-input-widget input[type=text]');
    const focused = this.page.locator('.quick-input-list .monaco-list-row.focused').filter({ hasText: row });
    await until(`“${row}” taken for “${text}”`, async () => {
      // Whether or not an input is on the screen: it may be the last one, just closing.
      await this.page.keyboard.press(key);
      await box.waitFor({ timeout: 1000 });
      await box.evaluate((input, value) => {
        input.value = value;
        input.dispatchEvent(new Event('input', { bubbles: true }));
      }, text, { timeout: 1000 });
      await focused.click({ timeout: 1000 });
      return true;
    });
    // Left where the row was, the pointer would call a hover out of the editor.
    await this.page.mouse.move(...AWAY);
  }

  /**
   * Takes a button of a message. A toast goes after 10 s (information) or 12 s (warning) whether or not it was
   * read, and on a busy machine that is soon: then the message waits behind the bell, where one looks for it.
   */
  async answerMessage(text, button) {
    const where = '.notification-toast, .notifications-center .monaco-list-row';
    const message = this.page.locator(where).filter({ hasText: text });
    await message.first().waitFor({ timeout: 15_000 }).catch(() => {});
    await until(`“${button}” taken in the message “${text}”`, async () => {
      if ((await message.count()) === 0) await this.command('Notifications: Show Notifications');
      await message.first().getByText(button).click({ timeout: 2000 });
      return true;
    });
    await message.first().waitFor({ state: 'detached' });
    // Open, the list would keep later messages from showing as toasts.
    if (await this.page.locator('.notifications-center.visible').count()) await this.command('Notifications: Hide Notifications');
  }

  /** Waits until a message shows as a toast. */
  async message(text) {
    const toast = this.page.locator('.notification-toast').filter({ hasText: text });
    await toast.first().waitFor();
  }

  /** Closes everything that is open and opens this file. */
  async open(name) {
    await this.command('View: Close All Editors');
    const tabs = this.page.locator('.tabs-container .tab');
    const discard = this.page.locator('.monaco-dialog-box .monaco-button').filter({ hasText: "Don't Save" });
    await until('all editors closed', async () => {
      // Only after a test that failed: its changes must not spoil the next.
      if (await discard.isVisible()) await discard.click();
      return (await tabs.count()) === 0;
    });
    await this.#quick('Control+p', name, name);
    await this.shown(name);
    await this.focusEditor();
  }

  /** Brings the workbench back to where a test can begin, whatever the last one left behind. */
  async recover() {
    const discard = this.page.locator('.monaco-dialog-box .monaco-button').filter({ hasText: "Don't Save" });
    if (await discard.isVisible()) await discard.click();
    for (let i = 0; i < 3; i++) await this.page.keyboard.press('Escape');
  }

  async focusEditor() {
    await this.command('View: Focus Active Editor Group');
    await this.page.locator('.editor-group-container.active .monaco-editor.focused').first().waitFor();
  }

  /** Picks a row of the quick pick that is open. */
  async pick(text) {
    const row = this.page.locator('.quick-input-list .monaco-list-row').filter({ hasText: text }).first();
    await row.waitFor();
    await row.click();
  }

  /** Answers the input box that is open. */
  async answer(prompt, text) {
    const widget = '.quick-input-widget';
    await this.page.locator(`${widget}:has-text("${prompt}"), ${widget}:has(input[placeholder*="${prompt}"])`).waitFor();
    const box = this.page.locator(`${widget} input[type=text]`);
    if (text !== undefined) await box.fill(text);
    await this.page.keyboard.press('Enter');
  }

  /** The rows of a tree or list from top to bottom, as VS Code shows them. */
  async rows(selector) {
    return this.page.locator(`${selector} .monaco-list-row`).evaluateAll((all) => all
      .map((row) => ({
        top: row.getBoundingClientRect().top,
        level: Number(row.getAttribute('aria-level')),
        label: row.getAttribute('aria-label') ?? '',
        text: (row.textContent ?? '').replace(/\s+/g, ' ').trim(),
      }))
      .sort((a, b) => a.top - b.top));
  }

  /** The rows once one of them matches. */
  async rowsWith(selector, pattern) {
    return until(`a row matching ${pattern} in ${selector}`, async () => {
      const rows = await this.rows(selector);
      return rows.some((row) => pattern.test(row.text) || pattern.test(row.label)) && rows;
    });
  }

  async problems() {
    await this.command('Problems: Focus on Problems View');
    return this.rows('.markers-panel');
  }

  /** The status bar, as one line of text. */
  async statusBar() {
    return (await this.page.locator('.statusbar').innerText()).replace(/\s+/g, ' ');
  }

  async statusShows(pattern) {
    return until(`${pattern} in the status bar`, async () => {
      const text = await this.statusBar();
      return pattern.test(text) && text;
    });
  }

  /** The text of the active editor as far as it is on the screen, lines in order. */
  async screenText() {
    const lines = await this.page.locator('.editor-group-container.active .monaco-editor .view-line').evaluateAll((all) => all
      .map((line) => [line.getBoundingClientRect().top, line.textContent])
      .sort((a, b) => a[0] - b[0])
      .map(([, text]) => text.replaceAll('\u00a0', ' ')));
    return lines.join('\n');
  }

  file(name) {
    return path.join(this.folder, name);
  }

  /** Saves, and returns the file's text once it satisfies `good`. */
  async saved(name, good) {
    await this.focusEditor();
    await this.page.keyboard.press('Control+s');
    return until(`${name} saved as wanted`, () => {
      const text = readFileSync(this.file(name), 'utf8');
      return good(text) && text;
    });
  }

  /** Puts the cursor in front of these words of the active editor's file, or `by` characters behind that. */
  async goTo(text, words, by = 0) {
    const at = text.indexOf(words);
    assert.notEqual(at, -1, words);
    const before = text.slice(0, at).split('\n');
    const [line, column] = [before.length, before.at(-1).length + by];
    await this.focusEditor();
    // A column given here would count a Chinese character twice.
    await this.#quick('Control+g', `:${line}:1`, `line ${line}`);
    await this.statusShows(new RegExp(`Ln ${line}, Col 1\\b`));
    for (let i = 0; i < column; i++) await this.page.keyboard.press('ArrowRight');
    await this.statusShows(new RegExp(`Ln ${line}, Col ${column + 1}\\b`));
  }

  async shot(name, { pointer = false } = {}) {
    // The pointer's hover and a half-shown tooltip would stand in the picture.
    if (!pointer) await this.page.mouse.move(...AWAY);
    await this.page.screenshot({ path: path.join(SHOTS, `${name}.png`), animations: 'disabled' });
  }
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}

/** Bytes of GB18030 for text within GBK: Node decodes it but does not encode. */
export function gb18030(text) {
  const decoder = new TextDecoder('gb18030');
  const table = new Map();
  for (let lead = 0x81; lead <= 0xfe; lead++) {
    for (let trail = 0x40; trail <= 0xfe; trail++) {
      if (trail === 0x7f) continue;
      const character = decoder.decode(Uint8Array.of(lead, trail));
      if (character.length === 1 && !table.has(character)) table.set(character, [lead, trail]);
    }
  }
  const bytes = [...text].flatMap((c) => (c.codePointAt(0) < 0x80 ? [c.codePointAt(0)] : (table.get(c) ?? assert.fail(`no GBK for ${c}`))));
  const result = Buffer.from(bytes);
  assert.equal(decoder.decode(result), text);
  return result;
}
