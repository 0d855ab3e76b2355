// "Show survey": the reports of a folder side by side, in a panel; its places open in the editor.

import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import { t } from './l10n';
import { method, type SurveyPage, type SurveyParams } from './protocol';
import type { Server } from './server';

export function registerSurvey(server: Server): vscode.Disposable {
  return vscode.commands.registerCommand('nianbao.showSurvey', (folder?: vscode.Uri) => showSurvey(server, folder));
}

async function showSurvey(server: Server, chosen?: vscode.Uri): Promise<void> {
  const folder = chosen ?? (await pickFolder());
  if (folder === undefined) return;
  const nonce = randomBytes(16).toString('hex');
  const params: SurveyParams = { folder: folder.toString(), nonce };
  const page = await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title: t('Reading the reports of the folder…') },
    () => server.request<SurveyPage>(method.survey, params),
  );
  if (page === undefined) {
    void vscode.window.showErrorMessage(t('The survey could not be made; see the log.'));
    return;
  }
  const panel = vscode.window.createWebviewPanel('nianbao.survey', t('Survey of annual reports'), vscode.ViewColumn.Active, {
    enableScripts: true,
    retainContextWhenHidden: true,
    enableFindWidget: true,
    localResourceRoots: [],
  });
  panel.webview.onDidReceiveMessage((message: unknown) => open(folder, message));
  panel.webview.html = page.html;
}

async function pickFolder(): Promise<vscode.Uri | undefined> {
  const folders = vscode.workspace.workspaceFolders ?? [];
  if (folders.length === 1) return folders[0]?.uri;
  if (folders.length > 1) return (await vscode.window.showWorkspaceFolderPick())?.uri;
  const picked = await vscode.window.showOpenDialog({ canSelectFolders: true, canSelectFiles: false, title: t('Which folder holds the reports?') });
  return picked?.[0];
}

/** Opens `{ open: path, line }`; the path is relative to the folder and stays below it. */
async function open(folder: vscode.Uri, message: unknown): Promise<void> {
  const { open: path, line } = (message ?? {}) as { open?: unknown; line?: unknown };
  if (typeof path !== 'string' || typeof line !== 'number' || path.split('/').includes('..')) return;
  const at = new vscode.Position(Math.max(0, line - 1), 0);
  const document = await vscode.workspace.openTextDocument(vscode.Uri.joinPath(folder, path));
  await vscode.window.showTextDocument(document, { selection: new vscode.Range(at, at), viewColumn: vscode.ViewColumn.Beside });
}
