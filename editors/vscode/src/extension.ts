// Where everything is put together. What each file does stands at its top.

import * as vscode from 'vscode';
import { ChecklistView } from './checklist';
import { registerClaim } from './claim';
import { Detector } from './detect';
import { EncodingHelp } from './encoding';
import { registerFindings } from './findings';
import { GroupMarks } from './groupMarks';
import { registerNewReport } from './newReport';
import { registerNextYear } from './nextYear';
import { registerPlaces } from './places';
import { registerRulePages } from './rulePages';
import { Server } from './server';
import { StatusItem } from './statusItem';
import { Statuses } from './statuses';
import { registerSurvey } from './survey';
import { registerWord } from './word';

let server: Server | undefined;

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const running = new Server(context);
  server = running;
  const statuses = new Statuses(running);
  context.subscriptions.push(
    running,
    statuses,
    new StatusItem(running, statuses),
    new ChecklistView(running, statuses),
    new Detector(context.workspaceState, statuses, running.picked),
    new EncodingHelp(statuses),
    registerClaim(running, statuses),
    registerNewReport(running),
    registerNextYear(running),
    registerRulePages(running),
    registerPlaces(),
    registerFindings(),
    new GroupMarks(),
    registerSurvey(running),
    registerWord(running),
    vscode.commands.registerCommand('nianbao.restart', () => running.restart()),
    vscode.commands.registerCommand('nianbao.showLog', () => running.log.show()),
    // These are given to the server once, when it starts.
    vscode.workspace.onDidGrantWorkspaceTrust(() => running.restart()),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (['nianbao.server.path', 'nianbao.trace.server', 'nianbao.locale', 'nianbao.diagnostics.scope'].some((key) => event.affectsConfiguration(key))) {
        void running.restart();
      }
    }),
  );
  await running.start();
}

export async function deactivate(): Promise<void> {
  await server?.stop();
}
