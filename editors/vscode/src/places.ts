// What a lens runs: places of a document, shown beside the line they belong to.

import * as vscode from 'vscode';
import type { Position, Range } from 'vscode-languageserver-protocol';

/** The command of a lens, which the server names as it was told at the start. Not in the palette: it wants arguments. */
export function registerPlaces(): vscode.Disposable {
  return vscode.commands.registerCommand('nianbao.showPlaces', (uri: string, at: Position, ranges: readonly Range[]) => {
    const document = vscode.Uri.parse(uri);
    const places = ranges.map(({ start, end }) => new vscode.Location(document, new vscode.Range(position(start), position(end))));
    return vscode.commands.executeCommand('editor.action.peekLocations', document, position(at), places, 'peek');
  });
}

function position({ line, character }: Position): vscode.Position {
  return new vscode.Position(line, character);
}
