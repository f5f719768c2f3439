// The other side of test/lib/bench.mjs: does in the extension host what a check asks for, and tells what there is.
const http = require('node:http');
const vscode = require('vscode');

const channels = new Map();

function channel(name, log) {
  if (!channels.has(name)) channels.set(name, log ? vscode.window.createOutputChannel(name, { log: true }) : vscode.window.createOutputChannel(name));
  return channels.get(name);
}

const tabName = (tab) => tab.label + (tab.isDirty ? ' *' : '') + (tab.isActive ? ' <' : '');

const does = {
  state: () => ({
    documents: vscode.workspace.textDocuments.map((one) => ({ uri: one.uri.toString(), language: one.languageId, dirty: one.isDirty })),
    tabs: vscode.window.tabGroups.all.flatMap((group) => group.tabs.map(tabName)),
    active: vscode.window.activeTextEditor && {
      uri: vscode.window.activeTextEditor.document.uri.toString(),
      selection: { start: vscode.window.activeTextEditor.selection.start, end: vscode.window.activeTextEditor.selection.end },
      selected: vscode.window.activeTextEditor.document.getText(vscode.window.activeTextEditor.selection),
    },
    diagnostics: vscode.languages.getDiagnostics().flatMap(([uri, all]) =>
      all.filter((one) => one.source === 'loglore').map((one) => ({ uri: uri.toString(), id: one.code?.value ?? one.code, line: one.range.start.line, message: one.message })),
    ),
    terminals: vscode.window.terminals.map((one) => ({ name: one.name, integrated: one.shellIntegration !== undefined })),
    extensions: vscode.extensions.all.filter((one) => /loglore/.test(one.id)).map((one) => ({ id: one.id, active: one.isActive })),
    trusted: vscode.workspace.isTrusted,
  }),
  text: async ({ uri }) => (await vscode.workspace.openTextDocument(vscode.Uri.parse(uri))).getText(),
  append: ({ name, text, log }) => (log ? channel(name, true).error(text) : channel(name).append(text)),
  show: ({ name }) => channel(name).show(true),
  clear: ({ name }) => channel(name).clear(),
  command: async ({ name, args }) => {
    // What a command gives back may be anything, also what is no JSON.
    await vscode.commands.executeCommand(name, ...(args ?? []));
  },
  select: async ({ uri, from, to }) => {
    const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(uri));
    await vscode.window.showTextDocument(document, { selection: new vscode.Range(from, 0, to, 0) });
  },
  untitled: async ({ language, content }) => {
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument({ language, content }));
  },
  setting: async ({ name, value }) => {
    await vscode.workspace.getConfiguration().update(name, value, vscode.ConfigurationTarget.Global);
  },
  closeTerminals: () => vscode.window.terminals.forEach((one) => one.dispose()),
  test: ({ message, output }) => {
    const controller = vscode.tests.createTestController('bench', 'bench');
    const item = controller.createTestItem('one', 'one', vscode.Uri.joinPath(vscode.workspace.workspaceFolders[0].uri, 'train.py'));
    item.range = new vscode.Range(0, 0, 0, 1);
    controller.items.add(item);
    const run = controller.createTestRun(new vscode.TestRunRequest([item]));
    run.started(item);
    run.appendOutput(output.replace(/\n/g, '\r\n'), undefined, item);
    run.failed(item, new vscode.TestMessage(message));
    run.end();
  },
  debug: ({ text }) => vscode.debug.startDebugging(undefined, { type: 'bench', request: 'launch', name: 'program', text }),
  clipboard: () => vscode.env.clipboard.readText(),
  closeAll: async () => {
    // A question whether to save would wait for an answer for ever.
    for (const document of vscode.workspace.textDocuments.filter((one) => one.isDirty)) {
      await vscode.window.showTextDocument(document);
      await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    }
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  },
  task: async ({ command }) => {
    const task = new vscode.Task({ type: 'shell' }, vscode.TaskScope.Workspace, 'check', 'bench', new vscode.ShellExecution(command));
    await vscode.tasks.executeTask(task);
  },
};

/** A program under a debugger that prints a text and ends. */
class Program {
  constructor(text) {
    this.text = text;
    this.sent = new vscode.EventEmitter();
    this.onDidSendMessage = this.sent.event;
  }

  handleMessage(message) {
    const answer = (body) => this.sent.fire({ type: 'response', seq: 0, request_seq: message.seq, success: true, command: message.command, body });
    const tell = (event, body) => this.sent.fire({ type: 'event', seq: 0, event, body });
    answer({});
    if (message.command === 'initialize') tell('initialized');
    if (message.command === 'launch') {
      tell('output', { category: 'stderr', output: this.text });
      tell('terminated');
    }
  }

  dispose() {
    this.sent.dispose();
  }
}

exports.activate = (context) => {
  context.subscriptions.push(
    vscode.debug.registerDebugAdapterDescriptorFactory('bench', {
      createDebugAdapterDescriptor: (session) => new vscode.DebugAdapterInlineImplementation(new Program(session.configuration.text)),
    }),
  );
  const server = http.createServer((request, response) => {
    let body = '';
    request.on('data', (piece) => (body += piece));
    request.on('end', () => {
      const { what, ...rest } = JSON.parse(body);
      Promise.resolve()
        .then(() => does[what](rest))
        .then(
          (answer) => response.end(JSON.stringify({ answer: answer ?? null })),
          (error) => response.end(JSON.stringify({ error: String(error?.stack ?? error) })),
        );
    });
  });
  server.listen(Number(process.env.BENCH_PORT), '127.0.0.1');
  context.subscriptions.push({ dispose: () => server.close() });
};
