import { readFileSync, readdirSync } from 'node:fs';
import { expect, test } from 'vitest';

/** @param {string} path */
const url = (path) => new URL(`../../${path}`, import.meta.url);
const { scripts } = JSON.parse(readFileSync(url('package.json'), 'utf8'));
const workflows = readdirSync(url('.github/workflows')).map((name) => ({
  name,
  text: readFileSync(url(`.github/workflows/${name}`), 'utf8'),
}));

/** @param {string} text @param {RegExp} pattern */
const all = (text, pattern) => [...text.matchAll(pattern)].map(([, group = '']) => group);

test.each(workflows)('each command of $name is an npm script that exists', ({ text }) => {
  const commands = all(text, /\brun: *(.*)$/gm);
  for (const command of commands) {
    expect(command).toMatch(/^npm (ci|test|run [\w:-]+( -- .*)?)$/);
    const [, script] = /^npm run ([\w:-]+)/.exec(command) ?? [];
    if (script) expect(Object.keys(scripts)).toContain(script);
  }
  expect(commands).not.toEqual([]);
});

test.each(workflows)(
  'each action of $name is pinned to a commit, its release beside it',
  ({ text }) => {
    for (const action of all(text, /\buses: *(.*)$/gm)) {
      expect(action).toMatch(
        /^(\.\/\.github\/workflows\/\w+\.yml|[\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+)$/,
      );
    }
  },
);

test('the same release of an action is the same commit everywhere', () => {
  const pins = new Set(workflows.flatMap(({ text }) => all(text, /\buses: *([\w-]+\/.*)$/gm)));
  const actions = [...pins].map((pin) => pin.replace(/@.*/, ''));
  expect(actions).toEqual([...new Set(actions)]);
});

test('only the job that publishes may sign, and nothing may write', () => {
  for (const { name, text } of workflows) {
    expect(text, name).toMatch(/^permissions:\n {2}contents: read$/m);
    expect(all(text, /^ *([\w-]+): write$/gm), name).toEqual(
      name === 'release.yml' ? ['id-token'] : [],
    );
  }
});
