import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { bundleForNode, root } from '../../helpers/bundle.js';
import { remotePeer, type RemotePeer } from './remote-peer.js';

/** What `wrtc-child.ts` answers. */
export interface Answer {
  readonly id: number;
  readonly result?: unknown;
  readonly error?: string;
}

/** `@roamhq/wrtc` in a process of its own: it crashes when its process ends. */
export async function launchWrtc(): Promise<RemotePeer> {
  // Below the repository, so that packages are found.
  const module = join(root, 'node_modules', '.cache', `wrtc-peer-${process.pid}.mjs`);
  await bundleForNode('test/interop/helpers/wrtc-child.ts', module);
  const child = fork(module, { execArgv: [] });
  const ended = once(child, 'exit');
  const ready = await Promise.race([once(child, 'message').then(() => true), ended]);
  if (ready !== true) throw new Error(`the process ended before it was ready (${String(ready)})`);
  let calls = 0;
  return remotePeer(
    (name, args) => ask(child, ++calls, name, args),
    async () => {
      child.kill('SIGKILL');
      await ended;
      await rm(module);
    },
  );
}

function ask(
  child: ChildProcess,
  id: number,
  name: string,
  args: readonly unknown[],
): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const gone = (code: number | null, signal: string | null): void => {
      reject(new Error(`the process ended (${signal ?? String(code)}) before it answered ${name}`));
    };
    const answered = (answer: Answer): void => {
      if (answer.id !== id) return;
      child.off('exit', gone);
      child.off('message', answered);
      if (answer.error === undefined) resolve(answer.result);
      else reject(new Error(answer.error));
    };
    child.on('exit', gone);
    child.on('message', answered);
    child.send({ id, name, args });
  });
}
