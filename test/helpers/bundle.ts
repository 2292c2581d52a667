import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/** The repository. */
export const root = fileURLToPath(new URL('../..', import.meta.url));

const common = {
  absWorkingDir: root,
  bundle: true,
  target: 'es2023',
  logLevel: 'silent',
} as const;

export interface Bundle {
  readonly code: string;
  /** The files it was made of, relative to the repository. */
  readonly inputs: readonly string[];
}

/**
 * A TypeScript file of the repository and all it imports as one classic script for a browser. An import of a Node module
 * is an error.
 */
export async function bundleForBrowser(entry: string): Promise<Bundle> {
  const { outputFiles, metafile } = await build({
    ...common,
    ...{ entryPoints: [entry], platform: 'browser', format: 'iife', metafile: true, write: false },
  });
  return { code: outputFiles[0]?.text ?? '', inputs: Object.keys(metafile.inputs) };
}

/** The same as a module for Node, written to `outfile`; packages are imported from where that is. */
export async function bundleForNode(entry: string, outfile: string): Promise<void> {
  await build({
    ...common,
    ...{ entryPoints: [entry], platform: 'node', format: 'esm', packages: 'external', outfile },
  });
}
