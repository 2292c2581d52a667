import { BlockList, isIP, isIPv6 } from 'node:net';
import type { HttpRequest } from './http-request.js';

/** Addresses whose `X-Forwarded-Proto` and `X-Forwarded-Host` are believed. */
export interface TrustedProxies {
  trusts(address: string | undefined): boolean;
}

/** An address, or a network such as `10.0.0.0/8`. */
export function isAddressOrNetwork(text: string): boolean {
  const [address = '', bits, ...rest] = text.split('/');
  const version = isIP(address);
  if (version === 0 || rest.length > 0) return false;
  return (
    bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (version === 6 ? 128 : 32))
  );
}

export function createTrustedProxies(entries: readonly string[]): TrustedProxies {
  const list = new BlockList();
  for (const entry of entries) {
    const [address = '', bits] = entry.split('/');
    const type = isIPv6(address) ? 'ipv6' : 'ipv4';
    if (bits === undefined) list.addAddress(address, type);
    else list.addSubnet(address, Number(bits), type);
  }
  return {
    trusts: (address = '') =>
      isIP(address) > 0 && list.check(address, isIPv6(address) ? 'ipv6' : 'ipv4'),
  };
}

/** How the client has asked: as its proxy says, if that is believed. */
export function askedFor(
  { headers, socket }: Pick<HttpRequest, 'headers' | 'socket'>,
  proxies: TrustedProxies,
): { readonly secure: boolean; readonly host: string } {
  const trusted = proxies.trusts(socket.remoteAddress);
  const forwarded = (name: string): string | undefined => {
    const value = trusted ? headers[name] : undefined;
    // Each proxy of a chain adds its own; the first is the client's.
    return typeof value === 'string' ? value.split(',', 1)[0]?.trim() : undefined;
  };
  const protocol = forwarded('x-forwarded-proto');
  const secure = protocol === undefined ? 'encrypted' in socket : protocol === 'https';
  return { secure, host: forwarded('x-forwarded-host') ?? headers.host ?? '' };
}
