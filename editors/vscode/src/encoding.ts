// Text that was opened in the wrong encoding: one message, and a way out.

import * as vscode from 'vscode';
import { t } from './l10n';
import type { StatusChange, Statuses } from './statuses';

const ENCODING = 'gb18030';

export class EncodingHelp implements vscode.Disposable {
  private readonly disposables: vscode.Disposable[] = [];
  /** Documents whose message was shown; a document that became readable may be told about again. */
  private readonly told = new Set<string>();

  constructor(statuses: Statuses) {
    this.disposables.push(
      statuses.onDidChange((change) => void this.consider(change)),
      vscode.commands.registerCommand('nianbao.reopenGb18030', (uri?: vscode.Uri | string) => reopen(uri)),
    );
  }

  dispose(): void {
    for (const d of this.disposables) d.dispose();
  }

  private async consider({ document, status }: StatusChange): Promise<void> {
    const uri = document.uri.toString();
    if (!status.badEncoding) {
      this.told.delete(uri);
      return;
    }
    if (this.told.has(uri) || document.isUntitled) return;
    this.told.add(uri);
    const button = t('Reopen as GB18030');
    // An error with a button stays until it is answered; a warning would be gone in twelve seconds, and what it offers with it.
    const picked = await vscode.window.showErrorMessage(
      t('{0} holds characters that could not be decoded: it was probably saved as GB18030 (GBK) and opened as UTF-8. It is not checked.', vscode.workspace.asRelativePath(document.uri)),
      button,
    );
    if (picked === button) await reopen(document.uri);
  }
}

/** Decodes the document again as GB18030. `where` is the active document when it is not given. */
export async function reopen(where?: vscode.Uri | string): Promise<void> {
  const uri = typeof where === 'string' ? vscode.Uri.parse(where) : (where ?? vscode.window.activeTextEditor?.document.uri);
  if (uri === undefined) return;
  const document = await vscode.workspace.openTextDocument(uri);
  if (document.isDirty) {
    void vscode.window.showWarningMessage(t('The document has unsaved changes. Undo or discard them first: saving them would keep the damaged text.'));
    return;
  }
  await vscode.window.showTextDocument(document);
  // TextDocument.encoding and the option came together, in VS Code 1.100; older ones ignore the option.
  if ('encoding' in document) {
    const open = vscode.workspace.openTextDocument as (u: vscode.Uri, o: { encoding: string }) => Thenable<vscode.TextDocument>;
    await open(uri, { encoding: ENCODING });
  } else {
    await vscode.commands.executeCommand('workbench.action.editor.changeEncoding');
  }
}
