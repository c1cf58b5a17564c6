/** The page's style. System typefaces only; nothing is fetched. */
export const STYLE = `
:root{--bg:#f4f5f2;--card:#fff;--ink:#1b2420;--soft:#55615b;--line:#dcdfd9;--faint:#eceeea;--link:#0b5a8a;--focus:#0b5a8a;
--pass:#2f7d57;--fail:#c02a22;--warn:#a05f00;--error:#7d3c98;--blocked:#3c62a0;--untested:#7a817d;--note:#17717f;--unsupported:#8a928d;--disabled:#a9b0ab;
--failbg:#fbe9e7;--acc:#cfe6da;--accink:#1c5a3c;--ref:#e6e3d6;--refink:#6a6248;--mono:ui-monospace,"SF Mono","Cascadia Mono",Menlo,Consolas,"DejaVu Sans Mono",monospace}
@media(prefers-color-scheme:dark){:root{--bg:#131815;--card:#1b211e;--ink:#e6ebe7;--soft:#9aa69f;--line:#303833;--faint:#252c28;--link:#7cc4ef;--focus:#7cc4ef;
--pass:#5cbb8b;--fail:#ff7468;--warn:#e9a63f;--error:#c792e0;--blocked:#84abea;--untested:#8f9994;--note:#52bccb;--unsupported:#7f8a84;--disabled:#5c6660;
--failbg:#3a1f1d;--acc:#1f4a37;--accink:#9fe0c0;--ref:#35332a;--refink:#c2b993}}
*{box-sizing:border-box}
html{scroll-padding-top:52px;-webkit-text-size-adjust:100%}
body{margin:0;background:var(--bg);color:var(--ink);font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",sans-serif}
.wrap{max-width:1180px;margin:0 auto;padding:0 24px}
a{color:var(--link);text-decoration-thickness:1px;text-underline-offset:2px}
code,.p,.ids,.url,pre{font-family:var(--mono);font-size:.86em}
:focus-visible{outline:2px solid var(--focus);outline-offset:2px;border-radius:3px}
.skip{position:absolute;left:-999px}.skip:focus{left:8px;top:8px;background:var(--card);padding:8px;z-index:9}
h2{font-size:20px;margin:0 0 14px;letter-spacing:-.01em}
h3{font-size:15px;margin:0}
button,select,input{font:inherit;color:inherit}
.y{display:block;color:var(--soft);overflow-wrap:anywhere}
.none{color:var(--soft)}
.top{padding:22px 0 26px}
.brand{margin:0 0 30px;display:flex;gap:8px;flex-wrap:wrap;color:var(--soft);font-size:13px}
.brand b{color:var(--ink);letter-spacing:-.01em}.brand span{margin-left:auto;font-family:var(--mono);font-size:12px}
.brand abbr{text-decoration:none}
h1{font-size:clamp(34px,6vw,58px);line-height:1.02;letter-spacing:-.035em;font-weight:680;margin:0 0 10px;text-wrap:balance}
.good h1{color:var(--pass)}.bad h1{color:var(--fail)}.unknown h1{color:var(--warn)}
.why{font-size:18px;margin:0 0 26px;max-width:62ch}
.facts{display:flex;flex-wrap:wrap;gap:16px 30px;margin:0}
.facts>div:first-child{flex-basis:100%}
.facts dt{font-size:12.5px;color:var(--soft)}.facts dd{margin:0;font-variant-numeric:tabular-nums}
.facts .url{display:block;color:var(--soft);font-size:12px;overflow-wrap:anywhere}
.strip{display:block;width:100%;height:34px;border-radius:4px;background:var(--faint)}
.f-pass{fill:var(--pass);opacity:.5}.f-fail{fill:var(--fail)}.f-warn{fill:var(--warn)}.f-error{fill:var(--error)}.f-blocked{fill:var(--blocked)}
.f-untested{fill:var(--untested);opacity:.45}.f-note{fill:var(--note)}.f-unsupported{fill:var(--unsupported);opacity:.55}.f-disabled{fill:var(--disabled);opacity:.4}
.strip .f-fail,.strip .f-warn,.strip .f-error{stroke:currentColor;stroke-width:2px;vector-effect:non-scaling-stroke}
.strip .f-fail{stroke:var(--fail)}.strip .f-warn{stroke:var(--warn)}.strip .f-error{stroke:var(--error)}
.counts{display:flex;flex-wrap:wrap;gap:6px;margin:12px 0 30px}
.counts button{display:flex;align-items:center;gap:7px;background:none;border:1px solid transparent;border-radius:7px;padding:6px 10px 6px 8px;cursor:pointer}
.counts button:hover{background:var(--faint)}
.counts button[aria-pressed=true]{background:var(--card);border-color:currentColor}
.counts button:disabled{opacity:.4;cursor:default;background:none}
.counts b{font-variant-numeric:tabular-nums}.counts span{color:var(--soft)}
.i{width:15px;height:15px;flex:none}
.k{fill:none;stroke:var(--card);stroke-width:1.8;stroke-linecap:round;stroke-linejoin:round}.s{fill:none;stroke:currentColor;stroke-width:1.8}
.i-pass,.v-pass{color:var(--pass)}.i-fail,.v-fail{color:var(--fail)}.i-warn,.v-warn{color:var(--warn)}.i-error,.v-error{color:var(--error)}.i-blocked,.v-blocked{color:var(--blocked)}
.i-untested,.v-untested{color:var(--untested)}.i-note,.v-note{color:var(--note)}.i-unsupported,.v-unsupported{color:var(--unsupported)}.i-disabled,.v-disabled{color:var(--disabled)}
.attention{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,440px),1fr));gap:34px 40px;margin-bottom:38px}
.panel h2{font-size:16px;padding-bottom:8px;border-bottom:1px solid var(--line);margin-bottom:6px}.panel h2 span{color:var(--soft);font-weight:400}
.panel ul{list-style:none;margin:0;padding:0}.panel li{padding:7px 0 7px 24px;position:relative}
.panel li .i{position:absolute;left:0;top:11px}.panel li a{font-family:var(--mono);font-size:.86em;overflow-wrap:anywhere}
.wv,.v i{font-style:normal;font-size:12px;color:var(--soft)}
.cause{padding:7px 0}.cause summary{cursor:pointer}.cause .y{padding-left:17px}.cause ul{padding-left:17px}.cause b{font-family:var(--mono);font-size:.9em}
.tabs{position:sticky;top:0;z-index:5;background:var(--bg);border-block:1px solid var(--line);margin-bottom:30px}
.tabs .wrap{display:flex;gap:24px;overflow-x:auto;scrollbar-width:none}
.tabs a{padding:11px 0;color:var(--soft);text-decoration:none;white-space:nowrap;border-bottom:2px solid transparent;margin-bottom:-1px}.tabs a:hover,.tabs a.on{color:var(--ink);border-color:var(--ink)}
main>section{margin-bottom:58px}
.tools{display:flex;flex-wrap:wrap;gap:8px;margin:0 0 20px;align-items:center}.tools[hidden]{display:none}
.tools input,.tools select,.tools button,#nothing button{background:var(--card);border:1px solid var(--line);border-radius:7px;padding:7px 10px;min-width:0}
.tools input{flex:1 1 240px}.tools select{max-width:220px}.tools button,#nothing button{cursor:pointer}.tools output{color:var(--soft);margin-left:6px;font-variant-numeric:tabular-nums}
.res{margin-bottom:26px}.res>h3{margin:0 0 8px;color:var(--soft);font-weight:600}
.op{background:var(--card);border:1px solid var(--line);border-bottom-width:0;content-visibility:auto;contain-intrinsic-size:auto 44px}
.res .op:first-of-type{border-radius:8px 8px 0 0}.res .op:last-of-type{border-bottom-width:1px;border-radius:0 0 8px 8px}.res .op:only-of-type{border-radius:8px}
summary{cursor:pointer;list-style:none}summary::-webkit-details-marker{display:none}
.cause summary::before,.op>summary::before{content:"";width:0;height:0;border:4px solid transparent;border-left:6px solid var(--soft);border-right:0;flex:none;display:inline-block;margin-right:8px}
[open]>summary::before{transform:rotate(90deg)}
.op>summary{display:flex;align-items:center;gap:10px;padding:10px 14px;min-height:44px}.op>summary::before{margin:0}
.op>summary:hover,.r>summary:hover{background:var(--faint)}
.m{font-size:12px;font-weight:650;color:var(--soft);min-width:48px}.p{overflow-wrap:anywhere}.o{color:var(--soft);font-size:13px}
.bar{width:110px;height:6px;border-radius:3px;margin-left:auto;flex:none;background:var(--faint)}
.n{font-size:13px;min-width:150px;text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}.n span{color:var(--soft)}.n b{font-weight:600}
.r{border-top:1px solid var(--faint)}
.r>summary{display:grid;grid-template-columns:15px 92px minmax(0,1fr) minmax(0,280px) 58px;gap:2px 10px;padding:8px 14px 8px 30px;align-items:start}
.r>summary .i{margin-top:4px}.v{font-weight:560;font-size:14px}.v i{display:block;font-weight:400}
.r code{color:var(--soft);overflow-wrap:anywhere;padding-top:1px}.l{font-size:11.5px;font-weight:650;color:var(--soft);text-align:right;padding-top:3px}.l-MAY,.l-SHOULD{font-weight:400}
.r[open]{background:color-mix(in srgb,var(--faint) 45%,var(--card))}
.r:target>summary{box-shadow:inset 3px 0 var(--focus)}
.d{padding:8px 14px 18px 55px}.d dl{display:grid;grid-template-columns:max-content minmax(0,1fr);gap:3px 18px;margin:0 0 4px;font-size:14px}.d dt{color:var(--soft)}.d dd{margin:0;overflow-wrap:anywhere}.ids{color:var(--soft)}
.x{border:1px solid var(--line);border-radius:8px;margin-top:14px;background:var(--card);overflow:hidden}
.x>header{display:flex;flex-wrap:wrap;gap:4px 12px;align-items:baseline;padding:9px 14px;border-bottom:1px solid var(--line);font-size:13px}
.x>header b{font-family:var(--mono);overflow-wrap:anywhere;font-weight:600}.x .st{font-weight:650;font-variant-numeric:tabular-nums}.st.s5{color:var(--fail)}.x>header span{color:var(--soft)}.x>header .st{color:inherit}.x>header .st.s5{color:var(--fail)}
.x>header .id{margin-left:auto;font-family:var(--mono)}
.pb{margin:0;padding:10px 14px;background:var(--failbg);list-style:none;font-size:14px}.pb li{padding:2px 0;overflow-wrap:anywhere}.pb code{font-weight:600;color:var(--fail)}
.x .two{display:grid;grid-template-columns:repeat(2,minmax(0,1fr))}.x .two>div{padding:10px 14px;min-width:0}.x .two>div+div{border-left:1px solid var(--line)}
.x h4{margin:0 0 6px;font-size:13px;font-weight:600}.x .hd{margin:0 0 8px;color:var(--soft);font:12px/1.5 var(--mono);overflow-wrap:anywhere}
.x pre{margin:0;font-size:12px;line-height:1.5;overflow:auto;max-height:460px;tab-size:2}.x pre span{display:block;min-height:1.5em;white-space:pre}.x pre .mk{background:var(--failbg);box-shadow:inset 2px 0 var(--fail);padding-left:6px;margin-left:-6px;width:max-content;min-width:calc(100% + 6px)}.x pre em{font-style:normal;color:var(--fail);padding-left:14px}.x pre .gap{color:var(--soft)}
.cu{display:flex;gap:10px;border-top:1px solid var(--line);padding:8px 8px 8px 14px;align-items:start}.cu code{flex:1;overflow-wrap:anywhere;padding-top:4px;color:var(--ink)}.cu button{background:none;border:1px solid var(--line);border-radius:6px;padding:2px 10px;cursor:pointer;font-size:13px}
.scroll{overflow-x:auto}
.plain{border-collapse:collapse;width:100%;font-size:14px}.plain th{text-align:left;font-weight:600;color:var(--soft);font-size:13px}.plain th,.plain td{padding:6px 16px 6px 0;border-bottom:1px solid var(--line);vertical-align:top}.plain .num{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
.dots{width:206px;height:14px;display:block}.dots path{stroke:var(--line)}.dots circle{fill:var(--link);opacity:.55}
.features{font-size:14px}.features code{margin-right:8px;color:var(--soft)}
.erratum{padding:0 0 14px;max-width:80ch}.erratum p{margin:4px 0}.erratum:target h3{color:var(--link)}
.legend{display:flex;flex-wrap:wrap;gap:8px 22px;align-items:center;font-size:13.5px;color:var(--soft);margin-bottom:12px}.legend>span{display:flex;align-items:center;gap:8px}
.q{display:grid;grid-template-columns:repeat(2,58px);gap:2px}.q i{font-style:normal;font-size:11.5px;border:1px solid var(--line);border-radius:3px;text-align:center;line-height:18px;background:var(--card)}.w{display:grid;font-size:12px;line-height:20px}
.odd{margin:0 0 12px}p.odd b{color:var(--fail)}
.mx{border-collapse:separate;border-spacing:3px}.mx th{font-weight:400;font-size:13px}.mx tbody th{text-align:right;padding-right:8px;white-space:nowrap;position:sticky;left:0;background:var(--bg)}.mx tbody th a{color:inherit;text-decoration:none}.mx tbody th a:hover{text-decoration:underline}
.mx thead th{height:128px;vertical-align:bottom;width:54px;padding:0}.mx thead th span{writing-mode:vertical-rl;transform:rotate(180deg);font-size:11.5px;letter-spacing:.02em;color:var(--soft);margin:0 auto;display:block}
.mx td{padding:0;width:54px;min-width:54px;line-height:0}
.c{display:inline-grid;place-items:center;width:26px;height:20px;margin:0 1px 1px 0;font:600 13px/1 var(--mono);font-style:normal;border-radius:3px}
.mx .c:nth-child(even){margin-right:0}
.c-accepted{background:var(--acc);color:var(--accink)}.c-refused{background:var(--ref);color:var(--refink)}.c-broken{background:var(--fail);color:var(--card)}.c-unreached{color:var(--disabled)}
.c.doc{box-shadow:inset 0 0 0 1.5px var(--ink)}.c-unreached.doc{box-shadow:inset 0 0 0 1px var(--disabled)}.c.doc.odd{box-shadow:inset 0 0 0 2.5px var(--fail)}
.c:hover,.c:focus{outline:2px solid var(--focus);outline-offset:0}.mx .c[data-r]{cursor:pointer}.legend .c:hover{outline:0}
.said{position:sticky;bottom:0;background:var(--bg);border-top:1px solid var(--line);padding:9px 0;margin:8px 0 0;font-size:14px;color:var(--soft)}
footer{padding-block:20px 40px;color:var(--soft);font-size:13px;border-top:1px solid var(--line)}
.gone{display:none!important}
@media(max-width:800px){.c{width:20px;height:18px;font-size:11px}.mx thead th,.mx td{width:42px;min-width:42px}.wrap{padding:0 16px}.brand span{margin-left:0;flex-basis:100%}.o,.bar{display:none}.n{margin-left:auto;min-width:0}.op>summary{flex-wrap:wrap}.m{min-width:0}.p{flex:1}
.r>summary{grid-template-columns:15px 1fr auto;padding-left:14px}.r>summary .t{grid-column:2/-1;grid-row:2}.r>summary code{grid-column:2/-1;grid-row:3}.r>summary .i{grid-row:1;grid-column:1}.r>summary .v{grid-row:1;grid-column:2}.v i{display:inline;margin-left:6px}.r>summary .l{grid-row:1;grid-column:3}.d{padding:4px 14px 16px}.x .two{grid-template-columns:minmax(0,1fr)}.x .two>div+div{border-left:0;border-top:1px solid var(--line)}.tools select{max-width:none;flex:1 1 130px}.facts{gap:12px 26px}}
@media print{:root{--bg:#fff;--card:#fff}body{font-size:10pt}.tabs,.tools,.skip,.cu button,.said{display:none!important}.op{content-visibility:visible;break-inside:auto}.r,.panel li,.x{break-inside:avoid}*{-webkit-print-color-adjust:exact;print-color-adjust:exact}.x pre{max-height:none;white-space:pre-wrap}}
`
