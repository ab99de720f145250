/** Who made a change, in words a person knows (Home, History, the grid's last column). */
import type { ChangeSource } from '../../../shared/domain/directory.ts';

export function whoIs(source: ChangeSource): string {
  switch (source.kind) {
    case 'admin':
      return 'You';
    case 'cli':
      return 'CLI';
    case 'import':
      return `Import ${source.run}`;
    case 'seed':
      return 'Sample data';
    case 'undo':
      return 'You, undo';
    case 'token':
      return `${clientName(source.userAgent)}, token ${source.tokenName}`;
  }
}

/** User agents as seen: "Okta SCIM Client 1.0.0", "OKTA SCIM Integration", "Microsoft Azure AD SCIM provisioning" (okta.md 1.1, 6). */
export function clientName(userAgent: string | null): string {
  const agent = (userAgent ?? '').toLowerCase();
  if (agent.includes('okta')) return 'Okta';
  return isEntra(userAgent) ? 'Entra' : 'Client';
}

export function isEntra(userAgent: string | null): boolean {
  const agent = (userAgent ?? '').toLowerCase();
  return agent.includes('azure ad') || agent.includes('microsoft');
}
