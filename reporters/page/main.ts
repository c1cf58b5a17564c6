import './style.css'
import { fillForPrint, fillOpened } from './exchanges.ts'
import { startFilters } from './filters.ts'
import { listenToKeys } from './keys.ts'
import { followLinks } from './links.ts'
import { walkMatrix } from './matrix.ts'
import { markSection, reachWideTables } from './tabs.ts'

// Everything from the target is put in as text, never as HTML.
fillOpened()
startFilters()
followLinks()
listenToKeys()
walkMatrix()
markSection()
reachWideTables()
addEventListener('beforeprint', () => addEventListener('afterprint', fillForPrint(), { once: true }))
