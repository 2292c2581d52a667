import type { BaseIssue } from 'valibot';

/** The one way to write where a value stands: `options.iceConfig.servers[0].urls[0]`, `headers["x-key"]`. */
export function issuePath(root: string, issue: BaseIssue<unknown>): string {
  return (issue.path ?? []).reduce((path, { key }) => path + step(key), root);
}

function step(key: unknown): string {
  if (typeof key === 'number') return `[${key}]`;
  // Names may come from outside, too.
  const name = String(key).slice(0, 64);
  return /^[A-Za-z_$][\w$]*$/.test(name) ? `.${name}` : `[${JSON.stringify(name)}]`;
}
