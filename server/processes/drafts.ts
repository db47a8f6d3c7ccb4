import { newId } from '../db/id.js'
import type { Reader, Tx } from '../db/transaction.js'
import type { ProcessRecord } from './process.entity.js'

/** A process that is not deleted. */
export async function readProcess(read: Reader, id: string): Promise<ProcessRecord | undefined> {
  return (await read.query<ProcessRecord>('SELECT * FROM processes WHERE id = ? AND deleted_at IS NULL', [id]))[0]
}

/** A new process with its first draft; answers its id. Its key is unique in the app. */
export async function createProcess(
  tx: Tx,
  app: string,
  draft: { key?: string; name: string; xml: string },
  by: string,
  at: string,
): Promise<string> {
  const id = newId()
  const taken = new Set(
    (await tx.query<{ process_key: string }>('SELECT process_key FROM processes WHERE app_id = ?', [app])).map(
      row => row.process_key,
    ),
  )
  await tx.run(
    'INSERT INTO processes (id, app_id, process_key, name, revision, draft_xml, version, created_at, created_by) VALUES (?, ?, ?, ?, 1, ?, 0, ?, ?)',
    [id, app, freeKey(draft.key ?? `process-${id.slice(-6)}`, taken), draft.name, draft.xml, at, by],
  )
  return id
}

/** Stores the draft when nobody else did since `revision`; false: somebody was faster. */
export async function saveProcess(tx: Tx, id: string, revision: number, draft: { xml: string; name?: string }): Promise<boolean> {
  const sql =
    'UPDATE processes SET draft_xml = ?, name = COALESCE(?, name), revision = revision + 1 WHERE id = ? AND revision = ? AND deleted_at IS NULL'
  return (await tx.run(sql, [draft.xml, draft.name ?? null, id, revision])) === 1
}

/** Nothing starts it any more; what runs goes on. False when there is no such process. */
export async function deleteProcess(tx: Tx, id: string, at: string): Promise<boolean> {
  if ((await tx.run('UPDATE processes SET deleted_at = ? WHERE id = ? AND deleted_at IS NULL', [at, id])) === 0) return false
  await tx.run('DELETE FROM process_starts WHERE process_id = ?', [id])
  await tx.run("DELETE FROM jobs WHERE instance_id = ? AND kind IN ('start-timer', 'start-later')", [id])
  return true
}

/** The simplest diagram that draws and runs: what a new process begins with. */
export const emptyDiagram = (name: string): string => `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" id="Definitions_1" targetNamespace="urn:formloom">
  <bpmn:process id="Process_1" name="${escaped(name)}" isExecutable="true">
    <bpmn:startEvent id="Start_1" />
  </bpmn:process>
  <bpmndi:BPMNDiagram id="Diagram_1">
    <bpmndi:BPMNPlane id="Plane_1" bpmnElement="Process_1">
      <bpmndi:BPMNShape id="Start_1_di" bpmnElement="Start_1"><dc:Bounds x="180" y="160" width="36" height="36" /></bpmndi:BPMNShape>
    </bpmndi:BPMNPlane>
  </bpmndi:BPMNDiagram>
</bpmn:definitions>
`

const escaped = (text: string): string => text.replace(/[&<>"]/g, mark => `&#${mark.charCodeAt(0)};`)

function freeKey(key: string, taken: ReadonlySet<string>): string {
  for (let n = 1; ; n++) {
    const next = n === 1 ? key : `${key}-${n}`
    if (!taken.has(next)) return next
  }
}
