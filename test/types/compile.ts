import ts from 'typescript';
import { fileURLToPath } from 'node:url';

/** The repository. */
export const root = new URL('../../', import.meta.url);

/** What the compiler says of those files, one line for each error; `texts` stand in the place of files that do not exist. */
export function compile(
  files: readonly string[],
  options: ts.CompilerOptions,
  texts: ReadonlyMap<string, string> = new Map(),
): string[] {
  const host = ts.createCompilerHost(options);
  const withTexts: ts.CompilerHost = {
    ...host,
    fileExists: (file) => texts.has(file) || host.fileExists(file),
    readFile: (file) => texts.get(file) ?? host.readFile(file),
    getSourceFile: (file, version, ...rest) => {
      const text = texts.get(file);
      if (text === undefined) return host.getSourceFile(file, version, ...rest);
      return ts.createSourceFile(file, text, version);
    },
  };
  const program = ts.createProgram(files, { ...options, noEmit: true }, withTexts);
  return ts.getPreEmitDiagnostics(program).map(asLine);
}

function asLine({ file, start, messageText }: ts.Diagnostic): string {
  const message = ts.flattenDiagnosticMessageText(messageText, ' ');
  if (!file || start === undefined) return message;
  const { line } = file.getLineAndCharacterOfPosition(start);
  return `${file.fileName.replace(fileURLToPath(root), '')}:${line + 1}: ${message}`;
}
