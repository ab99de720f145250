/**
 * `rollcall server profile|set|reset`: how the SCIM server behaves where servers differ. What is set here is in force
 * from the next request on, also of a server that runs on the workspace.
 */
import { faultsOn, type ServerProfile, usualProfile } from '../../shared/domain/server-profile.ts';
import { UsageError } from './arguments.ts';
import { type CliCommand, cliCommand, onEngine } from './command.ts';
import { print, printJson, say } from './output.ts';
import { changeProfile } from './profile-change.ts';
import { readSetting, settings } from './profile-settings.ts';

function printProfile(profile: ServerProfile): void {
  const lines = settings.map((each) => [`${each.key}=${each.show(profile)}`, each.says] as const);
  const width = Math.max(...lines.map(([word]) => word.length));
  for (const [word, says] of lines) print(`${word.padEnd(width)}  ${says}`);
  const all = profile.faults.length;
  print(all === 0 ? 'No fault rules.' : `Fault rules: ${all}, ${faultsOn(profile)} on.`);
}

export const serverCliCommands: readonly CliCommand[] = [
  cliCommand({
    name: 'server profile',
    usage: 'rollcall server profile',
    says: 'Shows how the SCIM server behaves where servers differ.',
    examples: ['rollcall server profile', 'rollcall server profile --json'],
    flags: {},
    run: (values, _rest, context) =>
      onEngine(values, context, async (engine) => {
        const profile = await engine.call('server.profile', {});
        if (values.json) return printJson(profile);
        printProfile(profile);
      }),
  }),
  cliCommand({
    name: 'server set',
    usage: 'rollcall server set KEY=VALUE…',
    says: `Changes how it behaves: ${settings.map((each) => each.key).join(', ')}.`,
    examples: [
      'rollcall server set strict=on page-cap=50',
      'rollcall server set patch=off bulk=on entitlements=on',
      'rollcall server set refuse-with=503 latency=200',
    ],
    flags: {},
    run: (values, rest, context) => {
      if (rest.length === 0)
        throw new UsageError(`Set what? There are: ${settings.map((each) => each.key).join(', ')}.`);
      const changes = rest.map(readSetting);
      return onEngine(values, context, async (engine) => {
        const profile = await changeProfile(engine, (now) => Object.assign({}, now, ...changes));
        if (values.json) return printJson(profile);
        say(`${rest.join(', ')}: in force from the next request on.`);
      });
    },
  }),
  cliCommand({
    name: 'server reset',
    usage: 'rollcall server reset',
    says: 'Puts everything back to usual and removes the fault rules.',
    examples: ['rollcall server reset'],
    flags: {},
    run: (values, _rest, context) =>
      onEngine(values, context, async (engine) => {
        const profile = await changeProfile(engine, () => usualProfile);
        if (values.json) return printJson(profile);
        say('Back to usual.');
      }),
  }),
];
