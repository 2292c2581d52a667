/** The known name that was probably meant: the same but for case and hyphens, its beginning, or at most two letters off. */
export function similarName(name: string, known: readonly string[]): string | undefined {
  const given = plain(name);
  const most = given.length > 3 ? 2 : 1;
  return known
    .map((candidate) => ({ candidate, distance: distance(given, plain(candidate)) }))
    .filter((entry) => entry.distance <= most)
    .sort((a, b) => a.distance - b.distance)[0]?.candidate;
}

function distance(given: string, known: string): number {
  const isBeginning = given.length > 2 && known.startsWith(given);
  return isBeginning ? 1 : editDistance(given, known);
}

function plain(name: string): string {
  // Nobody misspells a name at such length; the distance costs its square.
  return name.slice(0, 64).replace(/[-_]/g, '').toLowerCase();
}

/** Levenshtein's. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
