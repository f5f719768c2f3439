//! The language server: the protocol's rim around the engine.

mod client;
mod context;
mod frames;
mod snapshot;
mod transport;
mod uri;
