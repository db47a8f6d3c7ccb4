import { BpmnModdle } from 'bpmn-moddle'
import { formloom } from '#core/process/bpmn/descriptor'
import type { Moddle } from '#core/process/bpmn/moddle'
import { settingsOf } from '#core/process/bpmn/settings'
import type { Change, Create } from '@/process-designer/settings/edit'

/** A task with settings of ours, of another tool and of nobody we know. */
export const MIXED = `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:formloom="https://formloom.dev/schema/bpmn/1.0" xmlns:camunda="http://camunda.org/schema/1.0/bpmn" xmlns:acme="urn:acme" id="d" targetNamespace="t">
  <bpmn:process id="p" isExecutable="true">
    <bpmn:startEvent id="start" />
    <bpmn:userTask id="task" name="审批" camunda:formKey="embedded:x" acme:colour="red">
      <bpmn:extensionElements>
        <camunda:taskListener class="org.acme.Listener" event="create" />
        <formloom:assignment type="role" role="manager" pick="fewest" acme:note="kept" />
        <formloom:outcomes>
          <formloom:outcome name="approve" label="同意" acme:weight="3" />
        </formloom:outcomes>
        <acme:audit level="2"><acme:why>law</acme:why></acme:audit>
      </bpmn:extensionElements>
    </bpmn:userTask>
    <bpmn:serviceTask id="service" />
    <bpmn:intermediateCatchEvent id="wait"><bpmn:timerEventDefinition id="timer" /></bpmn:intermediateCatchEvent>
    <bpmn:receiveTask id="receive" />
    <bpmn:sequenceFlow id="flow" sourceRef="start" targetRef="task" />
  </bpmn:process>
</bpmn:definitions>`

/** A diagram without a screen: what the panel writes is applied as bpmn-js applies it. */
export async function diagram(xml = MIXED) {
  const moddle = new BpmnModdle({ formloom })
  const { rootElement, elementsById } = await moddle.fromXML(xml)
  let made = 0
  // As bpmn-js's factory: what others refer to has an id.
  const create: Create = (type, attributes) => {
    const id = /:(Message|Error|Signal|Escalation)$/.test(type) ? { id: `${type.slice(5)}_${++made}` } : {}
    return moddle.create(type as never, { ...id, ...attributes } as never) as unknown as Moddle
  }
  const at = (id: string) => elementsById[id] as unknown as Moddle
  return {
    create,
    at,
    definitions: rootElement as unknown as Moddle,
    apply(changes: Change[]): void {
      for (const { target, properties } of changes)
        for (const [name, value] of Object.entries(properties))
          (target as unknown as { set(name: string, value: unknown): void }).set(name, value)
    },
    settings: (id: string) => settingsOf(at(id)).settings,
    xml: async () => (await moddle.toXML(rootElement, { format: true })).xml,
  }
}
