/**
 * Plausible people and groups for seeding: the same seed gives the same list, so that a seeded directory and a
 * seeded Okta org match each other. Names mix scripts and accents on purpose; addresses use example domains only.
 */

export interface InventedPerson {
  readonly givenName: string;
  readonly familyName: string;
  readonly displayName: string;
  /** Also the login in the simulated org. Unique within the list. */
  readonly email: string;
  readonly title: string;
  readonly department: string;
  readonly employeeNumber: string;
  readonly city: string;
  readonly countryCode: string;
  readonly locale: string;
  readonly phone: string;
  /** About one in thirty is not active. */
  readonly active: boolean;
}

export interface InventedGroup {
  readonly name: string;
  /** 0-based indexes into the list of people. */
  readonly members: readonly number[];
}

const given =
  `Ana Benedikt Chiara Daniel Emre Fatou Grace Hiroshi Ines Jonas Kavya Liam Marta Nadia Oskar Priya Quentin Rosa Sofia Tunde Ursula Viktor Wanda Ximena Yusuf Zoe Aoife Björn Céline Dmitri Eduardo Freya Gabriel Hana Ibrahim Jana Kenji Leila Mateo Noor Olivia Pavel Renée Sanjay Thandi Umberto Valérie Wei Yara Łukasz Åsa Ömer İpek Søren Zuzana Marco Elena Ravi Amara Felix Greta Hugo Isla Joan Kofi Lena`.split(
    ' ',
  );
const family =
  `Ruiz Sauer Lombardi Achterberg Yilmaz Diallo Oyelaran Tanabe Carvalho Lindqvist Raman O'Rourke Kowalczyk Petrov Hedlund Iyer Dubois Bianchi Marchetti Okafor Meier Novak Zielińska Herrera Demir Papadopoulos Murphy Bergström Lefèvre Volkov Silva Nilsen Costa Sato Hassan Dvořák Nakamura Haddad García Rahman Brown Horák Moreau Patel Nkosi Ricci Girard Chen Cohen Wójcik Åkesson Öztürk Çelik Sørensen Kovács Rossi Popescu Kumar Mensah Schmidt Weber Laurent MacLeod Puig Boateng Fischer`.split(
    ' ',
  );
const departments: readonly (readonly [string, readonly string[]])[] = [
  [
    'Engineering',
    [
      'Software engineer',
      'Senior software engineer',
      'Engineering manager',
      'Site reliability engineer',
      'Data engineer',
    ],
  ],
  ['Finance', ['Controller', 'Senior controller', 'Accountant', 'Financial analyst', 'Treasurer']],
  ['Sales', ['Account executive', 'Sales engineer', 'Account manager', 'Sales operations analyst']],
  ['Support', ['Support engineer', 'Support lead', 'Customer success manager']],
  ['People', ['Recruiter', 'HR business partner', 'Payroll specialist']],
  ['Legal', ['Counsel', 'Paralegal', 'Privacy officer']],
  ['Marketing', ['Product marketer', 'Designer', 'Content editor']],
  ['IT', ['Identity administrator', 'Systems administrator', 'Service desk analyst', 'Security analyst']],
  ['Operations', ['Operations manager', 'Buyer', 'Logistics planner', 'Facilities coordinator']],
];
const places: readonly (readonly [string, string, string])[] = [
  ['Madrid', 'ES', 'es-ES'],
  ['Berlin', 'DE', 'de-DE'],
  ['Milan', 'IT', 'it-IT'],
  ['Warsaw', 'PL', 'pl-PL'],
  ['Lagos', 'NG', 'en-NG'],
  ['Osaka', 'JP', 'ja-JP'],
  ['Porto', 'PT', 'pt-PT'],
  ['Stockholm', 'SE', 'sv-SE'],
  ['Chennai', 'IN', 'en-IN'],
  ['Dublin', 'IE', 'en-IE'],
  ['Istanbul', 'TR', 'tr-TR'],
  ['Austin', 'US', 'en-US'],
];
const teamNames =
  `Platform Payments Identity Mobile Data Growth Reporting Compliance Onboarding Renewals Partners Procurement Travel Expenses Facilities VPN ERP Analytics Research Quality`.split(
    ' ',
  );
const teamKinds = ['team', 'approvers', 'readers', 'editors', 'on call', 'project', 'office', 'contractors'];

/** A small generator with a 32-bit state (mulberry32): even enough for names, the same on every machine. */
export function generator(seed: number): () => number {
  let state = (seed ^ 0x9e3779b9) >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

function asciiPart(name: string): string {
  return name
    .replace(/[Łł]/g, 'l')
    .replace(/[Øø]/g, 'o')
    .replace(/[ıİ]/g, 'i')
    .normalize('NFD')
    .replace(/[^A-Za-z]/g, '')
    .toLowerCase();
}

/** `count` people, always the same for the same `seed`. */
export function inventPeople(count: number, seed: number): InventedPerson[] {
  const next = generator(seed);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)] as T;
  const taken = new Map<string, number>();
  return Array.from({ length: count }, (_, i) => {
    const givenName = pick(given);
    const familyName = pick(family);
    const [department, titles] = pick(departments);
    const [city, countryCode, locale] = pick(places);
    const local = `${asciiPart(givenName)}.${asciiPart(familyName)}`;
    const same = (taken.get(local) ?? 0) + 1;
    taken.set(local, same);
    return {
      givenName,
      familyName,
      displayName: `${givenName} ${familyName}`,
      email: `${local}${same > 1 ? same : ''}@acme.example`,
      title: pick(titles),
      department,
      employeeNumber: String(100_000 + i),
      city,
      countryCode,
      locale,
      phone: `+1 555 0${String(100 + Math.floor(next() * 100)).slice(0, 3)} ${String(1000 + Math.floor(next() * 9000))}`,
      active: next() > 1 / 30,
    };
  });
}

/** `count` groups over `people` persons: a few large ones, many small ones, one empty in ten or so. */
export function inventGroups(count: number, people: number, seed: number): InventedGroup[] {
  const next = generator(seed + 7919);
  const names = new Set<string>();
  return Array.from({ length: count }, (_, i) => {
    const base =
      i === 0
        ? 'All staff'
        : i <= departments.length
          ? (departments[i - 1]?.[0] ?? 'Team')
          : `${teamNames[Math.floor(next() * teamNames.length)]} ${teamKinds[Math.floor(next() * teamKinds.length)]}`;
    let name = base;
    for (let n = 2; names.has(name); n++) name = `${base} ${n}`;
    names.add(name);
    if (i === 0) return { name, members: Array.from({ length: people }, (_x, p) => p) };
    const share = i <= departments.length ? 0.1 : next() ** 3 * 0.08;
    const size = Math.min(people, Math.floor(share * people));
    const members = new Set<number>();
    while (members.size < size) members.add(Math.floor(next() * people));
    return { name, members: [...members].sort((a, b) => a - b) };
  });
}
