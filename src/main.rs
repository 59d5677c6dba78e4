//! Picks a door: a subcommand runs headless, without one the window opens.

use std::process::ExitCode;

fn main() -> ExitCode {
    truyvet::cli::main(std::env::args_os().collect())
}
