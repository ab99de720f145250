/** A person of the org as the mappings see them; groups are looked up only where a row asks for them. */
import type { JsonObject } from '../../../shared/domain/json.ts';
import type { PersonRecord } from '../../../shared/domain/simulator.ts';
import { groupNamesOf } from '../storage/okta-group-rows.ts';
import type { AppMapping, MappedPerson } from './app-mapping.ts';
import type { Sim } from './context.ts';
import { OktaTask } from './peer.ts';

export function mappedPerson(sim: Sim, person: PersonRecord): MappedPerson {
  return { profile: person.profile, groupNames: () => groupNamesOf(sim.db, person.id) };
}

/** null, which sends everything, where the old profile could not be mapped. */
export function attributesBefore(mapping: AppMapping, person: MappedPerson): JsonObject | null {
  try {
    return mapping.attributes(person, 'update');
  } catch (error) {
    if (error instanceof OktaTask) return null;
    throw error;
  }
}
