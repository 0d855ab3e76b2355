// The checklist in the side bar: every expected part, theme and content of the active report.

import * as vscode from 'vscode';
import type { Range as LspRange } from 'vscode-languageserver-protocol';
import { t } from './l10n';
import { INSERT_COMMAND, method, type Checklist, type ChecklistEntry, type EntryState } from './protocol';
import { action, contextValue, find, icon } from './pure/checklistModel';
import { isServed, type Server } from './server';
import type { Statuses } from './statuses';

/** Milliseconds of rest after an edit before the list is asked for again. */
const REST = 300;

export class ChecklistView implements vscode.TreeDataProvider<ChecklistEntry>, vscode.Disposable {
  private readonly view: vscode.TreeView<ChecklistEntry>;
  private readonly changed = new vscode.EventEmitter<void>();
  readonly onDidChangeTreeData = this.changed.event;
  private readonly disposables: vscode.Disposable[] = [];
  private document: vscode.TextDocument | undefined;
  private entries: readonly ChecklistEntry[] = [];
  private parents = new Map<ChecklistEntry, ChecklistEntry>();
  private timer: NodeJS.Timeout | undefined;
  /** Counts the questions, so that a late answer does not overwrite a newer one. */
  private asked = 0;

  constructor(
    private readonly server: Server,
    private readonly statuses: Statuses,
  ) {
    this.view = vscode.window.createTreeView('nianbao.checklist', { treeDataProvider: this, showCollapseAll: true });
    this.disposables.push(
      this.view,
      this.changed,
      vscode.window.onDidChangeActiveTextEditor(() => this.follow()),
      this.view.onDidChangeVisibility(() => this.follow()),
      vscode.workspace.onDidOpenTextDocument(() => this.follow()),
      vscode.workspace.onDidChangeTextDocument((e) => e.document === this.document && this.later()),
      vscode.workspace.onDidCloseTextDocument((d) => d === this.document && this.clear()),
      statuses.onDidChange(({ document }) => document === this.document && this.later()),
      server.onDidChangeState((state) => (state === 'running' ? this.follow() : this.clear())),
      vscode.commands.registerCommand('nianbao.checklist.open', (e: ChecklistEntry) => this.open(e)),
      vscode.commands.registerCommand('nianbao.checklist.finding', (e: ChecklistEntry) => this.finding(e)),
      vscode.commands.registerCommand('nianbao.checklist.insert', (e: ChecklistEntry) => this.insert(e)),
      vscode.commands.registerCommand('nianbao.checklist.refresh', () => this.refresh()),
    );
    this.follow();
  }

  dispose(): void {
    clearTimeout(this.timer);
    for (const d of this.disposables) d.dispose();
  }

  getChildren(entry?: ChecklistEntry): ChecklistEntry[] {
    return [...(entry === undefined ? this.entries : (entry.children ?? []))];
  }

  getParent(entry: ChecklistEntry): ChecklistEntry | undefined {
    return this.parents.get(entry);
  }

  getTreeItem(entry: ChecklistEntry): vscode.TreeItem {
    const item = new vscode.TreeItem(
      entry.label,
      entry.children?.length ? vscode.TreeItemCollapsibleState.Expanded : vscode.TreeItemCollapsibleState.None,
    );
    const { id, color } = icon(entry.state, entry.silenced);
    item.id = `${this.document?.uri.toString() ?? ''}#${entry.id}`;
    item.iconPath = new vscode.ThemeIcon(id, new vscode.ThemeColor(color));
    item.description = entry.state === 'there' ? entry.detail : entryWord(entry);
    item.contextValue = contextValue(entry);
    item.tooltip = tooltip(entry);
    item.accessibilityInformation = { label: `${entry.label}, ${entryWord(entry)}` };
    const what = action(entry);
    if (what === 'open') {
      item.command = { command: 'nianbao.checklist.open', title: t('Go there'), arguments: [entry] };
    } else if (what === 'insert') {
      item.command = { command: 'nianbao.checklist.insert', title: entry.insert?.title ?? '', arguments: [entry] };
    } else if (what === 'finding') {
      item.command = { command: 'nianbao.checklist.finding', title: t('Go to the finding'), arguments: [entry] };
    }
    return item;
  }

