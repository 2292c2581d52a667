import { execFileSync } from 'node:child_process';
import { realpathSync } from 'node:fs';

/**
 * @param {string} command
 * @param {string[]} args
 */
function linesOf(command, args) {
  const env = { ...process.env, LC_ALL: 'C.UTF-8' };
  return execFileSync(command, args, { encoding: 'utf8', env, stdio: 'pipe' }).trim().split('\n');
}

/**
 * Components by the installed Debian packages that hold their headers and archives. Packages of one source are one
 * component.
 *
 * @param {readonly string[]} packages
 * @returns {import('./component.mjs').Component[]}
 * @throws when one is not installed.
 */
export function debianComponents(packages) {
  const format = '${Package}\t${Version}\t${source:Package}\t${source:Version}\n';
  /** @type {Map<string, import('./component.mjs').Component>} */
  const components = new Map();
  for (const line of linesOf('dpkg-query', ['-W', '-f', format, ...packages])) {
    const [name = '', version = '', source = '', sourceVersion = ''] = line.split('\t');
    const copyright = `/usr/share/doc/${name}/copyright`;
    components.set(source, {
      name: source,
      version,
      origin: `Debian source package ${source} ${sourceVersion}`,
      licences: [copyright],
    });
  }
  return [...components.values()];
}

/**
 * The source packages that installed files come from.
 *
 * @param {readonly string[]} files
 * @returns {Map<string, string>} From file to source package.
 * @throws when a file belongs to no package.
 */
export function sourcesOf(files) {
  const real = new Map(files.map((file) => [file, realpathSync(file)]));
  const owners = new Map(
    linesOf('dpkg-query', ['-S', ...new Set(real.values())]).map((line) => {
      const [owner = '', file = ''] = line.split(': ');
      return [file, owner];
    }),
  );
  const packages = [...new Set(owners.values())];
  const format = '${binary:Package}\t${Package}\t${source:Package}\n';
  const sources = new Map(
    linesOf('dpkg-query', ['-W', '-f', format, ...packages]).flatMap((line) => {
      const [qualified = '', name = '', source = ''] = line.split('\t');
      return [
        [qualified, source],
        [name, source],
      ];
    }),
  );
  return new Map(
    files.map((file) => {
      const source = sources.get(owners.get(real.get(file) ?? '') ?? '');
      if (source === undefined) throw new Error(`${file} belongs to no Debian package`);
      return [file, source];
    }),
  );
}
