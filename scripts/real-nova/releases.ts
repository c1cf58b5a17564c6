import { join } from 'node:path'
import { PACKAGE_ROOT } from '../../spec/package-root.ts'
import { UsageError } from '../errors.ts'

/** A release of Debian whose packages are the cloud. */
export interface Release {
  name: string
  /** Where all of it is, unless REAL_NOVA_DIR says otherwise. */
  folder: string
  /** What is installed into a root of its own, the folder; absent: the machine itself has that release. */
  suite?: string
  /** Free memory that bringing it up needs, in MiB. */
  memory: number
  /** What a run against it is expected to find, of scripts/real-nova/. */
  expected: string
}

const releases: readonly Release[] = [
  { name: '12', folder: '/tmp/stackproof-real-nova', memory: 3000, expected: 'expected.yaml' },
  {
    name: '13',
    folder: '/tmp/stackproof-real-nova-13',
    suite: 'trixie',
    memory: 3500,
    expected: 'expected-13.yaml',
  },
]

/** The releases there are. */
export const releaseNames = releases.map(({ name }) => name)

/** The release of that name, in the folder that was asked for. @throws UsageError where there is none */
export function releaseNamed(name: string, folder = process.env.REAL_NOVA_DIR): Release {
  const release = releases.find((each) => each.name === name)
  if (release === undefined)
    throw new UsageError(`--release ${name}: there are the releases ${releaseNames.join(' and ')}`)
  return folder === undefined ? release : { ...release, folder }
}

/** Where the files of the cloud are, as this machine sees them: clouds.yaml, process ids, logs. */
export const cloudFolder = ({ folder, suite }: Release): string =>
  suite === undefined ? folder : join(folder, 'real-nova')

/** The file with what is expected of that release. */
export const expectedFile = ({ expected }: Release): string =>
  join(PACKAGE_ROOT, 'scripts', 'real-nova', expected)
