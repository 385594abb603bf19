//! The process: parse, run, exit code.

use std::process::ExitCode;

fn main() -> ExitCode {
    equilint::cli::run(std::env::args_os()).into()
}
