//! Picks a door. There is one so far: the command line; the window will open where no subcommand is given.

use std::process::ExitCode;

fn main() -> ExitCode {
    truyvet::cli::main(std::env::args_os().collect())
}
