//! The language server: the protocol's rim around the engine.

// Standard output is the protocol's.
#![deny(clippy::print_stdout)]

mod backend;
mod client;
mod context;
mod diagnostics;
mod documents;
mod frames;
mod in_force;
mod initialize;
mod parent;
mod publish;
mod pull;
mod register;
mod session;
mod snapshot;
mod transport;
mod uri;

pub use session::{Channel, run};
