/** How the page looks, in light and dark, on a screen, a telephone and paper. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --ground: #f6f5f2; --card: #fff; --ink: #1d1d22; --quiet: #63636e; --rule: #e3e1dc;
  --accent: #5b3fa8; --soft: #e4def5; --others: #8a8a94;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #131317; --card: #1c1c22; --ink: #ececf1; --quiet: #a3a3b0; --rule: #33333c;
    --accent: #b69cff; --soft: #372c59; --others: #8f8f9c;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0; background: var(--ground); color: var(--ink);
  font: 16px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "DejaVu Sans", sans-serif;
}
main, header, footer { max-width: 900px; margin: 0 auto; padding: 0 20px; }
header { padding-top: 44px; }
h1 { font-size: 30px; line-height: 1.2; margin: 0 0 6px; letter-spacing: -0.015em; }
h2 { font-size: 23px; line-height: 1.25; margin: 0; letter-spacing: -0.01em; overflow-wrap: anywhere; }
h3 { font-size: 18px; margin: 40px 0 8px; }
h4 { font-size: 15px; margin: 26px 0 6px; color: var(--quiet); font-weight: 600; }
p { margin: 0 0 14px; max-width: 68ch; }
.quiet, figcaption, caption, footer { color: var(--quiet); font-size: 14px; }
section.file { border-top: 1px solid var(--rule); margin-top: 36px; padding-top: 28px; }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(150px, 1fr)); gap: 12px; margin: 20px 0 8px; }
.tile { background: var(--card); border: 1px solid var(--rule); border-radius: 10px; padding: 12px 16px; }
.tile b { display: block; font-size: 23px; font-weight: 600; line-height: 1.3; font-variant-numeric: tabular-nums; }
.tile span { color: var(--quiet); font-size: 13px; display: block; line-height: 1.4; }
figure { margin: 14px 0; background: var(--card); border: 1px solid var(--rule); border-radius: 10px; padding: 14px 16px; min-width: 0; }
figcaption { margin-bottom: 8px; }
.pair { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 16px; }
.pair > figure { margin: 7px 0; }
svg { max-width: 100%; height: auto; display: block; margin: 0 auto; --plot-background: var(--card); }
.on-phone { display: none; }
table { border-collapse: collapse; width: 100%; font-size: 14px; font-variant-numeric: tabular-nums; }
caption { text-align: left; padding-bottom: 6px; }
th, td { padding: 5px 10px; text-align: right; border-bottom: 1px solid var(--rule); white-space: nowrap; }
th:first-child { text-align: left; padding-left: 0; font-weight: 400; }
td:last-child, th:last-child { padding-right: 0; }
thead th, thead th:first-child { color: var(--quiet); font-weight: 600; font-size: 13px; }
tr.own th, tr.sum th, tr.sum td, th b { font-weight: 600; }
tr.sum th, tr.sum td { border-bottom: 0; border-top: 1px solid var(--quiet); }
.scroll { overflow-x: auto; margin: 12px 0; }
.items { display: grid; gap: 14px 12px; grid-template-columns: repeat(auto-fill, minmax(122px, 1fr)); }
.items.large { grid-template-columns: 1fr; }
.item { font-size: 13px; color: var(--quiet); line-height: 1.4; }
.item div { display: grid; grid-template-columns: 1fr 1fr; gap: 3px; margin-bottom: 4px; }
.item img { width: 100%; height: auto; display: block; image-rendering: pixelated; border-radius: 3px; }
.large .item img { image-rendering: auto; }
.scale { display: flex; align-items: center; gap: 8px; font-size: 13px; color: var(--quiet); margin-top: 14px; }
.scale i { flex: 0 1 260px; height: 10px; border-radius: 5px; }
details { margin: 8px 0 16px; }
summary { cursor: pointer; color: var(--quiet); font-size: 14px; }
footer { border-top: 1px solid var(--rule); margin-top: 48px; padding-top: 16px; padding-bottom: 48px; }
@media (max-width: 720px) {
  main, header, footer { padding-left: 14px; padding-right: 14px; }
  .pair { grid-template-columns: 1fr; gap: 0; }
  .on-screen { display: none; }
  .on-phone { display: block; }
  figure { padding: 12px 8px; }
  .tiles { grid-template-columns: 1fr 1fr; }
}
@media print { figure, .tile { break-inside: avoid; } }
`;
