// The language server's life: found, started, restarted, asked.

import { access, constants } from 'node:fs/promises';
import os from 'node:os';
import * as vscode from 'vscode';
import { LanguageClient, State, type LanguageClientOptions } from 'vscode-languageclient/node';
import { locale, t } from './l10n';
import { method, type InitializationOptions, type Status } from './protocol';
import { SERVED_LANGUAGES, wireLanguage } from './pure/language';
import { candidates, type Candidate } from './pure/serverPath';
import { RULE_PAGES } from './rulePages';

export type ServerState = 'starting' | 'running' | 'failed' | 'stopped';

/** Schemes whose documents the server can be given; `git:` and the like are copies nobody edits. */
export const SERVED_SCHEMES = ['file', 'untitled', 'vscode-vfs'] as const;

export function isServed(document: vscode.TextDocument): boolean {
  return (
    (SERVED_LANGUAGES as readonly string[]).includes(document.languageId) &&
    (SERVED_SCHEMES as readonly string[]).includes(document.uri.scheme)
  );
}

export class Server implements vscode.Disposable {
  readonly log: vscode.LogOutputChannel;
  private client: LanguageClient | undefined;
  private current: ServerState = 'stopped';
  /** Starts and stops run one after the other, however fast they are asked for. */
  private queue: Promise<void> = Promise.resolve();

  /** Documents whose user picked the language annual-report himself, while they are open. */
  readonly picked = new Set<string>();

  private readonly stateEmitter = new vscode.EventEmitter<ServerState>();
  readonly onDidChangeState = this.stateEmitter.event;
  private readonly statusEmitter = new vscode.EventEmitter<Status>();
  readonly onStatus = this.statusEmitter.event;

  constructor(private readonly context: vscode.ExtensionContext) {
    this.log = vscode.window.createOutputChannel('Nianbao 年报', { log: true });
  }

  get state(): ServerState {
    return this.current;
  }

  start(): Promise<void> {
    return this.enqueue(() => this.doStart());
  }

  restart(): Promise<void> {
    return this.enqueue(async () => {
      await this.doStop();
      await this.doStart();
    });
  }

  stop(): Promise<void> {
    return this.enqueue(() => this.doStop());
  }

  /** Sends a request, or answers undefined when the server does not run or fails; the failure is logged. */
  async request<T>(name: string, params?: unknown): Promise<T | undefined> {
    if (this.client === undefined || this.current !== 'running') return undefined;
    try {
      return await (params === undefined ? this.client.sendRequest<T>(name) : this.client.sendRequest<T>(name, params));
    } catch (error) {
      this.log.warn(`${name}: ${String(error)}`);
      return undefined;
    }
  }

  /** Whether the server registered this command. */
  offers(command: string): boolean {
    return this.client?.initializeResult?.capabilities.executeCommandProvider?.commands.includes(command) ?? false;
  }

  /** The URI as the protocol writes it, which is the server's key for the document. */
  uri(uri: vscode.Uri): string {
    return this.client?.code2ProtocolConverter.asUri(uri) ?? uri.toString();
  }

  toUri(uri: string): vscode.Uri {
    return this.client?.protocol2CodeConverter.asUri(uri) ?? vscode.Uri.parse(uri);
  }

  dispose(): void {
    void this.stop();
    this.stateEmitter.dispose();
    this.statusEmitter.dispose();
    this.log.dispose();
  }

  private enqueue(step: () => Promise<void>): Promise<void> {
    this.queue = this.queue.then(step, step);
    return this.queue;
  }

  private setState(state: ServerState): void {
    if (this.current === state) return;
    this.current = state;
    void vscode.commands.executeCommand('setContext', 'nianbao.serverFailed', state === 'failed');
    this.stateEmitter.fire(state);
  }

