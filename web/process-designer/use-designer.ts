import type { DesignProblem } from '../../server/forms/forms.api'
import { onScopeDispose, shallowRef, watch } from 'vue'
import { t } from '@/text'
import { toast } from '@/ui/toast'
import { dropCopy, readCopy, type LocalCopy } from './draft/local-copy'
import { useDraft } from './draft/use-draft'
import { chooseFile, download, fileName } from './files'
import { createHouse } from './house'
import { showBadges } from './lint/badges'
import { problemWords } from './lint/problem-words'
import { useLint } from './lint/use-lint'
import { onPaper } from './modeler/look'
import { lintProcess, versionXml } from './processes-api'
import { readImport, type Translated } from './read-import'
import { provideStudio } from './studio'
import { useModeler } from './use-modeler'

export interface Import {
  file: string
  refused: boolean
  translated: Translated[]
  problems: DesignProblem[]
}

/** Everything behind the designer's screen: drawing, draft, lint, files. */
export function useDesigner(process: string) {
  const stage = useModeler(() => changed())
  const draft = useDraft(process, stage.drawn)
  const lint = useLint(process, stage.drawn)
  const house = createHouse()
  provideStudio({ ...stage, house, lint })
  const kept = shallowRef<LocalCopy>()
  const imported = shallowRef<Import>()
  let loading = true

  function changed(): void {
    if (loading) return
    draft.touch()
    lint.touch()
  }

  async function open(container: HTMLElement): Promise<void> {
    const [read] = await Promise.all([draft.load(), stage.mount(container)])
    void house.load(read.app).catch(() => {})
    await show(read.xml)
    lint.problems.value = read.problems
    const copy = readCopy(process)
    if (copy && copy.xml !== read.xml) kept.value = copy
    else if (copy) dropCopy(process)
  }

  async function show(xml: string): Promise<void> {
    loading = true
    try {
      await stage.show(xml)
    } finally {
      loading = false
    }
  }

  /** Draws what lay in this browser, or forgets it. */
  async function answerKept(restore: boolean): Promise<void> {
    const copy = kept.value
    kept.value = undefined
    if (!copy) return
    if (!restore) return dropCopy(process)
    await replace(copy.xml, copy.name)
  }

  /** Another diagram in place of this one, with a way back. */
  async function replace(xml: string, name?: string): Promise<void> {
    await show(xml)
    if (name) draft.name.value = name
    changed()
  }

  async function importFile(file: File): Promise<void> {
    const before = await stage.drawn()
    const read = await readImport(file)
    if ('problems' in read) {
      imported.value = { file: file.name, refused: true, translated: [], problems: read.problems }
      return
    }
    try {
      await replace(read.xml)
    } catch {
      await show(before)
      imported.value = {
        file: file.name,
        refused: true,
        translated: [],
        problems: [{ code: 'BPMN_NOT_UNDERSTOOD', severity: 'error' }],
      }
      return
    }
    const { problems } = await lintProcess(process, read.xml).catch(() => ({ problems: [] }))
    imported.value = { file: file.name, refused: false, translated: read.translated, problems }
    toast(t('flow.import.replaced'), { undo: () => replace(before), milliseconds: 10_000 })
  }

  async function chooseImport(): Promise<void> {
    const file = await chooseFile()
    if (file) await importFile(file)
  }

  async function exportAs(kind: 'bpmn' | 'svg'): Promise<void> {
    const name = fileName(draft.name.value, kind)
    if (kind === 'bpmn') return download(name, await stage.drawn(), 'application/xml')
    const { svg } = await stage.modeler.value!.saveSVG()
    download(name, onPaper(svg), 'image/svg+xml')
  }

  async function downloadVersion(version: number): Promise<void> {
    download(fileName(`${draft.name.value}-v${version}`, 'bpmn'), await versionXml(process, version), 'application/xml')
  }

  watch([lint.problems, stage.tick], () => {
    if (!stage.modeler.value) return
    const nameOf = (id: string) => (stage.shapeOf(id)?.businessObject.name as string | undefined) || undefined
    showBadges(
      stage.service('overlays'),
      stage.shapeOf,
      lint.problems.value,
      found => found.map(each => problemWords(each, nameOf).says).join('\n'),
      stage.select,
    )
  })
  // Leaving the page inside the app: what is drawn goes to the server first.
  onScopeDispose(() => void draft.save())
  return {
    stage,
    draft,
    lint,
    house,
    kept,
    imported,
    open,
    show,
    replace,
    answerKept,
    importFile,
    chooseImport,
    exportAs,
    downloadVersion,
  }
}