  /** Shows the list of the active draft; other editors leave the last one standing. */
  private follow(): void {
    const active = vscode.window.activeTextEditor?.document;
    if (active !== undefined && isServed(active) && active !== this.document) {
      this.document = active;
      this.show(undefined);
    }
    this.later(0);
  }

  private clear(): void {
    this.document = undefined;
    this.show(undefined);
    this.label();
  }

  private later(rest = REST): void {
    this.label();
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.refresh(), rest);
  }

  private async refresh(): Promise<void> {
    const document = this.document;
    if (document === undefined || !this.view.visible) return;
    const number = ++this.asked;
    const answer = await this.server.request<Checklist>(method.checklist, {
      textDocument: { uri: this.server.uri(document.uri) },
    });
    if (number !== this.asked || document !== this.document || answer === undefined) return;
    this.show(answer);
  }

  private show(list: Checklist | undefined | null): void {
    this.entries = list?.entries ?? [];
    this.parents = new Map();
    const visit = (entry: ChecklistEntry) => {
      for (const child of entry.children ?? []) {
        this.parents.set(child, entry);
        visit(child);
      }
    };
    this.entries.forEach(visit);
    this.changed.fire();
  }

  /** The description and the count on the icon, which are there while the view is hidden too. */
  private label(): void {
    const status = this.document && this.statuses.get(this.document);
    // The number that the status bar gives: two counts side by side would look like a mistake.
    const missing = status?.recognised ? status.missing : 0;
    this.view.description = status?.schemaName;
    this.view.badge = missing === 0 ? undefined : { value: missing, tooltip: t('{0} expected parts are missing', missing) };
  }

  private async open(entry: ChecklistEntry): Promise<void> {
    // The row may be older than the list: its place is looked up again.
    const range = find(this.entries, entry.id)?.range ?? entry.range;
    if (this.document !== undefined && range !== undefined) await reveal(this.document, range);
  }

  /** Leads to the finding that tells what is missing. */
  private async finding(entry: ChecklistEntry): Promise<void> {
    const range = find(this.entries, entry.id)?.finding ?? entry.finding;
    if (this.document !== undefined && range !== undefined) await reveal(this.document, range);
  }

  private async insert(entry: ChecklistEntry): Promise<void> {
    const document = this.document;
    if (document === undefined) return;
    const range = await this.server.request<LspRange | null>('workspace/executeCommand', {
      command: INSERT_COMMAND,
      arguments: [this.server.uri(document.uri), entry.id],
    });
    if (range) {
      await reveal(document, range);
    } else {
      void vscode.window.showWarningMessage(t('“{0}” could not be inserted.', entry.label));
    }
  }
}

function stateWord(state: EntryState): string {
  switch (state) {
    case 'there':
      return t('there');
    case 'thin':
      return t('thin');
    case 'unwritten':
      return t('to be written');
    case 'missing':
      return t('missing');
  }
}

function entryWord(entry: ChecklistEntry): string {
  return entry.silenced ? t('missing, not counted: its finding is silenced') : stateWord(entry.state);
}

function tooltip(entry: ChecklistEntry): vscode.MarkdownString {
  const text = new vscode.MarkdownString();
  text.appendText(`${entry.label} · ${entryWord(entry)}`);
  for (const line of [entry.detail, entry.basis, entry.insert?.title]) {
    if (line) text.appendMarkdown('\n\n').appendText(line);
  }
  return text;
}

async function reveal(document: vscode.TextDocument, range: LspRange): Promise<void> {
  const editor = await vscode.window.showTextDocument(document, { preview: false });
  const start = new vscode.Position(range.start.line, range.start.character);
  const end = new vscode.Position(range.end.line, range.end.character);
  editor.selection = new vscode.Selection(start, start);
  editor.revealRange(new vscode.Range(start, end), vscode.TextEditorRevealType.InCenterIfOutsideViewport);
}
