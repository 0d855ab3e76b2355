// Texts shown at run time. `nianbao.locale` decides over VS Code's display language, which
// vscode.l10n cannot do; the bundle is the one vscode.l10n would read.

import * as vscode from 'vscode';
import zh from '../l10n/bundle.l10n.zh-cn.json';

const bundle: Record<string, string> = zh;

/** `zh-cn`, `en` … : what messages are written in. */
export function locale(): string {
  const set = vscode.workspace.getConfiguration('nianbao').get<string>('locale', 'auto');
  if (set === 'zh') return 'zh-cn';
  if (set === 'en') return 'en';
  return vscode.env.language;
}

/** The message in the user's language, with {0}, {1} … filled in. */
export function t(message: string, ...args: (string | number)[]): string {
  const text = locale().toLowerCase().startsWith('zh') ? (bundle[message] ?? message) : message;
  return text.replace(/\{(\d+)\}/g, (whole, n) => String(args[Number(n)] ?? whole));
}
