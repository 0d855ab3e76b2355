// The pages of the rules, which findings link: the server's text, shown as Markdown.

import * as vscode from 'vscode';
import { t } from './l10n';
import { method, type RulePage } from './protocol';
import type { Server } from './server';

const SCHEME = 'nianbao-rule';

/** What the server puts into a finding as the address of its rule's page. */
export const RULE_PAGES = `command:nianbao.explain?${encodeURIComponent('["')}{rule}${encodeURIComponent('"]')}`;

export function registerRulePages(server: Server): vscode.Disposable {
  const provider: vscode.TextDocumentContentProvider = {
    provideTextDocumentContent: async (uri) => {
      const rule = uri.path.replace(/^\//, '').replace(/\.md$/, '');
      const page = await server.request<RulePage>(method.explain, { rule });
      return page?.text ?? t('The page of the rule {0} cannot be read: the language server is not running.', rule);
    },
  };
  return vscode.Disposable.from(
    vscode.workspace.registerTextDocumentContentProvider(SCHEME, provider),
    vscode.commands.registerCommand('nianbao.explain', (rule: unknown) => explain(rule)),
  );
}

async function explain(rule: unknown): Promise<void> {
  // A link in a document could call this too: it must not lead elsewhere.
  if (typeof rule !== 'string' || !/^[a-z-]+$/.test(rule)) return;
  await vscode.commands.executeCommand('markdown.showPreviewToSide', vscode.Uri.from({ scheme: SCHEME, path: `/${rule}.md` }));
}
