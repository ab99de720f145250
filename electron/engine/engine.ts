/**
 * Wires each part once and closes in reverse. Everything behind `dispatch` is the engine: the doors before it hold no
 * rules, and what crosses is plain data (architecture.md, seam 2).
 */
import type { CallContext, Handlers } from '../../shared/contract/commands.ts';
import type { EngineEvent } from '../../shared/contract/events.ts';
import type { Envelope } from '../../shared/contract/faults.ts';
import { faultsOn } from '../../shared/domain/server-profile.ts';
import { type CapturedExchange, headerIn } from './base/exchange-capture.ts';
import { randomIds } from './base/ids.ts';
import type { Clock, HostKey, IdSource, Logger } from './base/ports.ts';
import { directoryHandlers } from './commands/directory-commands.ts';
import { createRouter } from './commands/router.ts';
import { schemaHandlers } from './commands/schema-commands.ts';
import { serverProfileHandlers } from './commands/server-profile-commands.ts';
import { simulatorHandlers } from './commands/simulator-commands.ts';
import { trafficHandlers } from './commands/traffic-commands.ts';
import { transferHandlers } from './commands/transfer-commands.ts';
import { upkeepHandlers } from './commands/upkeep-commands.ts';
import { vaultHandlers } from './commands/vault-commands.ts';
import { workspaceHandlers } from './commands/workspace-commands.ts';
import { createDirectory } from './directory/directory.ts';
import { createExtensionSchemas } from './directory/extension-schemas.ts';
import { createEventFeed, type EventFeed } from './event-feed.ts';
import { createSimulator } from './okta/simulator.ts';
import { createFirstSigns } from './oversight/first-signs.ts';
import { keepTrafficHere } from './oversight/traffic-here.ts';
import { createTrafficLog, type TrafficLog } from './oversight/traffic-log.ts';
import { startTrafficThread } from './oversight/traffic-thread.ts';
import { type Opened, openFirst } from './reopening.ts';
import { parseFilter } from './scim/filter-parser.ts';
import { createProfileHolder } from './scim/profile-holder.ts';
import { createScimServer } from './scim/scim-server.ts';
import { createServerControl, type ServerControl } from './server-control.ts';
import { readSetting, writeSetting } from './storage/setting-rows.ts';
import { asOpenFault, openWorkspace, type Workspace } from './storage/workspace-files.ts';
import { createFileImport } from './transfer/file-import.ts';
import { createListExport } from './transfer/list-export.ts';
import type { Backups } from './upkeep/backups.ts';
import type { Room } from './upkeep/room.ts';
import { createKeyring } from './vault/keyring.ts';
import { localToken } from './vault/local-token.ts';
import { createSecretVault } from './vault/secret-vault.ts';
import { createTokenVault, type TokenVault } from './vault/token-vault.ts';
import { type Reopened, wireBackups, wireRoom } from './wire-upkeep.ts';

export interface EngineOptions {
  readonly dataDir: string;
  readonly version: string;
  /** Port of the SCIM server; 0: any free one; null: not until asked. A busy port does not stop the engine. */
  readonly scimPort: number | null;
  readonly scimHost: string;
  /** What the host keeps for this workspace; the first is the one for a new workspace. */
  readonly keys: readonly HostKey[];
  readonly logger: Logger;
  readonly clock?: Clock;
  readonly ids?: IdSource;
  /** The built or source file of `traffic-worker`: the log gets a thread of its own. Without it, it is kept in this one. */
  readonly trafficWorker?: URL;
  /** Of `upkeep-worker`: backups and checks run beside the engine. Without it, they hold it up. */
  readonly upkeepWorker?: URL;
}

export interface Engine {
  dispatch(name: string, input: unknown, context: CallContext): Promise<Envelope<unknown>>;
  onEvent(listener: (event: EngineEvent) => void): () => void;
  /** An origin that the simulator never calls: the app's own console (security.md A12). */
  refuseOrigin(origin: string): void;
  close(): Promise<void>;
}

