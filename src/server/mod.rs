//! The language server: the protocol's rim around the engine.

mod client;
mod code_action;
mod code_lens;
mod comment;
mod context;
mod convert;
mod deed;
mod definition;
mod document_link;
mod document_symbol;
mod draft;
#[cfg(test)]
mod fixture;
mod folding_range;
mod frame_at;
mod frames;
mod hover;
mod ignore;
mod inlay_hint;
mod occurrence;
mod pages;
mod snapshot;
mod source;
mod traced;
mod transport;
mod uri;
mod words;
