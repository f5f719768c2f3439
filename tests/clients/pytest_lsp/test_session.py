"""One session on a real log, driven by an independent client: pytest-lsp with the recorded capabilities of editors.

LOGLORE names the program. pytest-lsp warns when an answer is not one that the client can take; here that is an error.
"""

import os
import pathlib
import shutil
import tempfile
import typing

import pytest
import pytest_lsp
from lsprotocol import types
from pygls.protocol import default_converter
from pytest_lsp import ClientServerConfig, LanguageClient, client_capabilities
from pytest_lsp.client import register_lsp_features

PROJECT = pathlib.Path(__file__).resolve().parents[3]
FOLDER = pathlib.Path(tempfile.mkdtemp(prefix="loglore-"))
EDITORS = ["neovim@v0.11", "neovim@v0.9", "neovim@v0.7", "emacs", "visual-studio-code"]
ENTRY = "llm/huggingface-model-load-oom-on-cpu"


def make_client() -> LanguageClient:
    """The client of pytest-lsp, which takes a code action that has a command as well as an edit for a bare command."""

    def converter():
        made = default_converter()
        made.register_structure_hook(
            typing.Union[types.Command, types.CodeAction],
            lambda value, _: made.structure(
                value, types.Command if isinstance(value.get("command"), str) else types.CodeAction
            ),
        )
        return made

    client = LanguageClient(converter_factory=converter)
    register_lsp_features(client)
    return client


@pytest_lsp.fixture(
    config=ClientServerConfig(
        client_factory=make_client,
        server_command=[os.environ["LOGLORE"], "lsp"],
        server_env={**os.environ, "XDG_CONFIG_HOME": str(FOLDER), "XDG_CACHE_HOME": str(FOLDER)},
    ),
    params=EDITORS,
)
async def client(request, lsp_client: LanguageClient):
    capabilities = client_capabilities(request.param)
    workspace = pathlib.Path(tempfile.mkdtemp(dir=FOLDER))
    for name in ["train.log", "train.py"]:
        shutil.copy(PROJECT / "examples" / name, workspace)
    root = workspace.as_uri()
    lsp_client.root = workspace
    lsp_client.edits = []

    @lsp_client.feature(types.WORKSPACE_APPLY_EDIT)
    def _(params: types.ApplyWorkspaceEditParams):
        lsp_client.edits.append(params.edit)
        return types.ApplyWorkspaceEditResult(applied=True)

    @lsp_client.feature(types.CLIENT_REGISTER_CAPABILITY)
    def _(_: types.RegistrationParams):
        return None

    lsp_client.result = await lsp_client.initialize_session(
        types.InitializeParams(
            capabilities=capabilities,
            root_uri=root,
            workspace_folders=[types.WorkspaceFolder(uri=root, name="train")],
        )
    )
    yield
    await lsp_client.shutdown_session()
    assert lsp_client._server.returncode == 0


@pytest.fixture(scope="session", autouse=True)
def tidy():
    yield
    shutil.rmtree(FOLDER)


async def opened(client: LanguageClient):
    """Opens the log; gives its address, its lines and its diagnostics, pushed or pulled as the client can."""
    log = client.root / "train.log"
    text = log.read_text()
    uri = log.as_uri()
    client.text_document_did_open(
        types.DidOpenTextDocumentParams(
            types.TextDocumentItem(uri=uri, language_id="log", version=1, text=text)
        )
    )
    if client.result.capabilities.diagnostic_provider:
        assert client.capabilities.text_document.diagnostic is not None
        report = await client.text_document_diagnostic_async(
            types.DocumentDiagnosticParams(text_document=types.TextDocumentIdentifier(uri))
        )
        diagnostics = report.items
        assert uri not in client.diagnostics, "pulled and pushed"
    else:
        while uri not in client.diagnostics:
            await client.wait_for_notification(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
        diagnostics = client.diagnostics[uri]
    return uri, text.split("\n"), diagnostics


def plain(edit: types.WorkspaceEdit) -> dict[str, list]:
    """The edits of each document, whichever form the client takes."""
    if edit.changes is not None:
        return dict(edit.changes)
    return {change.text_document.uri: change.edits for change in edit.document_changes}


@pytest.mark.asyncio
async def test_a_log_is_opened_explained_and_mended(client: LanguageClient):
    uri, lines, diagnostics = await opened(client)
    [found] = [diagnostic for diagnostic in diagnostics if diagnostic.code == ENTRY]
    assert found.source == "loglore" and found.range.start.line < len(lines)
    document = types.TextDocumentIdentifier(uri)
    inside = types.Position(found.range.start.line, found.range.start.character + 1)

    card = await client.text_document_hover_async(types.HoverParams(document, inside))
    formats = client.capabilities.text_document.hover.content_format or []
    expected = "markdown" if "markdown" in [str(getattr(f, "value", f)) for f in formats] else "plaintext"
    assert card.contents.kind.value == expected and "device_map" in card.contents.value

    frame = next(i for i, line in enumerate(lines) if "train.py" in line and line.lstrip().startswith("File "))
    at = types.Position(frame, lines[frame].index("train.py"))
    places = await client.text_document_definition_async(types.DefinitionParams(document, at))
    place = places[0] if isinstance(places, list) else places
    assert getattr(place, "target_uri", getattr(place, "uri", "")).endswith("/train.py")

    actions = await client.text_document_code_action_async(
        types.CodeActionParams(
            text_document=document,
            range=found.range,
            context=types.CodeActionContext(diagnostics=[found], trigger_kind=types.CodeActionTriggerKind.Invoked),
        )
    )
    assert actions, "nothing can be done"
    action = actions[0]
    if isinstance(action, types.CodeAction):
        if action.edit is None and action.data is not None:
            action = await client.code_action_resolve_async(action)
        edit, command = action.edit, action.command
    else:
        edit, command = None, action
    if edit is None:
        assert command.command in client.result.capabilities.execute_command_provider.commands
        params = types.ExecuteCommandParams(command=command.command, arguments=command.arguments)
        await client.workspace_execute_command_async(params)
        # The edit is asked for before the next answer is given.
        await client.text_document_hover_async(types.HoverParams(document, inside))
        [edit] = client.edits
    assert any("device_map" in e.new_text for edits in plain(edit).values() for e in edits)

    for ask in [
        client.text_document_document_symbol_async(types.DocumentSymbolParams(document)),
        client.text_document_folding_range_async(types.FoldingRangeParams(document)),
        client.text_document_document_link_async(types.DocumentLinkParams(document)),
        client.workspace_symbol_async(types.WorkspaceSymbolParams(query=ENTRY)),
    ]:
        assert await ask


@pytest.mark.asyncio
async def test_an_edit_moves_what_is_marked(client: LanguageClient):
    uri, _, before = await opened(client)
    start = types.Position(0, 0)
    client.text_document_did_change(
        types.DidChangeTextDocumentParams(
            text_document=types.VersionedTextDocumentIdentifier(uri=uri, version=2),
            content_changes=[
                types.TextDocumentContentChangePartial(range=types.Range(start, start), text="größer 😀\n")
            ],
        )
    )
    if client.result.capabilities.diagnostic_provider:
        report = await client.text_document_diagnostic_async(
            types.DocumentDiagnosticParams(text_document=types.TextDocumentIdentifier(uri))
        )
        after = report.items
    else:
        while client.diagnostics[uri] == before:
            await client.wait_for_notification(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
        after = client.diagnostics[uri]
    assert [d.range.start.line for d in after] == [d.range.start.line + 1 for d in before]
