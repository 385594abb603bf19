//! equilint reads policy documents and says what they say, and fail to say, about equity.
//!
//! The floors, from the ground up; a module imports only from floors below its own (`tests/it/floors.rs` keeps it so).
//!
//! | floor | modules | what it is |
//! | --- | --- | --- |
//! | 0 | [`text`] | spans, lines, edits: no policy, no files |
//! | 1 | [`document`] | bytes of any format → prose with a way back |
//! | 2 | [`finding`] | what can be said, where, and how to mend it |
//! | 3 | [`rule`] | TOML → rules; rules × one document |
//! | 4 | [`engine`] | rules × documents → report |
//! | 5 | `config`, `files`, [`isolate`] | what the user chose; the disk; a PDF read in a process of its own |
//! | 6 | `output` | a report, drawn |
//! | 7 | `cli` | front doors |

#![cfg_attr(
    test,
    allow(
        clippy::string_slice,
        reason = "a test that slices wrongly fails, as it should"
    )
)]

pub mod cli;
pub mod config;
pub mod document;
pub mod engine;
pub mod files;
pub mod finding;
pub mod isolate;
pub mod output;
pub mod rule;
pub mod text;
