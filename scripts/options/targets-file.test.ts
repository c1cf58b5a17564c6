import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Command } from 'commander'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { command as run } from '../commands/run.ts'
import { readTargetsFile } from './targets-file.ts'
import { filled } from './values.ts'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'stackproof-targets-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const read = (text: string) => {
  const file = join(folder, 'targets.yaml')
  writeFileSync(file, text)
  const command = new Command('run')
  run.options(command)
  for (const option of command.options)
    if (option.required && option.parseArg === undefined) option.argParser(filled)
  return readTargetsFile(file, command).map(({ name, place, options }) => ({
    name,
    place: place.slice(folder.length + 1),
    options: Object.fromEntries(options.map(({ option, value }) => [option.long, value])),
  }))
}

test.each([
  ['YAML', '- name: east\n  os-cloud: acme\n  footprint: admin\n- {name: west, skip: [a.b, c.d]}\n', 3],
  [
    'JSON',
    '[{"name": "east", "os-cloud": "acme", "footprint": "admin"},\n {"name": "west", "skip": ["a.b", "c.d"]}]',
    2,
  ],
])('%s names targets with their options', (_, text, line) => {
  expect(read(text)).toMatchObject([
    { name: 'east', options: { '--os-cloud': 'acme', '--footprint': 'admin' } },
    { name: 'west', place: expect.stringMatching(/:\d+$/), options: { '--skip': ['a.b', 'c.d'] } },
  ])
  expect(read(text)[1]!.place).toMatch(new RegExp(`^targets.yaml:${line}$|^targets.yaml:${line + 1}$`))
})

test.each([
  ['', /targets\.yaml: must be a list of targets/],
  ['name: east', /:1: must be a list of targets/],
  ['[]', /:1: must be a list of targets/],
  ['- east', /:1: a target must have a name and options/],
  ['- {os-cloud: acme}', /:1: a target needs one name/],
  ['- {name: ../etc}', /:1: a target needs one name/],
  ['- {name: ".."}', /:1: a target needs one name/],
  ['- {name: a}\n- {name: A}', /:2: the name A is taken already, at .*:1$/],
  [
    '- {name: a}\n- {name: b, footprnt: admin}',
    /:2: footprnt is no option of stackproof run \(Did you mean footprint\?\)/,
  ],
  ['- {name: a}\n- {name: b, footprint: all}', /:2: footprint 'all' is invalid/],
  ['- {name: a, password: p}', /:1: password is a secret/],
  ['- {name: a, report: r}', /:1: report does not belong to a target/],
  ['- {name: a, targets: t}', /:1: targets does not belong to a target/],
  ['- {name: a', /:1 is not YAML/],
])('%j is refused where it is wrong, in one line', (text, message) => {
  expect(() => read(text)).toThrow(message)
  try {
    read(text)
  } catch (error) {
    expect((error as Error).message).not.toContain('\n')
  }
})
