import { describe, expect, test } from 'vitest'
import type { Outcome } from './evidence.ts'
import { liveView } from './live.ts'
import { sample } from './sample-report.ts'
import { SampleScreen } from './sample-screen.ts'

const { context, evidence } = sample({ exchanges: 40 })
const header = { ...evidence.header!, waivers: [] }
const ids = context.catalogue.filter(({ level }) => level === 'MUST').map(({ id }) => id)

const outcome = (index: number, error?: Outcome['error']): Outcome => ({
  test: `t${index}`,
  name: 'n',
  file: 'f',
  line: 1,
  durationMs: 1,
  requirements: [ids[index % ids.length]!],
  state: error ? 'failed' : 'passed',
  ...(error ? { error } : {}),
})
const broken = { name: 'Broken', message: 'too many' }
const work = (many: number) => new Map(Array.from({ length: many }, (_, index) => [`t${index}`, 1] as const))

function view(isTTY: boolean, { env = {}, columns = 80, waivers = header.waivers as object[] } = {}) {
  const screen = new SampleScreen(columns)
  const written: string[] = []
  let clock = 0
  const out = {
    isTTY,
    columns,
    write: (text: string) => {
      written.push(text)
      screen.write(text)
    },
  }
  const live = liveView({
    title: 'acme-east with a name that is as long as the names of clouds are, profile compute-v2',
    header: { ...header, waivers: waivers as never },
    judging: context,
    out,
    env: { NO_COLOR: '1', ...env },
    now: () => clock,
  })
  const pass = (ms: number) => {
    clock += ms
  }
  const resize = (to: number) => {
    out.columns = to
    screen.resize(to)
  }
  return { live, written, screen, pass, resize }
}

describe('on a terminal', () => {
  test.each([100, 60, 40, 32])(
    'of %i columns, one block is drawn over itself and leaves nothing',
    (columns) => {
      const { live, screen, pass } = view(true, { columns })
      live.planned(work(100))
      for (let index = 0; index < 50; index++) {
        pass(200)
        live.started(`t${index}`, 'n', [ids[index % ids.length]!, ids[(index + 1) % ids.length]!])
        if (index === 20) live.note('stackproof: something to know')
        if (index > 30 && index < 40)
          live.waits({ what: 'an answer to GET /v2.1/servers/detail', ms: 5000, others: 1 })
        if (index === 40) live.waits(undefined)
        pass(200)
        live.finished(outcome(index, index % 7 === 3 ? broken : undefined))
      }
      // What was printed as it ran stands once, above; of the block there is one.
      const { text } = screen
      expect(text.match(/something to know/g)).toHaveLength(1)
      expect(text.match(/━/g)?.length).toBeLessThanOrEqual(columns)
      expect(text.split('\n').filter((line) => line.includes('━'))).toHaveLength(1)
      expect(text).not.toContain('waiting')
      for (const line of text.split('\n')) expect(line.length).toBeLessThan(columns)
      live.end()
      expect(screen.text.trim()).toBe('stackproof: something to know'.slice(0, 200))
    },
  )
  test.each([60, 40])('of %i columns, what is told for good breaks between words', (columns) => {
    const { live, screen } = view(true, { columns })
    const told = 'stackproof: ending gently, within 5 min: what runs may finish, then all is cleaned up.'
    live.note(told)
    live.end()
    live.note(told)
    const lines = screen.text.trim().split('\n')
    expect(lines.join(' ')).toBe(`${told} ${told}`)
    for (const line of lines) expect(line.length).toBeLessThan(columns)
  })
  test('one that becomes narrower breaks its lines: the block goes up over all of them', () => {
    const { live, screen, pass, resize } = view(true, { columns: 100 })
    live.planned(work(10))
    live.finished(outcome(1, broken))
    const rows = screen.text.split('\n').length
    resize(50)
    expect(screen.text.split('\n').length).toBeGreaterThan(rows)
    pass(1000)
    live.finished(outcome(2))
    expect(screen.text.match(/acme-east/g)).toHaveLength(1)
    expect(screen.text.match(/judged/g)).toHaveLength(1)
    live.end()
    expect(screen.text.trim()).toBe('')
  })
  test('it shows how many of the requirements are judged, and what stalls', () => {
    const { live, screen, pass } = view(true)
    live.planned(work(100))
    for (let index = 0; index < 50; index++) {
      pass(250)
      live.finished(outcome(index, index === 7 ? broken : undefined))
    }
    pass(200)
    live.waits({ what: 'an answer to GET /servers/detail', ms: 12_000, others: 2 })
    const inProfile = context.catalogue.filter((each) => context.inProfile?.('compute-v2', each) ?? true)
    expect(screen.text).toContain(`50 of ${inProfile.length} requirements judged   1 failed`)
    expect(screen.text).toContain('about 15 s left')
    expect(screen.text).toContain(`${ids[7]}: too many`)
    expect(screen.text).toContain('waiting for an answer to GET /servers/detail for 12 s, and for 2 more')
    live.end()
  })
  test('a waived failure is shown as one', () => {
    const waiver = { id: ids[7], reason: 'r', owner: 'o', expires: '2999-01-01' }
    const { live, screen, pass } = view(true, { waivers: [waiver] })
    pass(200)
    live.finished(outcome(7, broken))
    expect(screen.text).toContain('1 failed   (1 waived)')
    expect(screen.text).not.toContain('too many')
    live.end()
  })
  test('a failure is told of under what makes the target fail', () => {
    const { live, written } = view(false)
    const may = context.catalogue.find(({ level }) => level === 'MAY')!.id
    live.planned(work(1))
    live.finished({ ...outcome(0, broken), requirements: [may, ids[0]!] })
    live.end()
    expect(written.join('')).toContain(`FAIL  ${ids[0]}: too many`)
  })

  test('what the run ended before is said once', () => {
    const { live, screen } = view(true)
    live.planned(work(100))
    live.finished(outcome(0))
    live.ending()
    for (let index = 1; index < 100; index++) live.finished({ ...outcome(index), state: 'pending' })
    live.end()
    expect(screen.text.trim()).toBe('The run ended before 99 tests were done.')
  })
  test('it is not redrawn for every test', () => {
    const { live, written, pass } = view(true)
    for (let index = 0; index < 1000; index++) {
      pass(1)
      live.finished(outcome(index))
    }
    expect(written.length).toBeLessThan(15)
    live.end()
  })
})

