// Marks in output channels: VS Code draws no squiggle in them, so this extension draws its own.
import * as vscode from 'vscode';
import type { Finding, Findings } from './findings';
import { OUTPUT_SCHEME } from './selector';

/** Characters of the note at the end of a line. */
const MAX_BADGE = 60;

const COLOURS = ['editorError.foreground', 'editorWarning.foreground', 'editorInfo.foreground', 'editorHint.foreground'] as const;

const SEVERITIES = [
  vscode.DiagnosticSeverity.Error,
  vscode.DiagnosticSeverity.Warning,
  vscode.DiagnosticSeverity.Information,
  vscode.DiagnosticSeverity.Hint,
];

/** Draws an underline and a note at the line's end for each finding in the output panel. */
export class OutputMarks implements vscode.Disposable {
  private readonly underlines = COLOURS.map((colour) =>
    vscode.window.createTextEditorDecorationType({
      textDecoration: `underline wavy var(--vscode-${colour.replace('.', '-')})`,
      overviewRulerColor: new vscode.ThemeColor(colour),
      overviewRulerLane: vscode.OverviewRulerLane.Full,
      rangeBehavior: vscode.DecorationRangeBehavior.ClosedClosed,
    }),
  );
  private readonly badge = vscode.window.createTextEditorDecorationType({
    after: { color: new vscode.ThemeColor('editorCodeLens.foreground'), margin: '0 0 0 2em', fontStyle: 'italic' },
    rangeBehavior: vscode.DecorationRangeBehavior.ClosedClosed,
  });
  private readonly listeners: vscode.Disposable[];

  constructor(private readonly findings: Findings) {
    this.listeners = [
      // An editor that shows an output channel is a new one each time, and has lost its marks.
      vscode.window.onDidChangeVisibleTextEditors(() => {
        this.drawAll();
      }),
      findings.onDidChange((uris) => {
        const changed = new Set(uris.map((uri) => uri.toString()));
        for (const editor of outputEditors()) if (changed.has(editor.document.uri.toString())) this.draw(editor);
      }),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration('loglore.output')) this.drawAll();
      }),
    ];
    this.drawAll();
  }

  private drawAll(): void {
    for (const editor of outputEditors()) this.draw(editor);
  }

  private draw(editor: vscode.TextEditor): void {
    const wanted = vscode.workspace.getConfiguration('loglore').get<boolean>('output.decorations', true);
    const found = wanted ? this.findings.of(editor.document.uri) : [];
    // As a tab the document has the editor's own squiggles.
    const inPanel = editor.viewColumn === undefined;
    this.underlines.forEach((type, severity) => {
      const ranges = found.filter((one) => inPanel && one.severity === SEVERITIES[severity]).map((one) => one.range);
      editor.setDecorations(type, ranges);
    });
    const options = found.map((one): vscode.DecorationOptions => {
      const end = editor.document.lineAt(Math.min(one.range.end.line, editor.document.lineCount - 1)).range.end;
      return { range: new vscode.Range(end, end), renderOptions: { after: { contentText: badge(one) } } };
    });
    editor.setDecorations(this.badge, options);
  }

  dispose(): void {
    for (const listener of this.listeners) listener.dispose();
    for (const type of [...this.underlines, this.badge]) type.dispose();
  }
}

function outputEditors(): vscode.TextEditor[] {
  return vscode.window.visibleTextEditors.filter((editor) => editor.document.uri.scheme === OUTPUT_SCHEME);
}

function badge(one: Finding): string {
  const text = one.works === undefined ? vscode.l10n.t('known error: hover to read') : vscode.l10n.t('known error · works: {0}', one.works);
  const line = text.replace(/\s+/g, ' ').replace(/`/g, '');
  return line.length > MAX_BADGE ? `${line.slice(0, MAX_BADGE).trimEnd()}…` : line;
}
