import type { IceServer, PeerConnectionConfig } from '../../media/engine.js';

/** How media finds its way; see the session option `iceConfig`. */
export interface IceConfig {
  /** The application's own STUN and TURN servers. Default none. */
  readonly servers?: readonly IceServer[];
  /** `'relay'`: through TURN only. Default `'all'`. */
  readonly transportPolicy?: 'all' | 'relay';
  /** `'all'`: the session server's too; `'custom'`: only `servers`. Default `'all'`. */
  readonly includeServers?: 'all' | 'custom';
  /** `'loopback'`: candidates on the loopback interface only. Default `'all'`. */
  readonly networks?: 'all' | 'loopback';
}

/** What a peer connection is made with: the application's servers first, then the session server's. */
export function peerConnectionConfig(
  ice: IceConfig,
  sessionServers: readonly IceServer[],
): PeerConnectionConfig {
  const own = ice.servers ?? [];
  return {
    iceServers: ice.includeServers === 'custom' ? own : [...own, ...sessionServers],
    iceTransportPolicy: ice.transportPolicy ?? 'all',
    networks: ice.networks ?? 'all',
  };
}
