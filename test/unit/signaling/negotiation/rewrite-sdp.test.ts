import { describe, expect, it } from 'vitest';
import { opusTuning } from '../../../../lib/signaling/negotiation/opus-tuning.js';
import {
  announcesStereo,
  answeredDtlsRole,
  setOfferedDtlsRole,
  setOpusParameters,
} from '../../../../lib/signaling/negotiation/rewrite-sdp.js';

const lines = (...text: string[]): string => [...text, ''].join('\r\n');

const withFormat = lines(
  'v=0',
  'm=audio 9 UDP/TLS/RTP/SAVPF 111 63',
  'a=rtpmap:111 opus/48000/2',
  'a=rtcp-fb:111 transport-cc',
  'a=fmtp:111 minptime=10;useinbandfec=1',
  'a=rtpmap:63 red/48000/2',
  'a=fmtp:63 111/111',
);

describe('setOpusParameters', () => {
  it('adds to the format line and keeps what is there', () => {
    const edited = setOpusParameters(withFormat, { stereo: 1, maxaveragebitrate: 64000 });
    expect(edited).toBe(
      withFormat.replace('useinbandfec=1', 'useinbandfec=1;stereo=1;maxaveragebitrate=64000'),
    );
  });

  it('replaces a value', () => {
    const once = setOpusParameters(withFormat, { usedtx: 1 });
    expect(setOpusParameters(once, { usedtx: 0 })).toContain('useinbandfec=1;usedtx=0\r\n');
  });

  it('makes a format line where there is none, for every Opus payload type', () => {
    const plain = lines(
      'm=audio 9 X 111 109',
      'a=rtpmap:111 opus/48000/2',
      'a=rtpmap:109 OPUS/48000/2',
    );
    expect(setOpusParameters(plain, { stereo: 1 })).toBe(
      lines(
        'm=audio 9 X 111 109',
        'a=rtpmap:111 opus/48000/2',
        'a=fmtp:111 stereo=1',
        'a=rtpmap:109 OPUS/48000/2',
        'a=fmtp:109 stereo=1',
      ),
    );
  });

  it('leaves a description without Opus, or without a wish, as it is', () => {
    const video = lines('m=video 9 X 96', 'a=rtpmap:96 VP8/90000');
    expect(setOpusParameters(video, { stereo: 1 })).toBe(video);
    expect(setOpusParameters(withFormat, {})).toBe(withFormat);
  });
});

describe('announcesStereo', () => {
  it('is what sprop-stereo of an Opus format line says', () => {
    expect(announcesStereo(withFormat)).toBe(false);
    expect(announcesStereo(setOpusParameters(withFormat, { 'sprop-stereo': 1 }))).toBe(true);
    expect(announcesStereo(setOpusParameters(withFormat, { 'sprop-stereo': 0 }))).toBe(false);
  });
});

describe('opusTuning', () => {
  it('tells the receiver of stereo, and the encoder what it is taken to want', () => {
    expect(opusTuning({ stereo: true, maxAverageBitrate: 32000, dtx: true })).toEqual({
      local: { 'sprop-stereo': 1 },
      remote: { stereo: 1, maxaveragebitrate: 32000, usedtx: 1 },
    });
    expect(opusTuning()).toEqual({ local: {}, remote: {} });
  });
});

describe('the DTLS role', () => {
  const offer = lines('m=audio 9 X 0', 'a=setup:actpass', 'm=video 9 X 96', 'a=setup:actpass');

  it('is what an answer says', () => {
    expect(answeredDtlsRole(offer.replaceAll('actpass', 'active'))).toBe('active');
    expect(answeredDtlsRole(offer.replaceAll('actpass', 'passive'))).toBe('passive');
    expect(answeredDtlsRole(offer)).toBeUndefined();
    expect(answeredDtlsRole(lines('m=audio 9 X 0'))).toBeUndefined();
  });

  it('is put into every section of an offer', () => {
    expect(setOfferedDtlsRole(offer, 'passive')).toBe(offer.replaceAll('actpass', 'passive'));
  });
});