describe('elsewhere', () => {
  test.each([
    [false, {}],
    [true, { CI: 'true' }],
  ])('lines are plain and few', (isTTY, env) => {
    const { live, written, pass } = view(isTTY, { env })
    live.planned(work(1000))
    for (let index = 0; index < 1000; index++) {
      pass(5)
      live.finished(outcome(index, index === 3 ? { ...broken, message: 'line one\nline two' } : undefined))
    }
    live.end()
    expect(written.join('')).not.toContain('\u001b')
    expect(written.join('')).toContain(`FAIL  ${ids[3]}: line one line two`)
    expect(written.length).toBeLessThan(20)
  })
  test('one cause hides no other: of a kind three are told, then that there are more', () => {
    const { live, written } = view(false)
    const ofKind = ids.filter((id) => id.endsWith('/takes-effect'))
    const other = ids.find((id) => id.endsWith('/unknown-server'))!
    ;[...ofKind, other].forEach((id, index) => {
      live.finished({ ...outcome(index, broken), requirements: [id] })
    })
    live.end()
    const text = written.join('')
    expect(text.match(/FAIL {2}\S+\/takes-effect/g)).toHaveLength(3)
    expect(text.match(/more of takes-effect stand in the report/g)).toHaveLength(1)
    expect(text).toContain(`FAIL  ${other}: too many`)
  })
  test('and of many kinds so many that a log can be read', () => {
    const { live, written } = view(false)
    ids.slice(0, 80).forEach((_, index) => {
      live.finished({ ...outcome(index, broken), requirements: [`servers.list/kind-${index}`] })
    })
    live.end()
    expect(written.join('').match(/FAIL /g)).toHaveLength(50)
    expect(written.join('').match(/what else fails stands in the report/g)).toHaveLength(1)
  })
  test('what is left does not count the time until the first test began', () => {
    const { live, written, pass } = view(false)
    live.planned(work(100))
    pass(60_000)
    for (let index = 0; index < 50; index++) {
      live.started(`t${index}`, 'n', [ids[index % ids.length]!])
      pass(200)
      live.finished(outcome(index))
    }
    expect(written.join('')).toContain('about 10 s left')
    expect(written.join('')).not.toContain('min left')
  })
  test('a target that stalls is named while it does, though no test ends', () => {
    const { live, written, pass } = view(false)
    for (let second = 0; second < 65; second++) {
      pass(1000)
      live.waits({ what: 'an answer to GET /servers', ms: second * 1000, others: 0 })
    }
    expect(written.join('').match(/waiting for an answer to GET \/servers for/g)).toHaveLength(2)
  })
  test('a start that is told after the end is no test that was not done', () => {
    const { live, written } = view(false)
    live.finished(outcome(0))
    live.started('t0', 'n', [ids[0]!])
    live.end()
    expect(written.join('')).not.toContain('The run ended before')
  })
  test('tests that did not begin are no errors: they are counted, once', () => {
    const { live, written } = view(false)
    live.planned(work(100))
    live.finished(outcome(0))
    for (let index = 1; index < 100; index++) live.finished({ ...outcome(index), state: 'pending' })
    live.end()
    expect(written.join('')).not.toContain('ERROR')
    expect(written.join('').match(/The run ended before 99 tests were done\./g)).toHaveLength(1)
  })
})
