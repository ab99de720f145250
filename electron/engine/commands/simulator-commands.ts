/** The simulator's commands: a table from the contract's names to the simulator's operations, and nothing else. */

import type { simulatorCommands } from '../../../shared/contract/commands/simulator.ts';
import type { HandlersOf } from '../../../shared/contract/commands.ts';
import type { Simulator } from '../okta/simulator.ts';

export function simulatorHandlers(simulator: Simulator): HandlersOf<typeof simulatorCommands> {
  return {
    'connections.list': () => simulator.listConnections(),
    'connections.create': (input) => simulator.createConnection(input),
    'connections.update': (input) => simulator.updateConnection(input),
    'connections.remove': ({ id }) => simulator.removeConnection(id),
    'sim.app': ({ connectionId }) => simulator.app(connectionId),
    'sim.configure': (input) => simulator.configure(input),
    'sim.test': ({ connectionId }) => simulator.test(connectionId),
    'sim.people': (input) => simulator.people(input),
    'sim.createPerson': (input) => simulator.createPerson(input),
    'sim.updatePerson': (input) => simulator.updatePerson(input),
    'sim.setPersonStatus': (input) => simulator.setPersonStatus(input),
    'sim.deletePeople': (input) => simulator.deletePeople(input),
    'sim.fill': (input) => simulator.fill(input),
    'sim.groups': (input) => simulator.groups(input),
    'sim.createGroup': (input) => simulator.createGroup(input),
    'sim.renameGroup': (input) => simulator.renameGroup(input),
    'sim.changeMembers': (input) => simulator.changeMembers(input),
    'sim.deleteGroup': (input) => simulator.deleteGroup(input),
    'sim.assignments': (input) => simulator.assignments(input),
    'sim.assignedGroups': ({ connectionId }) => simulator.assignedGroups(connectionId),
    'sim.assign': (input) => simulator.assign(input),
    'sim.unassign': (input) => simulator.unassign(input),
    'sim.provision': (input) => simulator.provision(input),
    'sim.forceSync': (input) => simulator.forceSync(input),
    'sim.pushMappings': ({ connectionId }) => simulator.pushMappings(connectionId),
    'sim.pushGroups': (input) => simulator.pushGroups(input),
    'sim.pushNow': (input) => simulator.pushNow(input),
    'sim.setPushActive': (input) => simulator.setPushActive(input),
    'sim.unlinkPush': (input) => simulator.unlinkPush(input),
    'sim.pushRules': ({ connectionId }) => simulator.pushRules(connectionId),
    'sim.previewPushRule': (input) => simulator.previewPushRule(input),
    'sim.createPushRule': (input) => simulator.createPushRule(input),
    'sim.setPushRuleActive': (input) => simulator.setPushRuleActive(input),
    'sim.deletePushRule': (input) => simulator.deletePushRule(input),
    'sim.appGroups': ({ connectionId }) => simulator.appGroups(connectionId),
    'sim.refreshAppGroups': ({ connectionId }) => simulator.refreshAppGroups(connectionId),
    'sim.import': ({ connectionId }) => simulator.startImport(connectionId),
    'sim.cancelImport': ({ connectionId }) => simulator.cancelImport(connectionId),
    'sim.importState': ({ connectionId }) => simulator.importState(connectionId),
    'sim.importRows': (input) => simulator.importRows(input),
    'sim.decide': (input) => simulator.decide(input),
    'sim.confirm': (input) => simulator.confirm(input),
    'sim.clearQueue': (input) => simulator.clearQueue(input),
    'sim.log': (input) => simulator.log(input),
  };
}
