// The other places of a finding that stands at several. Problems has one entry for all of them,
// at the first; here the others are underlined as the first one is.

import * as vscode from 'vscode';
import type { Range as LspRange } from 'vscode-languageserver-protocol';
import { places } from './pure/groupPlaces';

/** Underlines as VS Code draws them for diagnostics, by severity. */
const STYLES: Record<vscode.DiagnosticSeverity, string> = {
  [vscode.DiagnosticSeverity.Error]: 'underline wavy var(--vscode-editorError-foreground)',
  [vscode.DiagnosticSeverity.Warning]: 'underline wavy var(--vscode-editorWarning-foreground)',
  [vscode.DiagnosticSeverity.Information]: 'underline wavy var(--vscode-editorInfo-foreground)',
  [vscode.DiagnosticSeverity.Hint]: 'underline dotted var(--vscode-editorHint-foreground)',
};

export class GroupMarks implements vscode.Disposable {
  private readonly types: Map<vscode.DiagnosticSeverity, vscode.TextEditorDecorationType>;
  private readonly disposables: vscode.Disposable[];

  constructor() {
    const severities = Object.keys(STYLES).map(Number) as vscode.DiagnosticSeverity[];
    this.types = new Map(
      severities.map((severity) => [
        severity,
        vscode.window.createTextEditorDecorationType({
          textDecoration: STYLES[severity],
          rangeBehavior: vscode.DecorationRangeBehavior.ClosedClosed,
        }),
      ]),
    );
    this.disposables = [
      ...this.types.values(),
      vscode.languages.onDidChangeDiagnostics(({ uris }) => {
        const changed = new Set(uris.map((uri) => uri.toString()));
        for (const editor of vscode.window.visibleTextEditors) {
          if (changed.has(editor.document.uri.toString())) this.draw(editor);
        }
      }),
      vscode.window.onDidChangeVisibleTextEditors((editors) => editors.forEach((editor) => this.draw(editor))),
    ];
    vscode.window.visibleTextEditors.forEach((editor) => this.draw(editor));
  }

  dispose(): void {
    for (const d of this.disposables) d.dispose();
  }

  private draw(editor: vscode.TextEditor): void {
    const found = vscode.languages.getDiagnostics(editor.document.uri).filter((d) => d.source === 'nianbao');
    for (const [severity, type] of this.types) {
      const marked = found.filter((d) => d.severity === severity);
      editor.setDecorations(
        type,
        marked.flatMap((d) =>
          places(d).map((place) => ({ range: range(place), hoverMessage: new vscode.MarkdownString().appendText(d.message) })),
        ),
      );
    }
  }
}

function range({ start, end }: LspRange): vscode.Range {
  return new vscode.Range(start.line, start.character, end.line, end.character);
}
