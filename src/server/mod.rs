//! The language server: the protocol's rim around the engine.

mod frames;
mod transport;
