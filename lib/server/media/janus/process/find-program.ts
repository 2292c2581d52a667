import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { delimiter, isAbsolute, join } from 'node:path';

/** The file that is run for the name of a program; undefined if there is none that can be. */
export async function findProgram(name: string): Promise<string | undefined> {
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  const files = isAbsolute(name) ? [name] : folders.map((folder) => join(folder, name));
  for (const file of files) {
    try {
      await access(file, constants.X_OK);
      return file;
    } catch {
      // The next one, perhaps.
    }
  }
  return undefined;
}
