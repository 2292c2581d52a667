import { readFile } from 'node:fs/promises';

/** The repository. */
export const root = new URL('../../../', import.meta.url);

/** Cells of a row of a table, without the backslashes that Markdown needs. */
export type Row = readonly string[];

/** Rows of the tables of a Markdown file whose header begins with that cell; the header and its rule are left out. */
export async function tableRows(file: string, firstHeader: string): Promise<Row[]> {
  const rows: Row[] = [];
  let wanted = false;
  for (const line of (await readFile(new URL(file, root), 'utf8')).split('\n')) {
    const cells = cellsOf(line);
    if (!cells) wanted = false;
    else if (wanted && !/^:?-+:?$/.test(cells[0] ?? '')) rows.push(cells);
    else if (cells[0] === firstHeader) wanted = true;
  }
  return rows;
}

function cellsOf(line: string): Row | undefined {
  if (!line.startsWith('|')) return undefined;
  return line
    .replace(/^\||\|$/g, '')
    .split(/(?<!\\)\|/)
    .map((cell) => cell.trim().replaceAll('\\', ''));
}
