import { useState } from 'preact/hooks';
import type { Codec, SourceKind } from '../model/published-media.js';
import type { Room } from '../model/room.js';
import { formText } from './form-text.js';

/** Chooses what this page publishes, and mutes it. */
export function PublishBar({ room }: { readonly room: Room }) {
  const [busy, setBusy] = useState(false);
  const publisher = room.published?.publisher;
  if (publisher) {
    const toggle = (kind: 'audio' | 'video', on: boolean) => (
      <button
        type="button"
        aria-pressed={!on}
        onClick={() => {
          room.mute(kind);
        }}
      >
        {on ? 'Mute' : 'Unmute'} {kind}
      </button>
    );
    return (
      <div class="bar" role="group" aria-label="Your stream">
        {toggle('video', publisher.publishVideo)}
        {toggle('audio', publisher.publishAudio)}
        <button type="button" onClick={() => void room.unpublish()}>
          Stop publishing
        </button>
      </div>
    );
  }
  const submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const value = formText(event);
    const kbps = Number(value('kbps'));
    setBusy(true);
    await room.publish({
      source: value('source') as SourceKind,
      name: value('name'),
      codec: value('codec') as Codec,
      maxBitrate: kbps > 0 ? kbps * 1000 : undefined,
    });
    setBusy(false);
  };
  return (
    <form class="bar" aria-label="Publish" onSubmit={(event) => void submit(event)}>
      <label>
        Source
        <select name="source">
          <option value="pattern">test pattern</option>
          <option value="camera">camera and microphone</option>
          <option value="screen">screen</option>
        </select>
      </label>
      <label>
        Name
        <input name="name" defaultValue="browser" maxLength={64} />
      </label>
      <label>
        Codec
        <select name="codec">
          <option value="automatic">automatic</option>
          <option value="vp8">VP8</option>
          <option value="vp9">VP9</option>
          <option value="h264">H264</option>
        </select>
      </label>
      <label>
        Limit, kbit/s
        <input name="kbps" type="number" min={50} max={20000} placeholder="none" />
      </label>
      <button type="submit" disabled={busy || room.state !== 'connected'}>
        Publish
      </button>
    </form>
  );
}
