// The findings of the active draft as a list to pick from. Problems leaves hints out, which
// count too: a number in the status item must open all that it counts.

import * as vscode from 'vscode';
import { t } from './l10n';
import { sections, type Finding, type Severity } from './pure/findingsModel';

export function registerFindings(): vscode.Disposable {
  return vscode.commands.registerCommand('nianbao.showFindings', showFindings);
}

async function showFindings(): Promise<void> {
  const document = vscode.window.activeTextEditor?.document;
  if (document === undefined) return;
  const found = findingsOf(document);
  if (found.length === 0) {
    void vscode.window.showInformationMessage(t('No findings.'));
    return;
  }
  const items = sections(found).flatMap((section) => [
    { label: `${severityWord(section.severity)} ${section.findings.length}`, kind: vscode.QuickPickItemKind.Separator },
    ...section.findings.map((finding) => ({
      label: `$(${ICONS[section.severity]}) ${finding.message}`,
      description: t('line {0}', finding.line + 1),
      detail: finding.code,
      finding,
    })),
  ]);
  const picked = await vscode.window.showQuickPick<vscode.QuickPickItem & { finding?: Finding }>(items, {
    title: t('Findings ({0})', found.length),
    matchOnDescription: true,
    matchOnDetail: true,
  });
  if (picked?.finding === undefined) return;
  const at = new vscode.Position(picked.finding.line, picked.finding.character);
  const editor = await vscode.window.showTextDocument(document, { preview: false });
  editor.selection = new vscode.Selection(at, at);
  editor.revealRange(new vscode.Range(at, at), vscode.TextEditorRevealType.InCenterIfOutsideViewport);
}

const ICONS: Record<Severity, string> = { 0: 'error', 1: 'warning', 2: 'info', 3: 'lightbulb' };

function findingsOf(document: vscode.TextDocument): Finding[] {
  const ours = vscode.languages.getDiagnostics(document.uri).filter((d) => d.source === 'nianbao');
  return ours.map((d) => ({
    severity: d.severity as Severity,
    message: d.message,
    code: String(typeof d.code === 'object' ? d.code.value : (d.code ?? '')),
    line: d.range.start.line,
    character: d.range.start.character,
  }));
}

function severityWord(severity: Severity): string {
  switch (severity) {
    case 0:
      return t('Errors');
    case 1:
      return t('Warnings');
    case 2:
      return t('Infos');
    case 3:
      return t('Hints');
  }
}
