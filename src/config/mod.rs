//! `equilint.toml`: what was written, and what it means. Finding and reading the file is left to others.

mod baseline;
mod file;
mod globs;
mod mistake;
mod scope;
mod side;
mod table;

pub use baseline::{BASELINE_NAME, BaselineFile};
pub use file::{Config, KEYS, OVERRIDE_KEYS, TEMPLATE};
pub use globs::Globs;
pub use mistake::{Mistake, closest};
pub use scope::Scope;
pub use side::{SIDE_NAME, SideFile};

/// The name of the file.
pub const FILE_NAME: &str = "equilint.toml";
