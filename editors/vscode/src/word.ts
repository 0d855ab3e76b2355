// Word files in the explorer: findings written into a copy as comments, and a Word file as a draft.

import { execFile } from 'node:child_process';
import path from 'node:path';
import * as vscode from 'vscode';
import { locale, t } from './l10n';
import { openUnsaved } from './newReport';
import { annotatedName, draftName } from './pure/wordNames';
import type { Server } from './server';

/** Output of a long report's check is some hundred KiB. */
const MAX_OUTPUT_BYTES = 64 * 1024 * 1024;

export function registerWord(server: Server): vscode.Disposable {
  return vscode.Disposable.from(
    vscode.commands.registerCommand('nianbao.annotateWord', (file?: vscode.Uri) => withWordFile(file, (uri) => annotate(server, uri))),
    vscode.commands.registerCommand('nianbao.importWord', (file?: vscode.Uri) => withWordFile(file, (uri) => importDraft(server, uri))),
  );
}

/** The file that was clicked, else one that the user picks. */
async function withWordFile(file: vscode.Uri | undefined, work: (uri: vscode.Uri) => Promise<void>): Promise<void> {
  const picked = file ?? (await vscode.window.showOpenDialog({ filters: { Word: ['docx'] }, title: t('Which Word file?') }))?.[0];
  if (picked !== undefined) await work(picked);
}

async function annotate(server: Server, uri: vscode.Uri): Promise<void> {
  const out = annotatedName(uri.fsPath, locale());
  const done = await run(server, ['check', uri.fsPath, '--annotate', '--fix', '-o', out]);
  if (done === undefined) return;
  if (done.code !== 0 && done.code !== 1) {
    void vscode.window.showErrorMessage(done.said);
    return;
  }
  const open = t('Open it');
  const show = t('Show in folder');
  const picked = await vscode.window.showInformationMessage(done.said, open, show);
  if (picked === open) await vscode.env.openExternal(vscode.Uri.file(out));
  if (picked === show) await vscode.commands.executeCommand('revealFileInOS', vscode.Uri.file(out));
}

async function importDraft(server: Server, uri: vscode.Uri): Promise<void> {
  const done = await run(server, ['import', uri.fsPath]);
  if (done === undefined) return;
  if (done.code !== 0) {
    void vscode.window.showErrorMessage(done.said);
    return;
  }
  await openUnsaved(done.out, vscode.Uri.file(draftName(uri.fsPath)));
  if (done.said !== '') void vscode.window.showInformationMessage(done.said);
}

interface Done {
  readonly code: number;
  readonly out: string;
  /** What the program said to people, without its own name in front. */
  readonly said: string;
}

/** Runs the program that also serves; undefined where there is none, which it says itself. */
async function run(server: Server, args: string[]): Promise<Done | undefined> {
  const program = await server.program();
  if (program === undefined) return undefined;
  const language = locale().toLowerCase().startsWith('zh') ? 'zh' : 'en';
  return new Promise((resolve) => {
    const options = { cwd: path.dirname(args[1] ?? '.'), maxBuffer: MAX_OUTPUT_BYTES, encoding: 'utf8' as const };
    execFile(program, [...args, '--lang', language, '--color', 'never'], options, (error, out, err) => {
      const said = err
        .split('\n')
        .map((line) => line.replace(/^nianbao[:：]\s*/, '').trim())
        .filter((line) => line !== '')
        .join(' ');
      const code = typeof error?.code === 'number' ? error.code : error === null ? 0 : 2;
      resolve({ code, out, said: said === '' && error !== null && code > 1 ? error.message : said });
    });
  });
}
