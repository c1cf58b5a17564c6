import { readdirSync, readFileSync } from 'node:fs'
import { posix } from 'node:path'
import ts from 'typescript'

/** One import of a file by a file, as paths from the root of the tree. Types count: they tie files together as well. */
export interface Import {
  from: string
  to: string
  /** The file is loaded with the one that imports it: the import is not of types alone, nor made when it is needed. */
  loads: boolean
}

/** The folders that hold sources. */
export const FOLDERS = ['spec', 'suites', 'fixtures', 'reporters', 'scripts'] as const

/** True for a self-test. */
export const isTest = (file: string) => file.endsWith('.test.ts')

/** The TypeScript files of a tree, in its folders of sources. */
export function sources(root: string): string[] {
  return FOLDERS.flatMap((folder) =>
    readdirSync(`${root}/${folder}`, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => `${folder}/${name.replaceAll('\\', '/')}`),
  ).sort()
}

/** Every relative import of the sources of a tree, however it is written. */
export function importsOf(root: string, files: readonly string[]): Import[] {
  return files.flatMap((from) => {
    const text = readFileSync(`${root}/${from}`, 'utf8')
    const { importedFiles } = ts.preProcessFile(text, true, true)
    return importedFiles
      .filter(({ fileName }) => fileName.startsWith('.'))
      .map(({ fileName, pos }) => {
        const to = posix.join(posix.dirname(from), fileName)
        // What stands between the keyword and the name tells which kind of import it is.
        const statement = text.slice(
          Math.max(0, text.lastIndexOf('import', pos), text.lastIndexOf('export', pos)),
          pos,
        )
        return { from, to, loads: !/^(?:import|export)\s+type\b|^import\s*\(/.test(statement) }
      })
  })
}

/** A graph: from each name to those that it points to. */
export type Graph = ReadonlyMap<string, ReadonlySet<string>>

/** The graph of some arrows, those from a name to itself left out. */
export function graphOf(arrows: readonly { from: string; to: string }[]): Graph {
  const graph = new Map<string, Set<string>>()
  for (const { from, to } of arrows) {
    if (!graph.has(from)) graph.set(from, new Set())
    if (from !== to) graph.get(from)!.add(to)
  }
  return graph
}

/** The circles of a graph: each set of names of which every one leads to every other (strongly connected, by Tarjan), sorted. */
export function circlesOf(graph: Graph): string[][] {
  const order = new Map<string, number>()
  const lowest = new Map<string, number>()
  const open: string[] = []
  const circles: string[][] = []
  const visit = (name: string): void => {
    order.set(name, order.size)
    lowest.set(name, order.get(name)!)
    open.push(name)
    for (const next of graph.get(name) ?? []) {
      if (!order.has(next)) visit(next)
      if (open.includes(next)) lowest.set(name, Math.min(lowest.get(name)!, lowest.get(next)!))
    }
    if (lowest.get(name) !== order.get(name)) return
    const circle = open.splice(open.indexOf(name))
    if (circle.length > 1) circles.push(circle.sort())
  }
  for (const name of graph.keys()) if (!order.has(name)) visit(name)
  return circles
}

/**
 * At each level of the tree, the arrows between what stands there: between the folders of a folder, and the files beside
 * them. `''` is the level of the top folders.
 */
export function levelsOf(imports: readonly Import[]): Map<string, { from: string; to: string }[]> {
  const levels = new Map<string, { from: string; to: string }[]>()
  for (const { from, to } of imports) {
    const [own, other] = [from.split('/'), to.split('/')]
    let depth = 0
    while (own[depth] === other[depth] && depth < own.length) depth++
    const level = own.slice(0, depth).join('/')
    const arrow = { from: own[depth] ?? '', to: other[depth] ?? '' }
    levels.set(level, [...(levels.get(level) ?? []), arrow])
  }
  return levels
}
