//! The language server: the protocol's rim around the engine.

// Standard output is the protocol's.
#![deny(clippy::print_stdout)]

mod backend;
mod client;
mod code_action;
mod code_lens;
mod comment;
mod completion;
mod context;
mod convert;
mod deed;
mod definition;
mod diagnostics;
mod document_link;
mod document_symbol;
mod documents;
mod draft;
mod entry_file;
mod fixes;
#[cfg(test)]
mod fixture;
mod folding_range;
mod frame_at;
mod frames;
mod hover;
mod ignore;
mod in_force;
mod initialize;
mod inlay_hint;
mod json_cursor;
mod loader;
mod occurrence;
mod pages;
mod parent;
mod phrases;
mod pointed;
mod progress;
mod publish;
mod pull;
mod register;
mod said;
mod session;
mod snapshot;
mod snippet_edit;
mod source;
mod source_marks;
mod traced;
mod transport;
mod uri;
mod words;
mod workspace_symbol;

pub use session::{Channel, Start, run, serve};
