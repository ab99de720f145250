/** Reads an export piece by piece and hands it to the host to save. */
import type { InputOf } from '../../../shared/contract/commands.ts';
import type { Fault } from '../../../shared/contract/faults.ts';
import type { ListFormat, ListKind } from '../../../shared/domain/transfer.ts';
import { currentHost } from '../../host/current-host.ts';
import { callEngine, faultFrom } from '../../state/engine-call.ts';

export interface ExportRequest {
  readonly kind: ListKind;
  readonly format: ListFormat;
  readonly filter?: string;
  readonly includeInactive: boolean;
  readonly raw: boolean;
}

export interface SavedExport {
  /** Where it went; null where it did not. */
  readonly name: string | null;
  readonly fault: Fault | null;
}

export async function saveExport(request: ExportRequest): Promise<SavedExport> {
  const input: InputOf<'export.open'> = request;
  const opened = await callEngine('export.open', input);
  if (!opened.ok) return { name: null, fault: opened.fault };
  const parts: string[] = [];
  for (;;) {
    const piece = await callEngine('export.read', { id: opened.value.id });
    if (!piece.ok) return { name: null, fault: piece.fault };
    parts.push(piece.value.text);
    if (piece.value.done) break;
  }
  try {
    const name = await currentHost().saveFile(opened.value.fileName, opened.value.mediaType, parts);
    return { name, fault: null };
  } catch (error) {
    return { name: null, fault: faultFrom(error) };
  }
}