  private async doStart(): Promise<void> {
    this.setState('starting');
    const found = await this.locate();
    if (found === undefined) {
      this.setState('failed');
      return;
    }
    this.log.info(`${found.path} (${found.from})`);
    const client = new LanguageClient(
      'nianbao',
      'Nianbao 年报',
      { command: found.path, args: ['server', '--stdio'], options: { env: { ...process.env } } },
      this.clientOptions(),
    );
    const convert = client.code2ProtocolConverter;
    const open = convert.asOpenTextDocumentParams;
    convert.asOpenTextDocumentParams = (document) => {
      const params = open(document);
      const picked = this.picked.has(document.uri.toString());
      params.textDocument.languageId = wireLanguage(document.languageId, document.uri.path, picked);
      return params;
    };
    client.onNotification(method.status, (status: Status) => this.statusEmitter.fire(status));
    client.onDidChangeState(({ newState }) => {
      if (this.client !== client) return;
      if (newState === State.Running) this.setState('running');
      if (newState === State.Starting) this.setState('starting');
      // A stop that was asked for has already taken the client away.
      if (newState === State.Stopped) this.setState('failed');
    });
    this.client = client;
    try {
      await client.start();
    } catch (error) {
      this.log.error(String(error));
      this.setState('failed');
      this.complain(t('The language server did not start: {0}', found.path));
    }
  }

  private async doStop(): Promise<void> {
    const client = this.client;
    this.client = undefined;
    this.setState('stopped');
    if (client === undefined) return;
    try {
      await client.dispose(5000);
    } catch (error) {
      this.log.warn(String(error));
    }
  }

  private clientOptions(): LanguageClientOptions {
    const options: InitializationOptions = {
      trusted: vscode.workspace.isTrusted,
      locale: locale(),
      client: 'vscode',
      encodingCommand: 'nianbao.reopenGb18030',
      rulePages: RULE_PAGES,
      placesCommand: 'nianbao.showPlaces',
      groupPlaces: true,
      nextYearCommand: 'nianbao.startNextYear',
      settings: vscode.workspace.getConfiguration('nianbao'),
    };
    const trace = vscode.workspace.getConfiguration('nianbao').get<string>('trace.server', 'off');
    return {
      documentSelector: SERVED_LANGUAGES.flatMap((language) => SERVED_SCHEMES.map((scheme) => ({ language, scheme }))),
      outputChannel: this.log,
      traceOutputChannel: trace === 'off' ? undefined : tracing(this.log),
      initializationOptions: options,
      markdown: { supportHtml: false },
      diagnosticCollectionName: 'nianbao',
    };
  }

  /** The path of the program that serves, which is the command line too; says so where there is none. */
  async program(): Promise<string | undefined> {
    return (await this.locate())?.path;
  }

  private async locate(): Promise<Candidate | undefined> {
    const setting = vscode.workspace.getConfiguration('nianbao').get<string>('server.path', '');
    const list = candidates({
      setting,
      trusted: vscode.workspace.isTrusted,
      extensionPath: this.context.extensionPath,
      platform: process.platform,
      envPath: process.env['PATH'] ?? '',
      home: os.homedir(),
      workspaceFolder: vscode.workspace.workspaceFolders?.find((f) => f.uri.scheme === 'file')?.uri.fsPath,
    });
    for (const candidate of list) {
      try {
        await access(candidate.path, constants.X_OK);
        return candidate;
      } catch {
        this.log.debug(`no server at ${candidate.path}`);
      }
    }
    const only = list.find((c) => c.from === 'setting');
    this.complain(
      only !== undefined
        ? t('There is no program at nianbao.server.path: {0}', only.path)
        : t('The language server “nianbao” was found neither in the extension nor on PATH.'),
    );
    return undefined;
  }

  private complain(message: string): void {
    this.log.error(message);
    const show = t('Show log');
    const settings = t('Open settings');
    void vscode.window.showErrorMessage(message, show, settings).then((picked) => {
      if (picked === show) this.log.show();
      if (picked === settings) {
        void vscode.commands.executeCommand('workbench.action.openSettings', 'nianbao.server.path');
      }
    });
  }
}

/**
 * The client writes its trace with `trace()`, which a log channel drops unless its own level
 * is lowered too. Who sets nianbao.trace.server wants to see it, so it is written as info.
 */
function tracing(log: vscode.LogOutputChannel): vscode.LogOutputChannel {
  return new Proxy(log, {
    get(target, key) {
      if (key === 'logLevel') return vscode.LogLevel.Trace;
      if (key === 'trace') return (message: string, ...args: unknown[]) => target.info(message, ...args);
      const value: unknown = Reflect.get(target, key, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}
