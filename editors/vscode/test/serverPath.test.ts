import assert from 'node:assert/strict';
import test from 'node:test';
import { candidates, type PathQuestion } from '../src/pure/serverPath';

const ask: PathQuestion = {
  setting: '', trusted: true, extensionPath: '/ext', platform: 'linux', envPath: '/usr/bin:bin:.:/opt/年报', home: '/home/li', workspaceFolder: '/w',
};
const paths = (q: PathQuestion) => candidates(q).map((c) => c.path);

test('bundled first, then PATH, whose relative entries are left out', () => {
  assert.deepEqual(paths(ask), ['/ext/server/nianbao', '/usr/bin/nianbao', '/opt/年报/nianbao']);
});

test('a setting counts alone, in a trusted folder only', () => {
  assert.deepEqual(paths({ ...ask, setting: ' /x/nianbao ' }), ['/x/nianbao']);
  assert.equal(paths({ ...ask, setting: '/x/nianbao', trusted: false })[0], '/ext/server/nianbao');
  assert.ok(!paths({ ...ask, setting: '/x/nianbao', trusted: false }).includes('/x/nianbao'));
});

test('a setting may be relative to the folder, to home, or name ${workspaceFolder}', () => {
  assert.deepEqual(paths({ ...ask, setting: 'target/debug/nianbao' }), ['/w/target/debug/nianbao']);
  assert.deepEqual(paths({ ...ask, setting: '~/bin/nianbao' }), ['/home/li/bin/nianbao']);
  assert.deepEqual(paths({ ...ask, setting: '${workspaceFolder}/nianbao' }), ['/w/nianbao']);
});

test('Windows', () => {
  assert.deepEqual(
    paths({ ...ask, platform: 'win32', extensionPath: 'C:\\ext', envPath: 'C:\\bin;rel', workspaceFolder: undefined }),
    ['C:\\ext\\server\\nianbao.exe', 'C:\\bin\\nianbao.exe'],
  );
});
