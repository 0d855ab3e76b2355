// The item in the status bar: what the active draft was recognised as, and what it lacks.

import * as vscode from 'vscode';
import { t } from './l10n';
import { statusText, type StatusInput, type StatusText } from './pure/statusText';
import { isServed, type Server } from './server';
import type { Statuses } from './statuses';

export class StatusItem implements vscode.Disposable {
  private readonly item: vscode.StatusBarItem;
  private readonly disposables: vscode.Disposable[] = [];

  constructor(
    private readonly server: Server,
    private readonly statuses: Statuses,
  ) {
    this.item = vscode.window.createStatusBarItem('nianbao.status', vscode.StatusBarAlignment.Right, 110);
    this.item.name = 'Nianbao 年报';
    this.item.command = 'nianbao.statusMenu';
    const update = () => this.update();
    this.disposables.push(
      this.item,
      vscode.window.onDidChangeActiveTextEditor(update),
      vscode.workspace.onDidOpenTextDocument(update),
      statuses.onDidChange(update),
      server.onDidChangeState(update),
      vscode.workspace.onDidChangeConfiguration((e) => e.affectsConfiguration('nianbao.locale') && update()),
    );
    this.update();
  }

  dispose(): void {
    for (const d of this.disposables) d.dispose();
  }

  private update(): void {
    const document = vscode.window.activeTextEditor?.document;
    const served = document !== undefined && isServed(document);
    const status = served ? this.statuses.get(document) : undefined;
    void vscode.commands.executeCommand(
      'setContext',
      'nianbao.reportCandidate',
      served && status !== undefined && !status.recognised,
    );
    if (!served) {
      this.item.hide();
      return;
    }
    const input: StatusInput = this.server.state === 'running' ? { status } : { server: this.server.state };
    this.show(statusText(input, t));
  }

  private show(text: StatusText): void {
    this.item.text = text.text;
    const tooltip = new vscode.MarkdownString();
    // Titles and reasons come from the draft: as text, so that nothing in them acts as Markdown.
    text.tooltip.forEach((line, i) => tooltip.appendMarkdown(i === 0 ? '' : '\n\n').appendText(line));
    // Commands of this extension alone, named here and not by the draft.
    tooltip.isTrusted = { enabledCommands: (text.actions ?? []).map((action) => action.command) };
    for (const { command, label } of text.actions ?? []) tooltip.appendMarkdown(`\n\n[${label}](command:${command})`);
    this.item.tooltip = tooltip;
    this.item.accessibilityInformation = {
      label: [text.text.replace(/\$\([^)]*\)\s*/g, ''), ...text.tooltip].join(', '),
    };
    this.item.backgroundColor =
      text.tone === 'warning'
        ? new vscode.ThemeColor('statusBarItem.warningBackground')
        : text.tone === 'error'
          ? new vscode.ThemeColor('statusBarItem.errorBackground')
          : undefined;
    this.item.show();
  }
}
