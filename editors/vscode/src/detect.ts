// Switches recognised drafts to the language annual-report, and never against the user.

import * as vscode from 'vscode';
import { t } from './l10n';
import { decideSwitch, isUserChoice, REPORT_LANGUAGE, type Detect, type Remembered } from './pure/language';
import type { StatusChange, Statuses } from './statuses';

const KEY = 'nianbao.language';
/** Files remembered per workspace; the oldest go first. */
const LIMIT = 500;

export class Detector implements vscode.Disposable {
  private readonly disposables: vscode.Disposable[] = [];
  /** Languages this extension asked for and whose close and open have not come yet. */
  private readonly expected = new Map<string, string>();
  /** Documents closed in this turn of the event loop: a language change is a close and an open of one URI. */
  private readonly justClosed = new Map<string, string>();
  /** Untitled documents are remembered only as long as they are open: their names come again. */
  private readonly untitled = new Map<string, Remembered>();
  private readonly asking = new Set<string>();

  constructor(
    private readonly state: vscode.Memento,
    statuses: Statuses,
    /** Where documents are noted whose user picked the language annual-report. */
    private readonly picked: Set<string>,
  ) {
    this.disposables.push(
      statuses.onDidChange((change) => void this.consider(change)),
      vscode.workspace.onDidCloseTextDocument((d) => this.closed(d)),
      vscode.workspace.onDidOpenTextDocument((d) => this.opened(d)),
    );
  }

  dispose(): void {
    for (const d of this.disposables) d.dispose();
  }

  private closed(document: vscode.TextDocument): void {
    const uri = document.uri.toString();
    this.justClosed.set(uri, document.languageId);
    setTimeout(() => {
      // No open followed: the document is really gone.
      if (!this.justClosed.delete(uri)) return;
      this.untitled.delete(uri);
      this.picked.delete(uri);
    }, 0);
  }

  private opened(document: vscode.TextDocument): void {
    const uri = document.uri.toString();
    const before = this.justClosed.get(uri);
    if (before === undefined) return;
    this.justClosed.delete(uri);
    if (!isUserChoice(before, document.languageId, this.expected.get(uri))) return;
    this.remember(document, 'chosen');
    if (document.languageId === REPORT_LANGUAGE) this.picked.add(uri);
    else this.picked.delete(uri);
  }

  private async consider({ document, status }: StatusChange): Promise<void> {
    const uri = document.uri.toString();
    if (this.asking.has(uri) || this.expected.has(uri)) return;
    const config = vscode.workspace.getConfiguration('nianbao', document);
    const decision = decideSwitch({
      detect: config.get<Detect>('detect', 'auto'),
      languageId: document.languageId,
      recognised: status.recognised,
      badEncoding: status.badEncoding,
      remembered: this.remembered(document),
      associated: isAssociated(document),
    });
    if (decision === 'leave') return;
    if (decision === 'ask') {
      this.asking.add(uri);
      const agreed = await this.ask(document).finally(() => this.asking.delete(uri));
      if (!agreed || document.isClosed) return;
    }
    await this.change(document);
  }

  private async ask(document: vscode.TextDocument): Promise<boolean> {
    const yes = t('Switch');
    const no = t('Leave as it is');
    const name = vscode.workspace.asRelativePath(document.uri);
    const message =
      document.languageId === 'markdown'
        ? t('{0} is an annual report. Switch its language from Markdown to Annual report? Outline and Go to Symbol will then show Nianbao’s entries alone; the Markdown preview needs Markdown.', name)
        : t('{0} is an annual report. Switch its language to Annual report?', name);
    const picked = await vscode.window.showInformationMessage(message, yes, no);
    if (picked !== yes) this.remember(document, 'declined');
    return picked === yes;
  }

  private async change(document: vscode.TextDocument): Promise<void> {
    const uri = document.uri.toString();
    this.expected.set(uri, REPORT_LANGUAGE);
    try {
      await vscode.languages.setTextDocumentLanguage(document, REPORT_LANGUAGE);
    } finally {
      this.expected.delete(uri);
    }
  }

  private remembered(document: vscode.TextDocument): Remembered {
    const uri = document.uri.toString();
    if (document.isUntitled) return this.untitled.get(uri);
    return this.state.get<Record<string, Remembered>>(KEY, {})[uri];
  }

  private remember(document: vscode.TextDocument, what: Remembered): void {
    const uri = document.uri.toString();
    if (document.isUntitled) {
      this.untitled.set(uri, what);
      return;
    }
    const all = Object.entries(this.state.get<Record<string, Remembered>>(KEY, {})).filter(([key]) => key !== uri);
    all.push([uri, what]);
    void this.state.update(KEY, Object.fromEntries(all.slice(-LIMIT)));
  }
}

/** Whether the user's `files.associations` name this file: then he chose its language there. */
function isAssociated(document: vscode.TextDocument): boolean {
  const associations = vscode.workspace.getConfiguration('files', document).get<Record<string, string>>('associations', {});
  return Object.entries(associations).some(
    ([glob, language]) =>
      language === document.languageId &&
      vscode.languages.match({ pattern: glob.includes('/') ? glob : `**/${glob}` }, document) > 0,
  );
}
