const RULE = '='.repeat(100);

const introduction = `Third-party notices of webrtc-session

The native binaries of this package contain the components below. What is theirs is under their licences; webrtc-session
itself is under the MIT licence, see LICENSE. This file is made by the build: the list is held against the linker's map, the
notices are those that Debian and npm ship with the sources.

FFmpeg, of which the H.264 decoder is inside, is under the GNU Lesser General Public License 2.1 or later, built without any
part that is under the GPL. Its exact source is in the Debian source package "chromium" named below; the scripts and patches
that build it and link it into the binary are this package's repository (npm run build:linux, npm run build:windows), which is
how it can be exchanged for a modified one.
The runtime libraries of GCC are under the GPL 3 with the GCC Runtime Library Exception, which allows to distribute what is
compiled with them under other terms.

The npm packages that this one depends on are not contained; npm installs them with licences of their own.
`;

/**
 * The notices of everything inside the shipped binaries.
 *
 * @param {readonly { platform: string, record: import('./record.mjs').Record }[]} binaries
 * @returns {string}
 */
export function formatNotices(binaries) {
  return [
    introduction,
    ...binaries.map(({ platform, record }) => contents(platform, record.components)),
    ...sections(binaries),
    ...commonLicences(binaries),
  ].join('\n');
}

/**
 * @param {string} platform
 * @param {import('./record.mjs').Notice[]} components
 */
function contents(platform, components) {
  const width = Math.max(...components.map(({ name }) => name.length));
  const rows = components.map(
    ({ name, version, origin }) => `  ${name.padEnd(width)}  ${version}  (${origin})`,
  );
  return `In the binary for ${platform}:\n\n${rows.join('\n')}\n`;
}

/**
 * One section per licence text, which is often the same on both platforms.
 *
 * @param {Parameters<typeof formatNotices>[0]} binaries
 */
function sections(binaries) {
  /** @type {Map<string, { title: string, components: Set<string> }>} */
  const byText = new Map();
  for (const { record } of binaries) {
    for (const { name, version, licences } of record.components) {
      for (const { title, text } of licences) {
        const section = byText.get(text) ?? { title, components: new Set() };
        section.components.add(`${name} ${version}`);
        byText.set(text, section);
      }
    }
  }
  return [...byText].map(([text, { title, components }]) =>
    [RULE, `${[...components].join(', ')}: ${title}`, RULE, '', text, ''].join('\n'),
  );
}

/** @param {Parameters<typeof formatNotices>[0]} binaries */
function commonLicences(binaries) {
  const texts = new Map(binaries.flatMap(({ record }) => Object.entries(record.commonLicences)));
  return [...texts].map(([name, text]) =>
    [RULE, `What is called /usr/share/common-licenses/${name} above`, RULE, '', text, ''].join(
      '\n',
    ),
  );
}
