import { useState } from 'preact/hooks';
import { nodeProgram } from '../model/node-program.js';
import type { Room } from '../model/room.js';

const stateTexts: Readonly<Record<string, string>> = {
  connecting: 'joining',
  connected: 'joined',
  reconnecting: 'connection lost, trying again',
};

/** The state of the session, and what can be had of it. */
export function Toolbar({ room }: { readonly room: Room }) {
  const [copied, setCopied] = useState(false);
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(nodeProgram(room.credentials));
    setCopied(true);
    setTimeout(() => {
      setCopied(false);
    }, 2000);
  };
  const length = room.members;
  return (
    <header>
      <h1>webrtc-session</h1>
      <p class="state" role="status" data-state={room.state}>
        {stateTexts[room.state] ?? 'not joined'} · {length} {length === 1 ? 'member' : 'members'}
      </p>
      <button type="button" onClick={() => void copy()}>
        {copied ? 'Copied' : 'Copy code'}
      </button>
      <button type="button" onClick={() => void download(room)}>
        Statistics
      </button>
      <button type="button" onClick={() => void room.leave()}>
        Leave
      </button>
    </header>
  );
}

async function download(room: Room): Promise<void> {
  const text = JSON.stringify(await room.statistics(), null, 2);
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  link.download = 'webrtc-session-statistics.json';
  link.click();
  URL.revokeObjectURL(link.href);
}
