// Bundles the extension into dist/, and with --tests the unit tests into dist-test/.
import { readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';

const root = path.resolve(import.meta.dirname, '..');
const common = {
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  target: 'node20',
  sourcemap: false,
  logLevel: 'warning',
};

await build({
  ...common,
  entryPoints: ['src/extension.ts'],
  outfile: 'dist/extension.js',
  format: 'cjs',
  external: ['vscode'],
  minify: process.argv.includes('--minify'),
});

if (process.argv.includes('--tests')) {
  rmSync(path.join(root, 'dist-test'), { recursive: true, force: true });
  await build({
    ...common,
    entryPoints: readdirSync(path.join(root, 'test')).filter((f) => f.endsWith('.test.ts')).map((f) => `test/${f}`),
    outdir: 'dist-test',
    outExtension: { '.js': '.mjs' },
    format: 'esm',
    sourcemap: 'inline',
    // The grammar test loads its engine from node_modules; the rest has no such import.
    packages: 'external',
  });
}
