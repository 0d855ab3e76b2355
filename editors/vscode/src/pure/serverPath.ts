// Where the server binary may be, in the order in which the places are tried. Pure.

import path from 'node:path';

export interface PathQuestion {
  /** The setting `nianbao.server.path`, '' when unset. */
  setting: string;
  trusted: boolean;
  extensionPath: string;
  platform: string;
  /** The environment's PATH. */
  envPath: string;
  home: string;
  /** Folder against which a relative setting counts. */
  workspaceFolder: string | undefined;
}

export interface Candidate {
  path: string;
  from: 'setting' | 'bundled' | 'path';
}

/**
 * A path from the setting counts alone: someone who names a binary wants that one,
 * and a silent fall-back would hide the mistake. In an untrusted folder it is ignored.
 */
export function candidates(q: PathQuestion): Candidate[] {
  const p = q.platform === 'win32' ? path.win32 : path.posix;
  const exe = q.platform === 'win32' ? 'nianbao.exe' : 'nianbao';
  const setting = q.setting.trim();
  if (setting !== '' && q.trusted) {
    let full = setting;
    if (full === '~' || full.startsWith('~/')) full = p.join(q.home, full.slice(1));
    if (q.workspaceFolder !== undefined) {
      full = full.replaceAll('${workspaceFolder}', q.workspaceFolder);
      full = p.resolve(q.workspaceFolder, full);
    }
    return [{ path: full, from: 'setting' }];
  }
  const list: Candidate[] = [{ path: p.join(q.extensionPath, 'server', exe), from: 'bundled' }];
  for (const dir of q.envPath.split(p.delimiter)) {
    // A relative entry would let a folder put its own binary in the way.
    if (p.isAbsolute(dir)) list.push({ path: p.join(dir, exe), from: 'path' });
  }
  return list;
}
