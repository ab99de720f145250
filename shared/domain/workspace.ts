/** What every screen needs to know of the workspace it runs on. */
export type ServerState = 'stopped' | 'starting' | 'listening' | 'port-busy' | 'failed';

export interface ServerStatus {
  readonly state: ServerState;
  /** Base URL of the SCIM server, e.g. `http://127.0.0.1:8643/scim/v2`; null while it does not listen. */
  readonly baseUrl: string | null;
  readonly port: number | null;
  readonly since: number | null;
  /** A sentence, where it does not listen. */
  readonly problem: string | null;
}

/** `full`: the disk is, and only deleting and deactivating work until there is room again. */
export type StorageState = 'ok' | 'full';

export interface WorkspaceStatus {
  readonly name: string;
  /** Folder of the workspace on this machine. */
  readonly dataDir: string;
  readonly version: string;
  readonly server: ServerStatus;
  /** Fault rules of the local server that are on: while there is one, every screen says so. */
  readonly faultsOn: number;
  readonly users: { readonly all: number; readonly active: number; readonly inactive: number };
  readonly groups: number;
  readonly connections: number;
  readonly tokens: number;
  readonly exchanges: number;
  readonly storage: StorageState;
  /** How outbound secrets are protected, in words; null where the machine offers no protection. */
  readonly secretStore: string | null;
  readonly runtime: { readonly node: string; readonly sqlite: string; readonly pid: number };
}

export interface TrafficBucket {
  /** Start of the hour. */
  readonly at: number;
  readonly ok: number;
  readonly failed: number;
}

export interface HomeSummary {
  /** People of the simulated Okta org · linked to an account · accounts in the local directory. */
  readonly pipeline: { readonly people: number; readonly linked: number; readonly accounts: number };
  readonly last24h: readonly TrafficBucket[];
  readonly runs: readonly {
    readonly at: number;
    readonly title: string;
    readonly connection: string;
    readonly ok: boolean;
    readonly detail: string;
  }[];
  readonly checklist: {
    readonly serverStarted: boolean;
    readonly tokenCreated: boolean;
    readonly clientSeen: boolean;
    readonly credentialsTestSeen: { readonly at: number; readonly seq: number } | null;
    readonly firstPushSeen: { readonly at: number; readonly seq: number; readonly name: string } | null;
    readonly firstImportSeen: { readonly at: number; readonly seq: number } | null;
  };
}
