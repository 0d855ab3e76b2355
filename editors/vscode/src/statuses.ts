// The newest status of each open document, from the server's notifications.

import * as vscode from 'vscode';
import type { Status } from './protocol';
import type { Server } from './server';

export interface StatusChange {
  document: vscode.TextDocument;
  status: Status;
}

export class Statuses implements vscode.Disposable {
  private readonly byUri = new Map<string, Status>();
  private readonly disposables: vscode.Disposable[] = [];
  private readonly emitter = new vscode.EventEmitter<StatusChange>();
  readonly onDidChange = this.emitter.event;

  constructor(server: Server) {
    this.disposables.push(
      server.onStatus((status) => {
        const uri = server.toUri(status.uri).toString();
        const document = vscode.workspace.textDocuments.find((d) => d.uri.toString() === uri);
        // The document may have been closed while the message was under way.
        if (document === undefined) return;
        this.byUri.set(uri, status);
        this.emitter.fire({ document, status });
      }),
      vscode.workspace.onDidCloseTextDocument((d) => this.byUri.delete(d.uri.toString())),
      server.onDidChangeState((state) => {
        if (state === 'stopped' || state === 'failed') this.byUri.clear();
      }),
    );
  }

  get(document: vscode.TextDocument): Status | undefined {
    return this.byUri.get(document.uri.toString());
  }

  dispose(): void {
    this.emitter.dispose();
    for (const d of this.disposables) d.dispose();
  }
}