/** @throws AppFault as `openWorkspace` says */
export async function createEngine(options: EngineOptions): Promise<Engine> {
  const feed = createEventFeed();
  const refused = new Set<string>();
  const open = async (before: Wired | null): Promise<Wired> => {
    const workspace = openWorkspace(options.dataDir);
    try {
      const base: Base = {
        workspace,
        options,
        clock: options.clock ?? Date.now,
        ids: options.ids ?? randomIds,
        feed,
        refused,
        room: wireRoom({ workspace, feed, logger: options.logger }),
        reopen: () => running.reopen(),
      };
      return await wire(base, before === null ? options.scimPort : before.lastPort());
    } catch (error) {
      workspace.close();
      throw asOpenFault(options.dataDir, error);
    }
  };
  const running = await openFirst(open);
  return {
    dispatch: running.dispatch,
    onEvent: feed.listen,
    refuseOrigin: (origin) => {
      refused.add(origin);
    },
    close: once(() => endAll([running.close, feed.close])),
  };
}

interface Wired extends Opened, Reopened {
  /** Once closed: where the SCIM server listened to the end; null where it did not. */
  lastPort(): number | null;
}

interface Base {
  readonly workspace: Workspace;
  readonly options: EngineOptions;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly feed: EventFeed;
  readonly refused: Set<string>;
  readonly room: Room;
  /** Closes all of this and opens the workspace anew. */
  readonly reopen: () => Promise<Wired>;
}

/** @param port of the SCIM server; null: it is not started */
async function wire(base: Base, port: number | null): Promise<Wired> {
  const { workspace, options, room } = base;
  const { logger } = options;
  const keeping = wireKeeping(base, await openLog(base));
  const server = wireServer(base, keeping);
  const simulator = wireSimulator(base, keeping, server);
  const { clock, feed, reopen } = base;
  const backups = wireBackups({ workspace, feed, logger }, { clock, worker: options.upkeepWorker, reopen });
  const dispatch = createRouter(handlersOf(base, keeping, { server, simulator, backups }), logger);
  if (port !== null) {
    // the status says why it does not listen: the workspace is usable without its server
    await server
      .start(port)
      .catch((error: unknown) => logger.info('the SCIM server did not start', { reason: String(error) }));
  }
  // a command line that holds the workspace for one command keeps no house
  if (options.scimPort !== null) {
    room.start();
    backups.start();
  }
  let lastPort: number | null = null;
  return {
    dispatch,
    lastPort: () => lastPort,
    faultsOn: () => faultsOn(keeping.profile.current()),
    putAside: workspace.putAside,
    close: once(() => {
      lastPort = server.status().port;
      const { log, vault } = keeping;
      const parts = [backups.close, simulator.close, server.stop, log.close, vault.close];
      return endAll([...parts, room.close, workspace.close]);
    }),
  };
}

async function openLog({ workspace, options, clock, feed, room }: Base): Promise<TrafficLog> {
  const { logger, trafficWorker } = options;
  const path = workspace.trafficPath;
  return createTrafficLog({
    keeper:
      trafficWorker === undefined
        ? keepTrafficHere({ path, clock, logger })
        : await startTrafficThread(trafficWorker, { path, logger }),
    announce: (lastSeq, all) => feed.announce({ type: 'traffic', lastSeq, all }),
    failed: (error) => logger.error('exchanges could not be kept', { error: String(error) }),
    sparing: () => room.state() === 'full',
  });
}

type Keeping = ReturnType<typeof wireKeeping>;

/** The parts that keep: tokens, secrets, the log, the directory. */
function wireKeeping({ workspace, options, clock, ids, feed, room }: Base, log: TrafficLog) {
  const { db } = workspace;
  const vault = createTokenVault({
    db,
    clock,
    ids,
    logger: options.logger,
    announce: () => feed.announce({ type: 'tokens' }),
  });
  const keyring = createKeyring({
    db,
    clock,
    logger: options.logger,
    keys: options.keys,
    announce: () => feed.announce({ type: 'secrets' }),
  });
  const secrets = createSecretVault({ db, clock, keyring });
  const signs = createFirstSigns(db);
  const schemas = createExtensionSchemas({ db, clock, announce: () => feed.announce({ type: 'schemas' }) });
  const profile = createProfileHolder(
    readSetting(db, 'server.profile'),
    (text) => db.transaction((tx) => writeSetting(tx, 'server.profile', text)),
    (next) => feed.announce({ type: 'server-profile', faultsOn: faultsOn(next) }),
  );
  const directory = createDirectory({
    schemas: schemas.current,
    db,
    clock,
    ids,
    announce: (changed) => feed.announce({ type: 'directory', ...changed }),
    full: () => room.state() === 'full',
  });
  const ownTokens = new Set(
    vault
      .list()
      .filter((t) => t.purpose === 'simulator')
      .map((t) => t.id),
  );
  const recordExchange = recorder(log, vault, (exchange, seq) => {
    if (!ownTokens.has(exchange.actorId ?? '')) signs.observe(exchange, seq);
  });
  return { vault, keyring, secrets, log, signs, schemas, profile, directory, ownTokens, recordExchange };
}

