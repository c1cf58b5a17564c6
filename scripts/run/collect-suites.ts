import { relative, sep } from 'node:path'
import { PACKAGE_ROOT } from '../../spec/package-root.ts'
import { testRunner } from './test-runner.ts'

/** Every test of the suites with the requirements that it names, and what keeps suites from being loaded; none is run. */
export async function collectSuites(): Promise<{
  tests: { ids: string[]; file: string; line: number }[]
  broken: string[]
}> {
  const { vitest, close } = await testRunner({ reporters: [{}] })
  try {
    const { testModules, unhandledErrors } = await vitest.collect()
    const file = (moduleId: string) => relative(PACKAGE_ROOT, moduleId).split(sep).join('/')
    const tests = testModules.flatMap((module) =>
      [...module.children.allTests()].map((test) => ({
        ids: (test.meta() as { requirements?: string[] }).requirements ?? [],
        file: file(module.moduleId),
        line: test.location?.line ?? 0,
      })),
    )
    const broken = testModules.flatMap((module) =>
      module.errors().map(({ message }) => `${file(module.moduleId)}: ${message}`),
    )
    return { tests, broken: [...broken, ...unhandledErrors.map((error) => String(error))] }
  } finally {
    await close()
  }
}
