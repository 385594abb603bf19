//! The process: parse, run, exit code.

use std::{env, process::ExitCode};

use equilint::{cli, isolate};

fn main() -> ExitCode {
    if let Some(code) = isolate::answer(env::args_os().nth(1).as_deref()) {
        return code;
    }
    cli::run(env::args_os()).into()
}
