/**
 * The few edits of session descriptions that no API offers.
 *
 * Parameters of Opus (RFC 7587) say what the *receiver* of the audio wants, so an encoder is configured by editing the
 * remote description before it is set.
 */

export type OpusParameters = Readonly<Record<string, string | number>>;

/** Who begins the DTLS handshake: `active` does. */
export type DtlsRole = 'active' | 'passive';

/** The role that an answer takes for its sender; undefined if it takes none. */
export function answeredDtlsRole(answer: string): DtlsRole | undefined {
  return /^a=setup:(active|passive)\r?$/m.exec(answer)?.[1] as DtlsRole | undefined;
}

export function otherDtlsRole(role: DtlsRole): DtlsRole {
  return role === 'active' ? 'passive' : 'active';
}

/**
 * An offer that leaves no choice of role. Where there is a DTLS association already, its roles stay (RFC 8842 §5.5), but
 * Firefox answers the usual `actpass` with `active` whatever it was before, which libwebrtc refuses.
 */
export function setOfferedDtlsRole(offer: string, role: DtlsRole): string {
  return offer.replace(/^a=setup:actpass(?=\r?$)/gm, `a=setup:${role}`);
}

const opusMapping = /^a=rtpmap:(\d+) opus\/48000/i;

/** Sets parameters of every Opus payload type and keeps its others. Without Opus the text is returned as it is. */
export function setOpusParameters(sdp: string, parameters: OpusParameters): string {
  const payloadTypes = opusPayloadTypes(sdp);
  if (payloadTypes.length === 0 || Object.keys(parameters).length === 0) return sdp;
  const lines = sdp.split('\r\n');
  for (const payloadType of payloadTypes) {
    const prefix = `a=fmtp:${payloadType} `;
    const format = lines.findIndex((line) => line.startsWith(prefix));
    const mapping = lines.findIndex((line) => line.startsWith(`a=rtpmap:${payloadType} `));
    const current = format < 0 ? {} : parseParameters(lines[format]?.slice(prefix.length) ?? '');
    const line = prefix + formatParameters({ ...current, ...parameters });
    if (format < 0) lines.splice(mapping + 1, 0, line);
    else lines[format] = line;
  }
  return lines.join('\r\n');
}

/** Whether the sender of the description says that it is likely to send stereo (`sprop-stereo`). */
export function announcesStereo(sdp: string): boolean {
  return opusPayloadTypes(sdp).some((payloadType) => {
    const prefix = `a=fmtp:${payloadType} `;
    const line = sdp.split('\r\n').find((candidate) => candidate.startsWith(prefix));
    return line !== undefined && parseParameters(line.slice(prefix.length))['sprop-stereo'] === '1';
  });
}

function opusPayloadTypes(sdp: string): string[] {
  return sdp.split('\r\n').flatMap((line) => opusMapping.exec(line)?.[1] ?? []);
}

function parseParameters(text: string): Record<string, string> {
  return Object.fromEntries(
    text
      .split(';')
      .map((pair) => pair.trim().split('='))
      .filter(([name]) => name !== '')
      .map(([name = '', ...value]) => [name, value.join('=')]),
  );
}

function formatParameters(parameters: OpusParameters): string {
  return Object.entries(parameters)
    .map(([name, value]) => (value === '' ? name : `${name}=${value}`))
    .join(';');
}
