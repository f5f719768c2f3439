//! The language server: the protocol's rim around the engine.

mod client;
mod context;
mod convert;
mod definition;
#[cfg(test)]
mod fixture;
mod frame_at;
mod frames;
mod hover;
mod snapshot;
mod source;
mod traced;
mod transport;
mod uri;
