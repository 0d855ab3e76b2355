// "New annual report…": asks for the schema, place, level and year, and opens a skeleton.

import * as vscode from 'vscode';
import { t } from './l10n';
import { method, type Schema, type Skeleton, type SkeletonParams } from './protocol';
import { REPORT_LANGUAGE } from './pure/language';
import { defaultReportYear, guessLevel, parseYear } from './pure/place';
import type { Server } from './server';

export function registerNewReport(server: Server): vscode.Disposable {
  return vscode.commands.registerCommand('nianbao.new', () => newReport(server));
}

async function newReport(server: Server): Promise<void> {
  const schemas = await server.request<Schema[]>(method.schemas);
  if (schemas === undefined || schemas.length === 0) {
    void vscode.window.showErrorMessage(t('The language server gave no outline schemas; see the log.'));
    return;
  }
  const title = t('New annual report');
  const schema = await pickSchema(schemas, title);
  if (schema === undefined) return;
  const place = await vscode.window.showInputBox({
    title,
    prompt: t('Whose report? The name of the place or department, as it stands in the title.'),
    placeHolder: '云岭县',
    ignoreFocusOut: true,
    validateInput: (text) => (text.trim() === '' ? t('A name is needed.') : undefined),
  });
  if (place === undefined) return;
  const level = await pickLevel(schema, place, title);
  if (level === undefined) return;
  const yearText = await vscode.window.showInputBox({
    title,
    prompt: t('Which year is the report about?'),
    value: String(defaultReportYear(new Date())),
    ignoreFocusOut: true,
    validateInput: (text) => (parseYear(text) === undefined ? t('A year such as 2025 is needed.') : undefined),
  });
  const year = yearText === undefined ? undefined : parseYear(yearText);
  if (year === undefined) return;

  const params: SkeletonParams = { schema: schema.id, place: place.trim(), year };
  if (level !== null) params.level = level;
  const skeleton = await server.request<Skeleton>(method.skeleton, params);
  if (skeleton === undefined) {
    void vscode.window.showErrorMessage(t('The skeleton could not be made; see the log.'));
    return;
  }
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  await openUnsaved(skeleton.text, folder && vscode.Uri.joinPath(folder, skeleton.fileName));
}

async function pickSchema(schemas: Schema[], title: string): Promise<Schema | undefined> {
  if (schemas.length === 1) return schemas[0];
  const picked = await vscode.window.showQuickPick(
    schemas.map((schema) => ({ label: schema.name, description: schema.id, schema })),
    { title, placeHolder: t('Which kind of report?'), ignoreFocusOut: true },
  );
  return picked?.schema;
}

/** Null when the schema knows no levels, undefined when the user left. */
async function pickLevel(schema: Schema, place: string, title: string): Promise<string | null | undefined> {
  if (schema.levels.length === 0) return null;
  const guess = guessLevel(place, schema.levels);
  // The likely one first: Enter is then enough.
  const levels = [...schema.levels].sort((a, b) => Number(b.id === guess) - Number(a.id === guess));
  const picked = await vscode.window.showQuickPick(
    levels.map(({ id, label }) => ({ label, description: id, id })),
    { title, placeHolder: t('At which level?'), ignoreFocusOut: true },
  );
  return picked?.id;
}

/** Opens a text as a new, unsaved document that already knows its file name, where that is free. */
export async function openUnsaved(text: string, target: vscode.Uri | undefined): Promise<void> {
  if (target !== undefined && target.scheme === 'file' && !(await exists(target))) {
    const untitled = target.with({ scheme: 'untitled' });
    const already = vscode.workspace.textDocuments.some((d) => d.uri.toString() === untitled.toString());
    if (!already) {
      const document = await vscode.workspace.openTextDocument(untitled);
      const editor = await vscode.window.showTextDocument(document, { preview: false });
      await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), text));
      if (document.languageId !== REPORT_LANGUAGE) {
        await vscode.languages.setTextDocumentLanguage(document, REPORT_LANGUAGE);
      }
      return;
    }
  }
  const document = await vscode.workspace.openTextDocument({ language: REPORT_LANGUAGE, content: text });
  await vscode.window.showTextDocument(document, { preview: false });
}

export async function exists(uri: vscode.Uri): Promise<boolean> {
  try {
    await vscode.workspace.fs.stat(uri);
    return true;
  } catch {
    return false;
  }
}
