//! What the server says of itself.

use super::*;

/// The whole answer to `initialize`, but for the version.
fn answer(capabilities: Value) -> Value {
    let mut server = Server::start();
    let mut answer = server.initialize(json!({ "capabilities": capabilities }));
    assert_eq!(answer["serverInfo"]["version"].take(), env!("CARGO_PKG_VERSION"));
    server.finish();
    answer
}

#[test]
fn a_client_that_says_nothing_of_itself_is_told_all_that_the_server_can_do() {
    insta::assert_json_snapshot!(answer(json!({})));
}

#[test]
fn a_client_that_can_do_much_is_told_more() {
    insta::assert_json_snapshot!(answer(json!({
        "general": { "positionEncodings": ["utf-8", "utf-16"] },
        "textDocument": {
            "diagnostic": { "relatedDocumentSupport": true },
            "codeAction": { "dataSupport": true, "resolveSupport": { "properties": ["edit"] } },
        },
    })));
}
