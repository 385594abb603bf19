//! The program as people run it, and the laws it keeps.

#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::string_slice,
    clippy::iter_over_hash_type,
    reason = "tests read their own files and fail by panicking"
)]

mod action;
mod asked;
mod audit;
mod bad_input;
mod baseline;
mod browser;
mod cli;
mod compare;
mod configuration;
mod fix;
mod floors;
mod formats;
mod hostile_office;
mod hostile_outputs;
mod hostile_pdf;
mod lists;
mod missing;
mod outputs;
mod page;
mod pdf;
mod pdf_notes;
mod readme;
mod rule_files;
mod rules;
mod score;
mod seeds;
mod since;
mod structure;
mod support;
mod suppress;
mod usage;
mod watch;
mod writing;
