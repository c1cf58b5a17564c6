import { raw } from 'hono/html'

/** One shape a verdict, drawn on 16 by 16, so that verdicts differ without their colours. */
export const ICONS = raw(`<svg width="0" height="0" hidden aria-hidden="true"><defs>
<symbol id="i-pass" viewBox="0 0 16 16"><circle cx="8" cy="8" r="7" fill="currentColor"/><path d="M4.8 8.3l2.2 2.2 4.3-4.8" class="k"/></symbol>
<symbol id="i-fail" viewBox="0 0 16 16"><path d="M5 1h6l4 4v6l-4 4H5l-4-4V5z" fill="currentColor"/><path d="M5.4 5.4l5.2 5.2M10.6 5.4l-5.2 5.2" class="k"/></symbol>
<symbol id="i-warn" viewBox="0 0 16 16"><path d="M8 1.2L15.4 14.6H.6z" fill="currentColor" stroke="currentColor" stroke-linejoin="round"/><path d="M8 6v4M8 12.2v.1" class="k"/></symbol>
<symbol id="i-error" viewBox="0 0 16 16"><path d="M8 .8L15.2 8 8 15.2.8 8z" fill="currentColor"/><path d="M8 4.6v4.2M8 11.2v.1" class="k"/></symbol>
<symbol id="i-blocked" viewBox="0 0 16 16"><circle cx="8" cy="8" r="6" class="s"/><path d="M3.9 3.9l8.2 8.2" class="s"/></symbol>
<symbol id="i-untested" viewBox="0 0 16 16"><circle cx="8" cy="8" r="6" class="s" stroke-dasharray="2.4 2.31"/></symbol>
<symbol id="i-note" viewBox="0 0 16 16"><rect x="1.5" y="1.5" width="13" height="13" rx="3" fill="currentColor"/><path d="M8 7.4v4M8 4.6v.1" class="k"/></symbol>
<symbol id="i-unseen" viewBox="0 0 16 16"><rect x="2" y="2" width="12" height="12" rx="3" class="s"/><path d="M8 7.6v3.4M8 4.9v.1" class="s"/></symbol>
<symbol id="i-unsupported" viewBox="0 0 16 16"><circle cx="8" cy="8" r="6" class="s"/><path d="M5 8h6" class="s"/></symbol>
<symbol id="i-disabled" viewBox="0 0 16 16"><circle cx="8" cy="8" r="2.6" fill="currentColor"/></symbol>
</defs></svg>`)
