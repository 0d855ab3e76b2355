// "Start next year's report": what the active report planned, found wanting and counted becomes the skeleton of the next one.

import * as vscode from 'vscode';
import { t } from './l10n';
import { exists, openUnsaved } from './newReport';
import { method, type NextYear } from './protocol';
import type { Server } from './server';

/** In the palette it takes the active editor; an action on a title names its document. */
export function registerNextYear(server: Server): vscode.Disposable {
  return vscode.commands.registerCommand('nianbao.startNextYear', (uri?: unknown) => startNextYear(server, uri));
}

async function startNextYear(server: Server, named?: unknown): Promise<void> {
  const uri = typeof named === 'string' ? named : activeDocument(server);
  if (uri === undefined) {
    void vscode.window.showErrorMessage(t('Open this year’s report first.'));
    return;
  }
  const next = await server.request<NextYear>(method.nextYear, { textDocument: { uri } });
  if (next === undefined) {
    void vscode.window.showErrorMessage(t('Next year’s report could not be started: the active document must be a report that says whose it is and on which year.'));
    return;
  }
  const target = next.uri ? server.toUri(next.uri) : undefined;
  if (target !== undefined && (await exists(target))) {
    const open = t('Open it');
    const another = t('Start another one');
    const picked = await vscode.window.showWarningMessage(t('{0} is there already. It will not be touched.', next.fileName), open, another);
    if (picked === open) await vscode.window.showTextDocument(target, { preview: false });
    if (picked !== another) return;
  }
  await openUnsaved(next.text, target);
}

function activeDocument(server: Server): string | undefined {
  const document = vscode.window.activeTextEditor?.document;
  return document && server.uri(document.uri);
}
