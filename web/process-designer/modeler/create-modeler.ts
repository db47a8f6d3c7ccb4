import Modeler from 'bpmn-js/lib/Modeler'
import { CreateAppendAnythingModule } from 'bpmn-js-create-append-anything'
import 'bpmn-js/dist/assets/diagram-js.css'
import 'bpmn-js/dist/assets/bpmn-js.css'
import 'bpmn-js/dist/assets/bpmn-font/css/bpmn.css'
import { formloom } from '#core/process/bpmn/descriptor'
import './diagram.css'
import { changesModule } from './changes'
import { look } from './look'
import { menusModule } from './menus'
import { padsModule } from './pads'
import { translateModule } from './translate'

/** The modeler in our words and colours. It is heavy: reach it through a dynamic import. */
export const createModeler = (container: HTMLElement): Modeler =>
  new Modeler({
    container,
    ...look(),
    moddleExtensions: { formloom },
    additionalModules: [translateModule, CreateAppendAnythingModule, padsModule, menusModule, changesModule],
  })
