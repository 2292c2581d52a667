import { useEffect, useRef, useState } from 'preact/hooks';
import type { PublishedMedia } from '../model/published-media.js';
import { nameOf, type Room, type Tile } from '../model/room.js';
import type { Sample } from '../model/stream-stats.js';
import { StreamChart } from './stream-chart.js';

interface VideoTileProps {
  readonly room: Room;
  readonly tile: Tile;
  /** How many there are: the tile is drawn again for each. */
  readonly samples: number;
}

/** A stream of somebody else: video, what is measured, and the curve of it. */
export function VideoTile({ room, tile, samples }: VideoTileProps) {
  const { stream, media, stats } = tile;
  const [listening, setListening] = useState(false);
  const last = stats.samples.at(-1);
  const name = stream.name === '' ? nameOf(stream.connection) : stream.name;
  const muted = [stream.hasVideo ? [] : 'video off', stream.hasAudio ? [] : 'muted'].flat();
  return (
    <article class="tile" aria-label={`Stream of ${name}`}>
      <Video media={media} silent={!listening} />
      <div class="caption">
        <strong>{name}</strong>
        {muted.map((text) => (
          <span key={text} class="badge">
            {text}
          </span>
        ))}
        <Meter level={last?.level ?? 0} name={name} />
        <button
          type="button"
          aria-pressed={listening}
          onClick={() => {
            setListening(!listening);
          }}
        >
          {listening ? 'Silence' : 'Listen'}
        </button>
        {room.canModerate && (
          <>
            <button type="button" onClick={() => void room.muteStream(stream)}>
              Mute for all
            </button>
            <button type="button" onClick={() => void room.disconnect(stream.connection)}>
              Disconnect
            </button>
          </>
        )}
      </div>
      {last ? <Figures sample={last} /> : <p class="figures">connecting …</p>}
      <StreamChart samples={stats.samples} count={samples} name={name} />
    </article>
  );
}

/** What this page publishes, as it is seen here. */
export function OwnTile({
  room,
  published,
}: {
  readonly room: Room;
  readonly published: PublishedMedia;
}) {
  const { publisher, preview } = published;
  return (
    <article class="tile own" aria-label="Your stream">
      <Video media={preview} silent />
      <div class="caption">
        <strong>you</strong>
        {!publisher.publishVideo && <span class="badge">video off</span>}
        {!publisher.publishAudio && <span class="badge">muted</span>}
        <span class="figures">
          {room.members - 1} {room.members === 2 ? 'other' : 'others'}
        </span>
      </div>
    </article>
  );
}

function Video({ media, silent }: { readonly media: MediaStream; readonly silent: boolean }) {
  const element = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    if (element.current) element.current.srcObject = media;
  }, [media]);
  return <video ref={element} autoplay playsInline muted={silent} />;
}

function Meter({ level, name }: { readonly level: number; readonly name: string }) {
  // Ears hear in decibels: 60 of them are the whole width.
  const share = level <= 0 ? 0 : Math.max(0, 1 + (20 * Math.log10(level)) / 60);
  return <meter aria-label={`Sound of ${name}`} min={0} max={1} value={share} />;
}

function Figures({ sample }: { readonly sample: Sample }) {
  const { codec, width, height, fps, mbps, loss, jitter, rtt, freezes, path } = sample;
  const parts = [
    codec === '' ? 'no video' : `${codec} ${width}×${height}`,
    `${fps.toFixed(0)} fps`,
    `${mbps.toFixed(2)} Mbit/s`,
    `loss ${loss.toFixed(1)} %`,
    `jitter ${jitter.toFixed(0)} ms`,
    ...(rtt === undefined ? [] : [`rtt ${rtt.toFixed(0)} ms`]),
    `${freezes} ${freezes === 1 ? 'freeze' : 'freezes'}`,
    path,
  ];
  return <p class="figures">{parts.filter((part) => part !== '').join(' · ')}</p>;
}
