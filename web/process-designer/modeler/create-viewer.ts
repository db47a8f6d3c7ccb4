import NavigatedViewer from 'bpmn-js/lib/NavigatedViewer'
import 'bpmn-js/dist/assets/diagram-js.css'
import 'bpmn-js/dist/assets/bpmn-js.css'
import { formloom } from '#core/process/bpmn/descriptor'
import './diagram.css'
import { look } from './look'
import { translateModule } from './translate'

/** A diagram to look at: moves and zooms, changes nothing. */
export const createViewer = (container: HTMLElement): NavigatedViewer =>
  new NavigatedViewer({ container, ...look(), moddleExtensions: { formloom }, additionalModules: [translateModule] })
