// How the card looks: in the colours and fonts of the editor's theme.

/** The style sheet of the card. */
export const STYLE = `
body { margin: 0 auto; max-width: 52rem; padding: 0.5rem 1.5rem 2rem; line-height: 1.5; overflow-wrap: anywhere;
  color: var(--vscode-foreground); background: var(--vscode-editor-background);
  font-family: var(--vscode-font-family); font-size: var(--vscode-font-size); }
h1, h2, h3 { font-size: 1.25em; line-height: 1.35; font-weight: 600; margin: 0.4em 0 0.6em; }
p { margin: 0.6em 0; }
ol, ul { padding-left: 1.6em; margin: 0.4em 0; }
li { margin: 0.5em 0; }
li > p:first-child { margin-top: 0; }
li > p { margin: 0.3em 0; }
a { color: var(--vscode-textLink-foreground); text-decoration: none; }
a:hover { color: var(--vscode-textLink-activeForeground); text-decoration: underline; }
a:focus-visible { outline: 1px solid var(--vscode-focusBorder); outline-offset: 1px; }
code { font-family: var(--vscode-editor-font-family, monospace); font-size: 0.95em; padding: 0.1em 0.3em; border-radius: 3px;
  color: var(--vscode-textPreformat-foreground); background: var(--vscode-textPreformat-background, var(--vscode-textCodeBlock-background)); }
h3 code { font-size: 0.9em; }
.code { position: relative; margin: 0.5em 0; }
pre { margin: 0; padding: 0.6em 2.2em 0.6em 0.8em; overflow-x: auto; border-radius: 4px; background: var(--vscode-textCodeBlock-background); }
pre code { padding: 0; color: var(--vscode-editor-foreground); background: none; white-space: pre-wrap; }
.copy { position: absolute; top: 0.35em; right: 0.4em; width: 1.4em; height: 1.4em; border-radius: 3px; }
.copy::before, .copy::after { content: ''; position: absolute; width: 0.62em; height: 0.72em; border: 1px solid var(--vscode-icon-foreground, currentColor);
  border-radius: 2px; background: var(--vscode-textCodeBlock-background); }
.copy::before { top: 0.2em; left: 0.48em; }
.copy::after { top: 0.4em; left: 0.26em; }
.copy:hover { background: var(--vscode-toolbar-hoverBackground); }
.place { margin: 0.2em 0 0; font-size: 0.92em; }
nav { display: flex; flex-wrap: wrap; gap: 0.4rem; margin: 0.6rem 0; }
main + nav { margin-top: 1.2rem; padding-top: 0.9rem; border-top: 1px solid var(--vscode-widget-border, var(--vscode-panel-border)); }
.button { padding: 0.25rem 0.7rem; border-radius: 3px; border: 1px solid var(--vscode-button-border, transparent);
  color: var(--vscode-button-secondaryForeground); background: var(--vscode-button-secondaryBackground); }
.button:hover { color: var(--vscode-button-secondaryForeground); background: var(--vscode-button-secondaryHoverBackground); text-decoration: none; }
.button.disabled { opacity: 0.5; cursor: not-allowed; }
em { color: var(--vscode-descriptionForeground); }
hr { border: none; border-top: 1px solid var(--vscode-panel-border); }
`;
