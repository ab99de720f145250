/** Okta's word for its users is people: "1 person", "1,284 people". */
import { formatCount } from '../../ui/numbers.ts';

export function peopleCount(count: number): string {
  return count === 1 ? '1 person' : `${formatCount(count)} people`;
}
