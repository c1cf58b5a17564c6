import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { HAS_BROWSER, launch } from '../reporters/page-browser.ts'
import { PACKAGE_ROOT } from '../spec/package-root.ts'

const picture = join(PACKAGE_ROOT, 'reporters', 'report.png')
/** What the reference cloud of the picture does: one cause of each gravity that a reader should not miss. */
const FAULTS = ['forged-token-accepted', 'servers.start-refused-yet-acts', 'servers-limit-ignored']
const WIDTH = 1120

/** Takes the picture of the README: the head of the report of a whole run, down to its causes. */
async function takePicture(): Promise<number> {
  if (!HAS_BROWSER) {
    console.log('No browser was found; on Debian: apt-get install chromium. The picture stays as it is.')
    return 1
  }
  const folder = mkdtempSync(join(tmpdir(), 'stackproof-picture-'))
  const browser = await launch()
  try {
    const run = join(PACKAGE_ROOT, 'dist', 'scripts', 'stackproof.js')
    const options = ['--no-config', '--seed', '1', '--fault', FAULTS.join(','), '--report', folder]
    const { status } = spawnSync(process.execPath, [run, 'run', ...options], { stdio: 'inherit' })
    if (status !== 1) throw new Error(`the run was expected to find faults, and ended with ${status}`)
    const page = await browser.newPage({ viewport: { width: WIDTH, height: 900 }, colorScheme: 'light' })
    await page.goto(`file://${join(folder, 'report.html')}`)
    const causes = await page.locator('.causes').boundingBox()
    if (causes === null) throw new Error('the report shows no causes')
    const height = Math.ceil(causes.y + causes.height + 24)
    await page.setViewportSize({ width: WIDTH, height })
    await page.screenshot({ path: picture })
    console.log(`reporters/report.png: ${WIDTH} by ${height} pixels, ${statSync(picture).size} bytes`)
    return 0
  } finally {
    await browser.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

process.exitCode = await takePicture()
