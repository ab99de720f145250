import { afterAll, beforeAll, describe, it } from 'vitest';
import type { EngineEvent } from '../../shared/contract/events.ts';
import { doors, type OpenDoor } from '../support/doors.ts';
import { hostContract } from '../support/host-contract.ts';
import { tempDir } from '../support/temp-workspace.ts';

describe.each(doors)('through %s', (_name, open) => {
  let door: OpenDoor;
  const events: EngineEvent[] = [];

  beforeAll(async () => {
    door = await open(tempDir());
    door.onEvent((event) => events.push(event));
  });
  afterAll(() => door.close());

  it.each(hostContract)('$name', async ({ check }) => {
    await check({ door, events });
  });
});
