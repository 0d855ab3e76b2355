// What the status item offers, and checking a document as a report because the user says so.

import * as vscode from 'vscode';
import { reopen } from './encoding';
import { t } from './l10n';
import {
  CHECK_COMMAND, method, NO_REPORT, REMEMBER_COMMAND, type ClaimAnswer, type ClaimParams, type Schema, type Status,
} from './protocol';
import { countsText, likelyText } from './pure/statusText';
import { isServed, type Server } from './server';
import type { Statuses } from './statuses';

interface Choice extends vscode.QuickPickItem {
  run: () => unknown;
}

export function registerClaim(server: Server, statuses: Statuses): vscode.Disposable {
  return vscode.Disposable.from(
    vscode.commands.registerCommand('nianbao.statusMenu', () => statusMenu(server, statuses)),
    vscode.commands.registerCommand('nianbao.checkAsReport', () => checkAsReport(server, statuses)),
    vscode.commands.registerCommand('nianbao.notAReport', () => notAReport(server)),
    vscode.commands.registerCommand('nianbao.checkNow', () => checkNow(server)),
  );
}

async function statusMenu(server: Server, statuses: Statuses): Promise<void> {
  const document = vscode.window.activeTextEditor?.document;
  const status = document && statuses.get(document);
  const choices: Choice[] = [];
  let title = 'Nianbao 年报';
  if (document !== undefined && status?.badEncoding) {
    choices.push({ label: `$(file-binary) ${t('Reopen as GB18030')}`, run: () => reopen(document.uri) });
  } else if (document !== undefined && status !== undefined && !status.recognised) {
    title = status.reason ?? t('Not recognised as an annual report');
    choices.push(...(await claimChoices(server, document, status)));
    if (status.forced) choices.push(backChoice(server, document));
  } else if (document !== undefined && status !== undefined) {
    title = likelyText(status, t) ?? status.title ?? title;
    if (status.certainty === 'likely') choices.push(refuseChoice(server, document));
    choices.push(
      {
        label: `$(checklist) ${t('Show the checklist')}`,
        description: status.missing > 0 ? t('{0} missing', status.missing) : undefined,
        run: () => vscode.commands.executeCommand('nianbao.checklist.focus'),
      },
      {
        label: `$(warning) ${t('Show the findings')}`,
        description: countsText(status.counts, t),
        run: () => vscode.commands.executeCommand('nianbao.showFindings'),
      },
      { label: `$(symbol-structure) ${t('Go to a part')}`, run: () => vscode.commands.executeCommand('workbench.action.gotoSymbol') },
      { label: `$(calendar) ${t('Start next year’s report')}`, run: () => vscode.commands.executeCommand('nianbao.startNextYear') },
    );
    if (vscode.workspace.getConfiguration('nianbao', document).get<string>('run', 'onType') !== 'onType') {
      choices.unshift({ label: `$(play) ${t('Check now')}`, run: () => checkNow(server) });
    }
    if (status.forced) choices.push(backChoice(server, document));
    if (status.certainty !== 'likely') choices.push(refuseChoice(server, document));
  }
  choices.push(
    { label: `$(debug-restart) ${t('Restart the language server')}`, run: () => vscode.commands.executeCommand('nianbao.restart') },
    { label: `$(output) ${t('Show log')}`, run: () => vscode.commands.executeCommand('nianbao.showLog') },
  );
  const picked = await vscode.window.showQuickPick(choices, { title });
  await picked?.run();
}

function refuseChoice(server: Server, document: vscode.TextDocument): Choice {
  return { label: `$(circle-slash) ${t('Not an annual report')}`, run: () => claim(server, document, NO_REPORT) };
}

function backChoice(server: Server, document: vscode.TextDocument): Choice {
  return { label: `$(discard) ${t('Let the text decide what it is')}`, run: () => claim(server, document, null) };
}

async function notAReport(server: Server): Promise<void> {
  const document = vscode.window.activeTextEditor?.document;
  if (document === undefined || !isServed(document)) {
    void vscode.window.showInformationMessage(t('Open a draft first: a text or Markdown file.'));
    return;
  }
  await claim(server, document, NO_REPORT);
}

async function checkAsReport(server: Server, statuses: Statuses): Promise<void> {
  const document = vscode.window.activeTextEditor?.document;
  if (document === undefined || !isServed(document)) {
    void vscode.window.showInformationMessage(t('Open a draft first: a text or Markdown file.'));
    return;
  }
  const choices = await claimChoices(server, document, statuses.get(document));
  const picked = choices.length > 1 ? await vscode.window.showQuickPick(choices, { title: t('Check as an annual report') }) : choices[0];
  await picked?.run();
}

async function checkNow(server: Server): Promise<void> {
  const document = vscode.window.activeTextEditor?.document;
  if (document === undefined || !isServed(document)) {
    void vscode.window.showInformationMessage(t('Open a draft first: a text or Markdown file.'));
    return;
  }
  await server.request('workspace/executeCommand', { command: CHECK_COMMAND, arguments: [server.uri(document.uri)] });
}

/** The kinds of report that a document can be claimed as; between which it is a tie, where it is one. */
async function claimChoices(server: Server, document: vscode.TextDocument, status: Status | undefined): Promise<Choice[]> {
  const schemas = status?.candidates ?? (await server.request<Schema[]>(method.schemas)) ?? [];
  if (schemas.length === 0) {
    return [{ label: `$(checklist) ${t('Check as an annual report')}`, run: () => claim(server, document, 'default') }];
  }
  return schemas.map((schema) => ({
    label: `$(checklist) ${t('Check as an annual report')}`,
    description: schema.name,
    run: () => claim(server, document, schema.id),
  }));
}

async function claim(server: Server, document: vscode.TextDocument, schema: string | null): Promise<void> {
  const params: ClaimParams = { textDocument: { uri: server.uri(document.uri) }, schema };
  const answer = await server.request<ClaimAnswer>(method.claim, params);
  if (answer?.rememberable && schema !== null) void offerToRemember(server, document, schema);
}

/** Offers to write the user's word on a document into `nianbao.toml`; without that it counts until the document is closed. */
async function offerToRemember(server: Server, document: vscode.TextDocument, schema: string): Promise<void> {
  const name = vscode.workspace.asRelativePath(document.uri);
  const message =
    schema === NO_REPORT
      ? t('{0} is no longer checked. Keep that in nianbao.toml, so that the survey and the command line know it too?', name)
      : t('{0} is checked as an annual report. Keep that in nianbao.toml, so that the survey and the command line know it too?', name);
  const write = t('Remember');
  if ((await vscode.window.showInformationMessage(message, write, t('For now only'))) !== write) return;
  const file = await server.request<string>('workspace/executeCommand', {
    command: REMEMBER_COMMAND,
    arguments: [server.uri(document.uri), schema],
  });
  if (file) void vscode.window.setStatusBarMessage(t('Kept in {0}', file), 5000);
}