function wireServer(
  { options, clock, feed }: Base,
  { directory, vault, profile, recordExchange }: Keeping,
): ServerControl {
  return createServerControl({
    make: () =>
      createScimServer({
        directory,
        authenticate: vault.authenticate,
        recordExchange,
        clock,
        logger: options.logger,
        profile: profile.current,
      }),
    host: options.scimHost,
    clock,
    announce: (status) => feed.announce({ type: 'server', status }),
  });
}

function wireSimulator(
  { workspace, options, clock, ids, feed, refused }: Base,
  keeping: Keeping,
  server: ServerControl,
) {
  const token = localToken({
    vault: keeping.vault,
    secrets: keeping.secrets,
    onCreated: (id) => keeping.ownTokens.add(id),
  });
  return createSimulator({
    db: workspace.db,
    clock,
    ids,
    logger: options.logger,
    recordExchange: keeping.recordExchange,
    announce: feed.announce,
    secrets: keeping.secrets,
    refuseOrigins: () => [...refused],
    localBaseUrl: () => server.status().baseUrl,
    localEndpoint: async () => {
      const status = await server.startAgain(options.scimPort ?? 0);
      return status.baseUrl === null ? null : { baseUrl: status.baseUrl, token: await token() };
    },
  });
}

/** The parts that act. */
interface Doing {
  readonly server: ServerControl;
  readonly simulator: ReturnType<typeof createSimulator>;
  readonly backups: Backups;
}

function handlersOf(
  { workspace, options, clock, ids, room }: Base,
  { schemas, profile, directory, vault, keyring, log, signs }: Keeping,
  { server, simulator, backups }: Doing,
): Handlers {
  return {
    ...workspaceHandlers({
      directory,
      vault,
      log,
      signs,
      server,
      simulator: simulator.summary,
      name: nameSetting(workspace),
      faultsOn: () => faultsOn(profile.current()),
      secretStore: keyring.protection,
      storage: room.state,
      fixed: {
        dataDir: workspace.dir,
        version: options.version,
        runtime: { node: process.version, sqlite: workspace.sqliteVersion, pid: process.pid },
      },
      port: () => options.scimPort ?? 0,
    }),
    ...directoryHandlers(directory, () => server.status().baseUrl ?? 'http://127.0.0.1/scim/v2'),
    ...vaultHandlers(vault, keyring),
    ...schemaHandlers(schemas),
    ...serverProfileHandlers(profile),
    ...trafficHandlers(log),
    ...simulatorHandlers(simulator),
    ...upkeepHandlers(backups),
    ...transferHandlers(
      createListExport({ directory, clock, ids }),
      createFileImport({ directory, clock, ids }),
      (filter, type) => parseFilter(filter, type, directory.schemas()),
    ),
  };
}

/** Every exchange goes to the log, to the token it came with, and to what was seen first. */
function recorder(
  log: TrafficLog,
  vault: TokenVault,
  observe: (exchange: CapturedExchange, seq: number) => void,
) {
  return (exchange: CapturedExchange): number => {
    const seq = log.record(exchange);
    if (exchange.direction === 'in' && exchange.actorId !== null) {
      const agent = headerIn(exchange.requestHeaders, 'user-agent') ?? '';
      const address = exchange.remoteAddress ?? '';
      const by = agent === '' || address === '' ? agent + address : `${agent}, ${address}`;
      vault.noteUse(
        exchange.actorId,
        exchange.status > 0 && exchange.status < 400,
        by === '' ? null : by.slice(0, 200),
      );
    }
    observe(exchange, seq);
    return seq;
  };
}

function nameSetting(workspace: Workspace) {
  return {
    read: () => readSetting(workspace.db, 'name') ?? 'My workspace',
    write: (name: string) => {
      workspace.db.transaction((tx) => writeSetting(tx, 'name', name));
    },
  };
}

/** Ends each part, whatever happens to the one before; the first failure is thrown at the end. */
async function endAll(ends: readonly (() => unknown)[]): Promise<void> {
  const failures: unknown[] = [];
  for (const end of ends) {
    try {
      await end();
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length > 0) throw failures[0];
}

function once(work: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined;
  return () => {
    running ??= work();
    return running;
  };
}
